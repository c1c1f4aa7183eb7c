"""Take-outs: asked, agreed by somebody else, taken, overdue and chased once a step, brought back; rules abroad."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.models import Account, Membership
from kuramori.ground.post.models import Delivery, Message
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.places import rules_abroad, take_out, trip
from kuramori.work.places.admit_device import Particulars, admit_device
from kuramori.work.places.chase import chase, chase_all, step_for
from kuramori.work.places.lose_device import NotInUse, report_lost
from kuramori.work.places.models import TakeOut, Verdict
from kuramori.work.places.take_out import Subject, Wanted


def days(number: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=number)


def later(number: int):
    return clock.standing_at(clock.now() + datetime.timedelta(days=number))


@pytest.fixture
def staff(acting):
    return acting.actor("staff")


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def usb(steward):
    return admit_device(steward, Particulars(number="USB-01", kind="usb"))


@pytest.fixture
def asked(staff, usb) -> TakeOut:
    return take_out.ask(staff, take_out.subject_of(usb), Wanted("見本市会場", "製品の説明", days(2)))


@pytest.fixture
def taken(staff, steward, asked) -> TakeOut:
    take_out.approve(steward, asked)
    return take_out.take(staff, asked)


@pytest.fixture
def mail_on(settings):
    mail = Mail(host="127.0.0.1", port=1, security="none", sender="kura@kakuu-seiko.example")
    settings.INSTANCE = type(settings.INSTANCE)(**{**_fields(settings.INSTANCE), "mail": mail})


def _fields(instance: object) -> dict[str, object]:
    return {name: getattr(instance, name) for name in instance.__dataclass_fields__}


def test_something_goes_out_and_comes_back(staff, steward, asked):
    approved = take_out.approve(steward, asked, note="暗号化を確かめた")
    assert (approved.state, approved.is_own_approval) == ("approved", False)
    assert take_out.take(staff, asked).state == "taken"
    back = take_out.bring_back(staff, asked, note="中身は消した")
    assert (back.state, back.returned_to_id) == ("returned", staff.person_id)
    with pytest.raises(take_out.WrongState) as wrong:
        take_out.bring_back(staff, asked)
    assert wrong.value.state == "returned"


def test_a_request_says_what_where_and_why_and_comes_back_after_it_leaves(staff, usb):
    subject = take_out.subject_of(usb)
    for wanted in (Wanted("", "目的", days(1)), Wanted("先", " ", days(1))):
        with pytest.raises(take_out.IncompleteRequest):
            take_out.ask(staff, subject, wanted)
    with pytest.raises(take_out.DueTooEarly):
        take_out.ask(staff, subject, Wanted("先", "目的", days(-1)))
    with pytest.raises(take_out.IncompleteRequest):
        take_out.ask(staff, Subject("thing", None, ""), Wanted("先", "目的", days(1)))


def test_nobody_decides_on_the_own_request_where_a_colleague_may(acting, steward, usb):
    own = take_out.ask(steward, take_out.subject_of(usb), Wanted("先", "目的", days(1)))
    with pytest.raises(take_out.OwnRequest):
        take_out.approve(steward, own)
    with pytest.raises(take_out.IncompleteRequest):
        take_out.refuse(acting.actor("owner"), own, note="")
    assert take_out.refuse(acting.actor("owner"), own, note="紙で足りる").state == "refused"


def test_in_a_house_of_one_the_own_approval_stands_and_says_so(acting, steward, usb):
    Membership.objects.exclude(person_id=steward.person_id).update(superseded_at=clock.now())
    own = take_out.ask(steward, take_out.subject_of(usb), Wanted("先", "目的", days(1)))
    assert take_out.approve(steward, own).is_own_approval


def test_a_colleague_who_cannot_sign_in_is_none_who_could_decide(acting, steward, usb):
    Account.objects.exclude(pk=steward.account_id).update(is_active=False)
    own = take_out.ask(steward, take_out.subject_of(usb), Wanted("先", "目的", days(1)))
    assert take_out.approve(steward, own).is_own_approval


def test_one_thing_is_out_once_and_a_lost_one_not_at_all(staff, steward, usb, asked):
    with pytest.raises(take_out.AlreadyOut):
        take_out.ask(steward, take_out.subject_of(usb), Wanted("先", "目的", days(1)))
    take_out.drop(staff, asked)
    subject = take_out.subject_of(usb)
    report_lost(staff, usb, lost_on=clock.today(), note="")
    with pytest.raises(NotInUse):
        take_out.ask(steward, subject, Wanted("先", "目的", days(1)))


def test_staff_move_only_what_they_asked_for(acting, staff, steward, usb):
    other = take_out.ask(steward, take_out.subject_of(usb), Wanted("先", "目的", days(1)))
    take_out.approve(acting.actor("owner"), other)
    with pytest.raises(NotAllowed):
        take_out.take(staff, other)
    with pytest.raises(NotAllowed):
        take_out.approve(staff, other)
    for role in ("auditor", "expert"):
        with pytest.raises(NotAllowed):
            take_out.drop(acting.actor(role), other)


def test_steps_of_reminding_come_after_one_three_and_seven_days():
    due = datetime.date(2026, 11, 1)
    told = [step_for(due, due + datetime.timedelta(days=n)) for n in range(9)]
    assert told == [0, 1, 1, 2, 2, 2, 2, 3, 3]


def test_the_overdue_is_chased_once_a_step_and_the_last_step_reaches_those_who_decide(
    mail_on, acting, staff, taken
):
    house = acting.actor("owner")
    counts = []
    for day in (2, 3, 3, 4, 5, 9, 9):
        with later(day):
            chase(house)
            counts.append(Message.objects.count())
    assert counts == [0, 1, 1, 1, 2, 3, 3]
    told = [Delivery.objects.filter(message=one).count() for one in Message.objects.order_by("queued_at")]
    assert told == [1, 1, 4]
    with later(10):
        take_out.bring_back(staff, taken)
        chase(house)
    assert Message.objects.count() == 3


def test_a_later_day_of_return_begins_the_reminding_anew(mail_on, acting, steward, taken):
    with later(4):
        chase_all()
        take_out.extend(steward, taken, due_on=days(3))
        assert TakeOut.objects.get().chased == 0
    with pytest.raises(take_out.DueTooEarly):
        take_out.extend(steward, taken, due_on=days(-1))
    assert Message.objects.count() == 1


def test_without_mail_nothing_is_noted_as_sent(taken):
    with later(9):
        chase_all()
    assert TakeOut.objects.get().chased == 0


def test_the_closest_rule_holds_and_an_older_one_ends(acting, steward, staff, usb):
    def lay(country: str, kind: str, verdict: Verdict, back: int = 0) -> None:
        rules_abroad.lay_rule(
            steward, country=country, kind=kind, verdict=verdict, reason="社内の決め", from_on=days(back)
        )

    lay("", "", Verdict.ASK, -20)
    lay("US", "usb", Verdict.NEVER, -10)
    today = clock.today()
    assert rules_abroad.rule_on("", "usb", today) is None
    assert rules_abroad.rule_on("TH", "usb", today).verdict == Verdict.ASK
    assert rules_abroad.rule_on("US", "pc", today).verdict == Verdict.ASK
    assert rules_abroad.rule_on("US", "usb", today).verdict == Verdict.NEVER
    assert rules_abroad.rule_on("US", "usb", days(-15)).verdict == Verdict.ASK
    with pytest.raises(take_out.RuleForbids) as forbidden:
        take_out.ask(staff, take_out.subject_of(usb), Wanted("展示会", "説明", days(1), country="US"))
    assert forbidden.value.rule.reason == "社内の決め"
    lay("US", "usb", Verdict.ALLOWED)
    assert rules_abroad.rule_on("US", "usb", days(-1)).verdict == Verdict.NEVER
    assert rules_abroad.rule_on("US", "usb", today).verdict == Verdict.ALLOWED
    rule = rules_abroad.rule_on("TH", "usb", today)
    rules_abroad.end_rule(steward, rule, last_day=today)
    assert rules_abroad.rule_on("TH", "usb", days(1)) is None
    with pytest.raises(rules_abroad.ReasonMissing):
        rules_abroad.lay_rule(
            steward, country="TH", kind="", verdict=Verdict.NEVER, reason=" ", from_on=today
        )


def test_a_trip_is_planned_ticked_and_dropped(acting, staff, steward):
    person = acting.person("staff")
    told = trip.Journey(person, "TH", "見本工業団地", "立上げ支援", days(10), days(14))
    made = trip.plan_trip(staff, told)
    with pytest.raises(trip.EndsBeforeItBegins):
        trip.plan_trip(staff, trip.Journey(person, "TH", "先", "目的", days(2), days(1)))
    with pytest.raises(trip.Incomplete):
        trip.plan_trip(staff, trip.Journey(person, "TH", " ", "目的", days(1), days(1)))
    with pytest.raises(NotAllowed):
        trip.plan_trip(staff, trip.Journey(acting.person("owner"), "TH", "先", "目的", days(1), days(1)))
    trip.tick(staff, made, "encrypted", done=True)
    trip.tick(staff, made, "least", done=True)
    assert trip.tick(staff, made, "returned", done=True).after_done == ["returned"]
    made.refresh_from_db()
    assert made.before_done == ["least", "encrypted"]
    with pytest.raises(trip.StaleTrip):
        trip.change_trip(steward, made, told, revision=1)
    trip.drop_trip(steward, made)
    with pytest.raises(trip.TripDropped):
        trip.tick(staff, made, "least", done=False)
