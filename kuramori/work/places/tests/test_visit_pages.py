"""The pages of visits, and the tablet at the entrance that opens nothing but today's guests."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client, override_settings

from kuramori.ground.papers.freeze import freeze
from kuramori.ground.people.links import revoke
from kuramori.ground.people.models import Link
from kuramori.ground.post.models import Message
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.places import desk, tell_host
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import PlaceKind, Route, Visit, Visitor
from kuramori.work.places.receiving import PLEDGE, RULE, Arrival, VisitWanted, announce, receive

COMING = {"company": "例示商事", "names": "例示 一郎\n見本 花子\n", "purpose": "打合せ", "at": "13時半"}


@pytest.fixture
def visit(acting):
    return announce(
        acting.actor("staff"),
        VisitWanted("例示商事", "打合せ", acting.person("staff"), clock.today(), ["例示 一郎", "見本 花子"]),
    )


@pytest.fixture
def texts(acting):
    steward = acting.actor("steward")
    return freeze(steward, RULE, title="決まり", body="撮りません。"), freeze(
        steward, PLEDGE, title="願い", body="話しません。"
    )


@pytest.fixture
def tablet(acting):
    """A browser that staff made the desk of the entrance."""
    client = acting.client("staff")
    response = client.post(acting.url("places/visits/desk/"), {"days": "0"})
    assert response.url == "/reception/"
    return client


def test_a_visit_is_announced_on_its_page(acting):
    client = acting.client("staff")
    sent = {**COMING, "on": clock.today().isoformat(), "host": str(acting.person("staff").pk)}
    made = client.post(acting.url("places/visits/announce/"), sent)
    visit = Visit.objects.get()
    assert made.url == acting.url(f"places/visits/{visit.pk}/")
    assert (visit.at, visit.visitors.count()) == (datetime.time(13, 30), 2)
    assert visit.number in client.get(made.url).content.decode()
    assert client.post(acting.url("places/visits/announce/"), {**sent, "at": "25:00"}).status_code == 422


def test_a_guest_is_received_and_seen_off_on_the_pages(acting, visit, texts):
    client, guest = acting.client("staff"), visit.visitors.order_by("name")[0]
    page = acting.url(f"places/visits/guests/{guest.pk}/receive/")
    assert "撮りません。" in client.get(page).content.decode()
    assert client.post(page, {"badge": "1"}).status_code == 422
    rule, pledge = texts
    client.post(page, {"badge": "1", "rule": rule.sha256, "pledge": pledge.sha256, "on_paper": "on"})
    assert Visitor.objects.get(pk=guest.pk).pledge.way == "paper"
    assert "見送った" in client.get(acting.url("places/visits/")).content.decode()
    client.post(acting.url(f"places/visits/guests/{guest.pk}/see-off/"))
    assert Visitor.objects.get(pk=guest.pk).signed_out == "host"
    assert guest.name in client.get(acting.url("places/visits/log/")).content.decode()


def test_making_a_device_the_desk_ends_the_session_on_it(acting, tablet):
    assert tablet.get(acting.url("places/visits/")).status_code == 302
    assert "受付番号" in tablet.get("/reception/").content.decode()


def test_a_guest_signs_in_and_out_on_the_tablet(acting, visit, texts, tablet):
    rule, pledge = texts
    shown = tablet.post("/reception/come/", {"number": visit.number})
    guest = visit.visitors.order_by("name")[0]
    assert guest.name in shown.content.decode()
    sent = {"number": visit.number, "guest": str(guest.pk), "badge": "7"}
    assert tablet.post("/reception/sign-in/", sent).status_code == 422
    done = tablet.post("/reception/sign-in/", {**sent, "rule": rule.sha256, "pledge": pledge.sha256})
    assert "受付が済みました" in done.content.decode()
    kept = Visitor.objects.get(pk=guest.pk)
    assert (kept.badge, kept.pledge.way, kept.escort_id) == ("7", "tablet", visit.host_id)
    tablet.post("/reception/leave/", {"badge": "7"})
    assert Visitor.objects.get(pk=guest.pk).signed_out == "guest"


def test_a_device_that_is_no_desk_finds_nothing(acting, visit):
    for client in (Client(), acting.client("owner")):
        assert client.get("/reception/").status_code == 404
        assert client.post("/reception/come/", {"number": visit.number}).status_code == 404


def test_a_stopped_desk_is_shut_at_once(acting, visit, tablet):
    revoke(acting.actor("steward"), Link.objects.get(purpose="places:reception"))
    assert tablet.post("/reception/come/", {"number": visit.number}).status_code == 404


def test_a_desk_knows_no_number_of_another_day_or_another_organisation(acting, tablet):
    tomorrow = clock.today() + datetime.timedelta(days=1)
    later = announce(
        acting.actor("staff"),
        VisitWanted("例示商事", "打合せ", acting.person("staff"), tomorrow, ["例示 一郎"]),
    )
    assert tablet.post("/reception/come/", {"number": later.number}).status_code == 422


def test_ten_wrong_numbers_make_the_tablet_wait(visit, tablet):
    statuses = [
        tablet.post("/reception/come/", {"number": "0000"}).status_code for _try in range(desk.MOST_WRONG)
    ]
    assert set(statuses) == {422}
    assert tablet.post("/reception/come/", {"number": visit.number}).status_code == 429


def test_the_secret_of_a_desk_is_no_address(acting, tablet):
    assert tablet.get("/reception/anything/").status_code == 404
    assert "kura_desk" in tablet.cookies
    assert tablet.cookies["kura_desk"]["httponly"]


def test_the_steward_approves_a_route_that_staff_wrote(acting):
    site = add_place(acting.actor("steward"), PlaceKind.SITE, None, Particulars(name="本社"))
    staff, steward = acting.client("staff"), acting.client("steward")
    wrong = staff.post(acting.url("places/visits/routes/add/"), {"name": "短いコース"})
    assert wrong.status_code == 422
    staff.post(
        acting.url("places/visits/routes/add/"),
        {"name": "短いコース", f"n-{site.pk}": "1", f"photo-{site.pk}": "on"},
    )
    route = Route.objects.get()
    approve = acting.url(f"places/visits/routes/{route.pk}/approve/")
    assert staff.post(approve).status_code == 403
    steward.post(approve)
    assert Route.objects.get().approved_at is not None
    assert "撮影できます" in steward.get(acting.url(f"places/visits/routes/{route.pk}/")).content.decode()


def test_texts_are_set_down_from_a_draft(acting):
    client = acting.client("steward")
    page = client.get(acting.url("places/visits/texts/pledge/")).content.decode()
    assert "許しなく" in page
    assert (
        client.post(
            acting.url("places/visits/texts/pledge/"), {"title": "願い", "body": "話しません。"}
        ).status_code
        == 302
    )
    assert client.get(acting.url("places/visits/texts/none/")).status_code == 404


def test_in_the_evening_the_escort_is_told_of_a_forgotten_way_out(acting, visit, settings):
    guest = visit.visitors.order_by("name")[0]
    receive(acting.actor("staff"), guest, Arrival(badge="1"))
    mail = Mail(host="mail.example", sender="kura@mail.example")
    with override_settings(INSTANCE=settings.INSTANCE.__class__(mail=mail)):
        tell_host.chase_guests()
    assert Message.objects.filter(purpose="places:forgotten").count() == 1
