"""Zones on a floor plan: what was drawn, ruled and allowed on a day stays told for that day."""

from __future__ import annotations

import datetime
import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.press.redrawing import NotAPicture
from kuramori.work.places import read
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import Drawing, Entry, PlaceKind
from kuramori.work.places.zoning import (
    NotDrawable,
    NoZone,
    ShapeWrong,
    clear_zone,
    draw_zone,
    drawing_on,
    end_entitlement,
    entitle,
    put_drawing,
    rectangle,
    set_rule,
)

FIRST, LATER = datetime.date(2027, 4, 1), datetime.date(2027, 6, 1)


def on(day):
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(10), clock.TOKYO))


def picture(colour="#dddddd", size=(600, 400)):
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def site(steward):
    return add_place(steward, PlaceKind.SITE, None, Particulars(name="本社"))


@pytest.fixture
def zone(steward, site):
    return add_place(steward, PlaceKind.ZONE, site, Particulars(name="組立"))


def put(actor, place, **more):
    return put_drawing(actor, place, name="図面.png", chunks=[picture()], **more)


def test_a_layout_change_keeps_the_earlier_drawing_for_its_days(steward, site, zone):
    with on(FIRST):
        old = put(steward, site)
        draw_zone(steward, old, zone, rectangle(10, 10, 30, 30))
        set_rule(steward, zone, Entry.STAFF, photos=False)
    with on(LATER):
        new = put(steward, site)
        draw_zone(steward, new, zone, rectangle(50, 10, 30, 30))
        set_rule(steward, zone, Entry.NAMED, photos=False)
        then, now = read.plan_page(site, FIRST), read.plan_page(site)
    assert (then.drawing_id, now.drawing_id) == (old.pk, new.pk)
    assert [one.line.typed for one in then.drawn] == ["10,10 40,10 40,40 10,40"]
    assert [one.line.typed for one in now.drawn] == ["50,10 80,10 80,40 50,40"]
    assert [one.line.entry for one in (*then.drawn, *now.drawn)] == ["staff", "named"]


def test_a_new_drawing_takes_the_zones_along_unless_told_otherwise(steward, site, zone):
    draw_zone(steward, put(steward, site), zone, rectangle(0, 0, 50, 50))
    put(steward, site)
    assert len(read.plan_page(site).drawn) == 1
    put(steward, site, keeps_zones=False)
    assert read.plan_page(site).drawn == ()


def test_who_may_enter_is_told_for_any_day(acting, steward, zone):
    person = acting.person("staff")
    with on(FIRST):
        entitle(steward, zone, person, reason="設計のため", until_on=LATER)
        assert not entitle(steward, zone, person, reason="設計のため", until_on=LATER)
    with on(LATER - datetime.timedelta(days=10)):
        end_entitlement(steward, zone, person)
    names = {
        day: [one.name for line in read.zone_lines(day) for one in line.entitled]
        for day in (FIRST, LATER - datetime.timedelta(days=11), LATER - datetime.timedelta(days=10))
    }
    assert list(names.values()) == [[person.name], [person.name], []]


@pytest.mark.parametrize(
    "corners",
    [[(0, 0), (100, 100)], [(0, 0), (5000, 5000), (10_000, 10_000)], [(0, 0), (20_000, 0), (0, 10_000)]],
)
def test_a_shape_needs_three_corners_within_the_drawing_and_an_area(steward, site, zone, corners):
    drawing = put(steward, site)
    with pytest.raises(ShapeWrong):
        draw_zone(steward, drawing, zone, corners)


def test_only_zones_are_drawn_and_only_houses_have_drawings(steward, site):
    drawing = put(steward, site)
    with pytest.raises(NoZone):
        draw_zone(steward, drawing, site, rectangle(0, 0, 50, 50))
    cloud = add_place(steward, PlaceKind.CLOUD, None, Particulars(name="クラウド"))
    with pytest.raises(NotDrawable):
        put(steward, cloud)


def test_what_is_no_picture_leaves_nothing_behind(steward, site):
    with pytest.raises(NotAPicture):
        put_drawing(steward, site, name="図面.png", chunks=[b"<svg onload='alert(1)'/>"])
    assert not Drawing.objects.exists()
    assert not File.objects.exists()


def test_a_zone_that_is_cleared_today_stood_there_before(steward, site, zone):
    with on(FIRST):
        drawing = put(steward, site)
        draw_zone(steward, drawing, zone, rectangle(0, 0, 50, 50))
    with on(LATER):
        assert clear_zone(steward, drawing, zone)
        assert not clear_zone(steward, drawing, zone)
        assert (len(read.plan_page(site, FIRST).drawn), len(read.plan_page(site).drawn)) == (1, 0)


def test_staff_look_and_do_not_draw(acting, steward, site, zone):
    drawing = put(steward, site)
    with pytest.raises(NotAllowed):
        draw_zone(acting.actor("staff"), drawing, zone, rectangle(0, 0, 50, 50))


def test_a_plan_is_put_up_and_drawn_on_without_a_script(acting, steward, site, zone):
    client = acting.client("steward")
    page = acting.url(f"places/{site.pk}/plan/")
    assert "図面がまだありません" in client.get(page).content.decode()
    bad = client.post(f"{page}new/", {"file": SimpleUploadedFile("a.png", b"GIF89a")})
    assert bad.status_code == 422
    client.post(f"{page}new/", {"file": SimpleUploadedFile("a.png", picture())})
    sent = {"zone": str(zone.pk), "entry": "staff", "left": "10", "top": "10", "width": "200", "height": "20"}
    assert client.post(f"{page}zone/", sent).status_code == 422
    client.post(f"{page}zone/", {**sent, "width": "20"})
    shown = client.get(page).content.decode()
    assert 'points="60.0,40.0 180.0,40.0 180.0,120.0 60.0,120.0"' in shown
    client.post(f"{page}zone/", {"zone": str(zone.pk), "entry": "named", "corners": "１０，１０ 50,10 50,50"})
    client.post(acting.url(f"places/{zone.pk}/entitle/"), {"person": str(acting.person("staff").pk)})
    assert "許された人だけ" in client.get(acting.url(f"places/{zone.pk}/")).content.decode()


def test_only_our_own_copy_is_shown_in_the_page(acting, steward, site):
    drawing = put(steward, site)
    response = acting.client("staff").get(acting.url(f"places/drawings/{drawing.pk}/picture/"))
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"\x89PNG")
    assert response.content != picture()


def test_plan_and_signs_are_printed(acting, steward, site, zone):
    drawing = put(steward, site)
    draw_zone(steward, drawing, zone, rectangle(10, 10, 50, 50))
    set_rule(steward, zone, Entry.NAMED, photos=False)
    client = acting.client("staff")
    for address in (f"floor_plan/?place={site.pk}", "zone_signs/"):
        assert client.get(acting.url(f"places/papers/{address}")).content.startswith(b"%PDF-"), address
    assert client.get(acting.url("places/papers/floor_plan/")).status_code == 404


def test_a_plan_may_be_handed_in_as_a_pdf(acting, steward, site):
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(842, 595))
    page.contents_add(made.make_stream(b"0.2 0.5 0.8 rg 100 100 300 200 re f"))
    kept = io.BytesIO()
    made.save(kept)
    kept.name = "1階の見取り図.pdf"
    kept.seek(0)
    client = acting.client("steward")
    answered = client.post(acting.url(f"places/{site.pk}/plan/new/"), {"file": kept, "keeps_zones": "on"})
    assert answered.status_code == 302
    drawing = drawing_on(site)
    assert (drawing.width, drawing.original.name) == (2000, "1階の見取り図.pdf")
    locked = io.BytesIO(b"%PDF-1.7\n")
    locked.name = "壊れた図面.pdf"
    again = client.post(acting.url(f"places/{site.pk}/plan/new/"), {"file": locked})
    assert again.status_code == 422
    assert drawing_on(site) == drawing
