"""The tree: what may lie where, paths, and who may change it."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.work.places import read
from kuramori.work.places.arranging import (
    LiesInItself,
    NameMissing,
    NameTaken,
    NotInUse,
    Particulars,
    StalePlace,
    StillHolds,
    TooDeep,
    WrongPlace,
    add_place,
    move_place,
    ready_start,
    rename_place,
    retire_place,
)
from kuramori.work.places.kinds import MAY_LIE_IN, MOST_DEEP
from kuramori.work.places.models import Place, PlaceKind

SITE, ROOM, CABINET, ZONE, CLOUD = (
    PlaceKind.SITE,
    PlaceKind.ROOM,
    PlaceKind.CABINET,
    PlaceKind.ZONE,
    PlaceKind.CLOUD,
)


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


def add(actor, kind, name, parent=None, **more):
    return add_place(actor, kind, parent, Particulars(name=name, **more))


def test_every_kind_states_in_what_it_may_lie():
    assert set(MAY_LIE_IN) == set(PlaceKind)
    assert {kind for kinds in MAY_LIE_IN.values() for kind in kinds} <= {"", *PlaceKind}


def test_a_rename_is_seen_in_every_path_beneath(steward):
    site = add(steward, SITE, "本社")
    room = add(steward, ROOM, "事務所", site)
    add(steward, CABINET, "書庫", room)
    rename_place(steward, site, Particulars(name="本社工場"), revision=1)
    assert set(Place.objects.values_list("path", flat=True)) == {
        "本社工場",
        "本社工場 / 事務所",
        "本社工場 / 事務所 / 書庫",
    }


def test_a_move_takes_along_what_lies_in_it(steward):
    site, other = add(steward, SITE, "本社"), add(steward, SITE, "第二工場")
    room = add(steward, ROOM, "事務所", site)
    cabinet = add(steward, CABINET, "書庫", room)
    move_place(steward, room, other)
    cabinet.refresh_from_db()
    assert cabinet.path == "第二工場 / 事務所 / 書庫"
    assert Entry.objects.order_by("-index")[0].event == "places:place:moved"


def test_a_place_cannot_be_moved_into_what_lies_in_it(steward):
    site = add(steward, SITE, "本社")
    outer = add(steward, ZONE, "外", site)
    inner = add(steward, ZONE, "内", outer)
    with pytest.raises(LiesInItself):
        move_place(steward, outer, inner)
    with pytest.raises(LiesInItself):
        move_place(steward, outer, outer)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [(PlaceKind.FOLDER, SITE), (SITE, SITE), (CLOUD, SITE), (PlaceKind.HEAD, SITE), (ROOM, None)],
)
def test_a_place_lies_only_where_its_kind_may(steward, kind, parent):
    above = add(steward, parent, "本社") if parent else None
    with pytest.raises(WrongPlace):
        add(steward, kind, "場所", above)


def test_two_places_side_by_side_do_not_share_a_name_until_one_is_out_of_use(steward):
    site = add(steward, SITE, "本社")
    room = add(steward, ROOM, "事務所", site)
    with pytest.raises(NameTaken):
        add(steward, ROOM, " 事務所 ", site)
    retire_place(steward, room)
    assert add(steward, ROOM, "事務所", site).pk != room.pk


def test_the_tree_ends_at_eight_levels(steward):
    place = add(steward, SITE, "1")
    for level in range(2, MOST_DEEP + 1):
        place = add(steward, ZONE, str(level), place)
    with pytest.raises(TooDeep):
        add(steward, ZONE, "9", place)


def test_a_place_is_out_of_use_only_once_what_lies_in_it_is(steward):
    site = add(steward, SITE, "本社")
    room = add(steward, ROOM, "事務所", site)
    with pytest.raises(StillHolds):
        retire_place(steward, site)
    retire_place(steward, room, last_day=datetime.date(2026, 3, 31))
    assert retire_place(steward, site).retired_on is not None
    with pytest.raises(NotInUse):
        rename_place(steward, room, Particulars(name="会議室"), revision=2)


def test_a_stale_change_is_refused_and_says_what_stands(steward):
    site = add(steward, SITE, "本社")
    rename_place(steward, site, Particulars(name="本社工場"), revision=1)
    with pytest.raises(StalePlace) as stale:
        rename_place(steward, site, Particulars(name="別の名前"), revision=1)
    assert stale.value.current.name == "本社工場"


def test_a_name_of_blanks_is_none(steward):
    with pytest.raises(NameMissing):
        add(steward, SITE, "  \u3000")


def test_staff_see_the_tree_and_do_not_change_it(acting):
    with pytest.raises(NotAllowed):
        add(acting.actor("staff"), SITE, "本社")


def test_the_ready_start_is_for_an_empty_house_only(steward):
    assert len(ready_start(steward)) == 6
    assert ready_start(steward) == ()
    names = [(line.depth, line.name) for line in read.in_order(read.tree().roots)]
    assert names == [(0, "本社"), (1, "現場"), (1, "事務所"), (2, "書庫"), (2, "NAS"), (0, "クラウド")]


def test_a_place_is_found_by_every_word_of_its_path(steward):
    ready_start(steward)
    assert [hit.title for hit in read.find(steward, "本社 書庫")] == ["書庫"]
    assert read.find(steward, "無い") == ()


def test_a_first_visit_offers_a_start_in_one_press(acting):
    client = acting.client("steward")
    page = client.get(acting.url("places/"))
    assert "事務所・現場・書庫・NAS・クラウドを置く" in page.content.decode()
    told = client.post(acting.url("places/start/"), follow=True).content.decode()
    assert "6か所を置きました" in told
    assert "書庫" in told


def test_a_place_is_added_and_changed_on_its_pages(acting, steward):
    client = acting.client("steward")
    site = add(steward, SITE, "本社")
    wrong = client.post(acting.url(f"places/{site.pk}/add/"), {"kind": "cloud", "name": "x"})
    assert wrong.status_code == 422
    made = client.post(
        acting.url(f"places/{site.pk}/add/"), {"kind": "room", "name": "書庫", "is_locked": "yes"}
    )
    room = Place.objects.get(name="書庫")
    assert made.url == acting.url(f"places/{room.pk}/")
    assert room.is_locked is True
    stale = client.post(acting.url(f"places/{room.pk}/change/"), {"name": "書庫A", "revision": "7"})
    assert stale.status_code == 409
    client.post(acting.url(f"places/{room.pk}/change/"), {"name": "書庫A", "revision": "1"})
    assert "書庫A" in client.get(acting.url(f"places/{room.pk}/")).content.decode()
    client.post(acting.url(f"places/{room.pk}/retire/"))
    assert Place.objects.get(pk=room.pk).retired_on is not None
