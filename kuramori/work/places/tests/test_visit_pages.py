"""The pages of visits, and the tablet at the entrance that opens nothing but today's guests."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest
from django.test import Client, override_settings

from kuramori.ground.papers.freeze import freeze
from kuramori.ground.people.links import revoke
from kuramori.ground.people.models import Link
from kuramori.ground.post.models import Message
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.places import desk, read, tell_host, walking_in
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import PlaceKind, Route, Visit, Visitor
from kuramori.work.places.periods import periods
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
    card = acting.url(f"places/papers/tour_card/?route={route.pk}")
    assert staff.post(approve).status_code == 403
    assert staff.get(card).status_code == 404
    steward.post(approve)
    assert staff.get(card).content.startswith(b"%PDF")
    assert staff.get(acting.url("places/papers/tour_card/?route=none")).status_code == 404
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


WALKING_IN = {"company": "見本設備", "name": "例示 三郎", "purpose": "急な点検", "asks_for": ""}


def test_a_guest_without_an_appointment_waits_until_somebody_agrees(acting, tablet):
    asked = tablet.post("/reception/ask/", WALKING_IN).content.decode()
    visit = Visit.objects.get()
    assert visit.number in asked
    assert (
        "もう少しお待ちください" in tablet.post("/reception/come/", {"number": visit.number}).content.decode()
    )
    guest = visit.visitors.get()
    sent = {"number": visit.number, "guest": str(guest.pk), "badge": "5"}
    assert tablet.post("/reception/sign-in/", sent).status_code == 422
    client = acting.client("staff")
    assert "受付でお待ちの方" in client.get(acting.url("places/visits/")).content.decode()
    client.post(acting.url(f"places/visits/{visit.pk}/agree/"))
    assert "受付が済みました" in tablet.post("/reception/sign-in/", sent).content.decode()
    assert Visitor.objects.get().badge == "5"


def test_one_who_is_sent_away_is_not_let_in(acting, tablet):
    tablet.post("/reception/ask/", WALKING_IN)
    visit = Visit.objects.get()
    acting.client("staff").post(acting.url(f"places/visits/{visit.pk}/cancel/"))
    assert tablet.post("/reception/come/", {"number": visit.number}).status_code == 422
    late = acting.client("staff").post(acting.url(f"places/visits/{visit.pk}/agree/"), follow=True)
    assert "取りやめになっています" in late.content.decode()


def test_what_a_guest_wrote_is_kept_when_something_is_missing(tablet):
    answered = tablet.post("/reception/ask/", {**WALKING_IN, "name": " "})
    assert answered.status_code == 422
    assert "急な点検" in answered.content.decode()
    assert not Visit.objects.exists()


def test_the_tablet_asks_the_one_who_is_named_and_tells_the_guest_nothing_of_the_roster(acting, tablet):
    family_name = acting.person("section").name.split()[0]
    known = tablet.post("/reception/ask/", {**WALKING_IN, "asks_for": f"{family_name} さん"})
    unknown = tablet.post("/reception/ask/", {**WALKING_IN, "asks_for": "どなたか"})
    first, second = Visit.objects.order_by("asked_at")
    assert (first.host, second.host) == (acting.person("section"), acting.person("staff"))
    assert _shown(known, first) == _shown(unknown, second)


def _shown(answer, visit):
    """The page without what differs in any case: the number, and the token that Django makes anew."""
    page = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]
    return page.replace(visit.number, "")


def test_the_one_who_is_asked_gets_mail_and_everybody_who_receives_sees_it_at_home(acting, tablet, settings):
    mail = Mail(host="mail.example", sender="kura@mail.example")
    with override_settings(INSTANCE=dataclasses.replace(settings.INSTANCE, mail=mail)):
        tablet.post("/reception/ask/", WALKING_IN)
    assert Message.objects.get().deliveries.get().person_id == acting.person("staff").pk
    assert read.next_actions(acting.actor("section"))[0].title == "見本設備の方を迎えるか決める"


def test_an_open_door_does_not_fill_the_log(acting, tablet):
    for _guest in range(periods().most_waiting):
        assert tablet.post("/reception/ask/", WALKING_IN).status_code == 200
    assert tablet.post("/reception/ask/", WALKING_IN).status_code == 429
    assert Visit.objects.count() == periods().most_waiting


def test_a_device_that_is_no_desk_asks_for_nobody(acting):
    assert acting.client("owner").post("/reception/ask/", WALKING_IN).status_code == 404
    assert not Visit.objects.exists()


def test_a_colleague_receives_only_after_somebody_agreed(acting, tablet):
    tablet.post("/reception/ask/", WALKING_IN)
    guest = Visitor.objects.get()
    page = acting.url(f"places/visits/guests/{guest.pk}/receive/")
    assert acting.client("staff").post(page, {"badge": "1"}).status_code == 422
    walking_in.agree(acting.actor("staff"), guest.visit)
    with pytest.raises(walking_in.NobodyWaits):
        walking_in.agree(acting.actor("staff"), guest.visit)
    assert acting.client("staff").post(page, {"badge": "1"}).status_code == 302


def test_the_trail_never_tells_the_number_that_opens_a_visit(visit):
    told = Entry.objects.filter(kind="visit", thing_id=str(visit.pk))
    assert told
    assert not [one.detail for one in told if visit.number in map(str, one.detail.values())]
    assert not [change for one in told for change in one.changes if change.after == visit.number]
