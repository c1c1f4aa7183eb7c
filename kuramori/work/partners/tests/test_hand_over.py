"""Something goes only while the layered decision lets it, its conditions are met, and its days agree."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger.models import Copy, Use
from kuramori.work.ledger.register import propose
from kuramori.work.ledger.tests import making
from kuramori.work.partners import ending, hand_over, hand_over_checks
from kuramori.work.partners.hand_over_standing import items_of, people_of, what_holds_it
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import Decision, HandOverState, ItemState, Medium, Mode, TheirWay
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.partners.tests.decided import assured, later
from kuramori.work.places import touring
from kuramori.work.places.models import Route, Visit
from kuramori.work.places.receiving import VisitWanted, announce, cancel
from tests.cast import Cast


def test_what_may_not_go_stands_with_its_reasons_and_cannot_be_made_ready(acting: Cast) -> None:
    steward = acting.actor("steward")
    row = handed.prepared(steward)
    assert (row.number, row.state, row.conditions) == ("T-0001", HandOverState.DRAFT, [])
    assert Decision.objects.get().outcome == "DENY"
    with pytest.raises(hand_over.NotReady) as held:
        hand_over.offer(steward, row)
    assert "決まりでは渡せません" in held.value.sentence


def test_an_agreement_opens_it_and_asking_again_tells_the_conditions(acting: Cast) -> None:
    owner = acting.actor("owner")
    row = handed.prepared(owner)
    handed.opened(owner)
    row = hand_over.ask_again(owner, row)
    assert row.conditions == ["C1"]
    with pytest.raises(hand_over.NotReady):
        hand_over.offer(owner, row)
    hand_over_checks.tick(owner, row, "label", words="全ページの右上")
    row = hand_over.offer(owner, row)
    assert row.state == HandOverState.OFFERED
    assert row.agreement is not None
    row = hand_over.hand(owner, row, carried="仮想ポータル 受付番号 123")
    assert (row.state, row.handed_on) == (HandOverState.OUT, clock.today())
    assert Use.objects.get().purpose.startswith("提供 T-0001")


def test_without_a_level_somebody_decides_first(acting: Cast) -> None:
    owner = acting.actor("owner")
    agreed.concluded(owner)
    row = handed.prepared(owner)
    assert row.state == HandOverState.WAITING
    says, _conditions = what_holds_it(owner, row, items_of(row), people_of(row))
    assert any("承認を待って" in one for one in says)


def test_all_five_conditions_become_checks(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner, level=1)
    assured(owner, making.partner(owner), 2, gaps=2)
    item = making.asset(owner, required_assurance="A1")
    row = handed.prepared(owner, assets=[item])
    assert row.conditions == ["C1", "C2", "C3", "C4", "C5"]
    found = hand_over_checks.checks(row, items_of(row), people_of(row), row.conditions)
    assert [one.code for one in hand_over_checks.unmet(found)] == ["label", "no_onward", "gap_plan"]
    with pytest.raises(Refused):
        hand_over_checks.tick(owner, row, "gap_plan", on=later(-1))
    for code in ("label", "no_onward"):
        row = hand_over_checks.tick(owner, row, code)
    row = hand_over_checks.tick(owner, row, "gap_plan", on=later(60), words="計画書 2号")
    assert hand_over.offer(owner, row).state == HandOverState.OFFERED


def test_what_changed_meanwhile_holds_it_back_on_the_day_itself(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    row = handed.ready(owner)
    who = people_of(row)[0].contact
    assert who is not None
    who.retired_on = clock.today()
    who.save()
    with pytest.raises(hand_over.NotReady):
        hand_over.hand(owner, row)
    row.refresh_from_db()
    assert row.state == HandOverState.OFFERED


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("contacts", {"contacts": []}),
        ("numbers", {"assets": []}),
        ("purpose", {"purpose": " 　"}),
        ("way", {"way": None}),
        ("medium", {"medium": Medium.ORAL}),
        ("expires_on", {"expires_on": datetime.date(2020, 1, 1)}),
        ("expires_on", {"expires_on": datetime.date(2099, 1, 1)}),
        ("return_by", {"return_by": datetime.date(2020, 1, 1)}),
    ],
)
def test_what_contradicts_itself_is_told_by_its_field(
    acting: Cast, field: str, change: dict[str, object]
) -> None:
    steward = acting.actor("steward")
    asked = dataclasses.replace(handed.wanted(steward), **change)  # type: ignore[arg-type]
    with pytest.raises(Refused) as fault:
        hand_over.prepare(steward, asked)
    assert fault.value.field == field
    assert fault.value.sentence


def test_a_return_before_the_last_day_of_use_is_refused(acting: Cast) -> None:
    steward = acting.actor("steward")
    with pytest.raises(Refused) as fault:
        handed.prepared(steward, expires_on=later(20), return_by=later(10))
    assert fault.value.field == "return_by"


def test_strangers_and_those_who_left_and_what_is_not_in_the_ledger_are_refused(acting: Cast) -> None:
    steward = acting.actor("steward")
    other = making.partner(steward, "例示表面処理")
    stranger = handed.contact(steward, other, "例示 二郎")
    with pytest.raises(Refused):
        handed.prepared(steward, contacts=[stranger])
    with pytest.raises(Refused):
        handed.prepared(steward, assets=[propose(steward, making.eight(steward))])
    with pytest.raises(Refused):
        handed.prepared(steward, agreement=agreed.draft(acting.actor("owner")))


def test_the_heaviest_grade_bounds_the_days_and_the_usual_length(acting: Cast) -> None:
    steward = acting.actor("steward")
    usual = handed.prepared(steward)
    assert usual.expires_on == later(14)
    heavy = handed.prepared(steward, assets=[making.top(steward, layer="nda")])
    assert heavy.expires_on == later(7)
    with pytest.raises(Refused):
        hand_over.move_days(steward, heavy, expires_on=later(8), return_by=None)


def test_paper_goes_in_numbered_copies_that_come_back_with_it(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    row = handed.prepared(owner, mode=Mode.PAPER, way=None)
    hand_over_checks.tick(owner, row, "label")
    row = hand_over.offer(owner, row, copies=2)
    assert Copy.objects.filter(back_on__isnull=True).count() == 2
    row = hand_over.hand(owner, row)
    item = items_of(row)[0]
    assert [one.rpartition("-")[2] for one in item.copies] == ["01", "02"]
    ending.end_item(owner, item, ItemState.RETURNED, on=clock.today())
    row.refresh_from_db()
    assert row.state == HandOverState.CLOSED
    assert not Copy.objects.filter(back_on__isnull=True).exists()
    assert Entry.objects.filter(event="partners:hand_over:closed", thing_id=str(row.pk)).exists()


def test_copies_end_with_a_stop_before_they_went_and_with_a_certificate_of_somebody_outside(
    acting: Cast,
) -> None:
    owner, stopper = acting.actor("owner"), acting.actor("section")
    stopper = dataclasses.replace(
        stopper,
        permissions=(stopper.permissions | {Can.HAND_OVER_STOP, Can.TAKE_BACK}) - {Can.ASSET_CHANGE},
    )
    handed.opened(owner)
    hand_over.stop(stopper, handed.ready(owner, mode=Mode.PAPER, way=None), "話がなくなった")
    assert Copy.objects.get().back_on == clock.today()
    row = handed.out(owner, mode=Mode.PAPER, way=None)
    assert Copy.objects.filter(back_on__isnull=True).count() == 1
    ending.end_item(stopper, items_of(row)[0], ItemState.DESTROYED, on=clock.today())
    assert not Copy.objects.filter(back_on__isnull=True).exists()


def test_a_thing_goes_with_the_day_of_what_the_ledger_said_of_it(acting: Cast) -> None:
    item = items_of(handed.prepared(acting.actor("owner")))[0]
    assert item.version is not None
    assert item.edition == f"台帳{item.version.from_on.isoformat()}版"


def test_what_is_kept_by_a_rule_keeps_it_open_and_wants_its_reason(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    row = handed.out(owner)
    item = items_of(row)[0]
    with pytest.raises(Refused):
        ending.end_item(owner, item, ItemState.KEPT, on=clock.today())
    ending.end_item(
        owner, item, ItemState.KEPT, on=clock.today(), kept_until=later(400), kept_for="法令で7年残す"
    )
    row.refresh_from_db()
    assert row.state == HandOverState.OUT
    with pytest.raises(Refused):
        ending.end_item(owner, items_of(row)[0], ItemState.RETURNED, on=later(-1))


def test_a_stop_before_it_went_ends_it_and_afterwards_leaves_it_out(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    with pytest.raises(Refused):
        hand_over.stop(owner, handed.prepared(owner), " ")
    assert hand_over.stop(owner, handed.prepared(owner), "話がなくなった").state == HandOverState.STOPPED
    gone = hand_over.stop(owner, handed.out(owner), "相手が契約を破った")
    assert (gone.state, gone.stopped_at is None) == (HandOverState.OUT, False)
    with pytest.raises(hand_over.WrongState):
        hand_over.stop(owner, gone, "もう一度")


def test_a_receipt_needs_it_to_have_gone_and_a_day_that_has_come(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    ready = handed.ready(owner)
    with pytest.raises(hand_over.WrongState):
        ending.record_receipt(owner, ready, people_of(ready), on=clock.today())
    row = hand_over.hand(owner, ready)
    with pytest.raises(Refused):
        ending.record_receipt(owner, row, people_of(row), on=later(1))
    ending.record_receipt(owner, row, people_of(row), on=clock.today())
    assert people_of(row)[0].received_on == clock.today()


def test_one_who_may_not_know_it_cannot_hand_it_over(acting: Cast) -> None:
    item = making.top(acting.actor("owner"), layer="nda")
    with pytest.raises(NotAllowed):
        handed.prepared(acting.actor("section"), assets=[item], partner=making.partner(acting.actor("owner")))


def test_a_medium_goes_with_a_numbered_copy(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    row = handed.ready(owner, way=TheirWay.MEDIA)
    assert Copy.objects.get().to_whom.startswith("仮想重機株式会社")
    assert items_of(row)[0].copies


def test_a_visit_wants_an_approved_route_and_leaves_nothing_behind(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    guests = [_visit(owner, route=None), _visit(owner, route=_route(owner))]
    item = making.asset(owner)
    rows = [handed.prepared(owner, assets=[item], mode=Mode.VISIT, way=None, visit=one) for one in guests]
    for row in rows:
        hand_over_checks.tick(owner, row, "told_secret")
    with pytest.raises(hand_over.NotReady) as held:
        hand_over.offer(owner, rows[0])
    assert "見学コース" in held.value.sentence
    shown = hand_over.hand(owner, hand_over.offer(owner, rows[1]))
    assert (shown.state, shown.return_by) == (HandOverState.CLOSED, None)
    assert not hand_over_checks.checks(shown, [], [], ())[0].is_later
    assert {one.state for one in items_of(shown)} == {ItemState.RETURNED}


def test_what_was_said_is_confirmed_in_writing_after_it_was_said(acting: Cast) -> None:
    owner = acting.actor("owner")
    handed.opened(owner)
    visit = _visit(owner, route=_route(owner))
    row = handed.prepared(owner, mode=Mode.VISIT, medium=Medium.ORAL, way=None, visit=visit)
    hand_over_checks.tick(owner, row, "told_secret")
    with pytest.raises(hand_over.WrongState):
        ending.confirm_oral(owner, row, on=clock.today())
    said = hand_over.hand(owner, hand_over.offer(owner, row))
    with pytest.raises(Refused):
        ending.confirm_oral(owner, said, on=later(-1))
    assert ending.confirm_oral(owner, said, on=clock.today()).confirmed_on == clock.today()


def test_a_cancelled_visit_and_another_partners_agreement_are_refused(acting: Cast) -> None:
    owner = acting.actor("owner")
    gone = cancel(owner, _visit(owner, route=None))
    with pytest.raises(Refused) as fault:
        handed.prepared(owner, mode=Mode.VISIT, way=None, visit=gone)
    assert fault.value.field == "visit"
    other = agreed.concluded(owner, making.partner(owner, "例示表面処理"))
    with pytest.raises(Refused) as fault:
        handed.prepared(owner, agreement=other)
    assert fault.value.field == "agreement"


def _route(owner: Actor) -> Route:
    made = touring.set_route(owner, touring.RouteWanted("見学", [(making.place(owner), False)]))
    return touring.approve_route(owner, made)


def _visit(owner: Actor, *, route: Route | None) -> Visit:
    host = Person.objects.get(pk=str(owner.person_id))
    wanted = VisitWanted("仮想重機株式会社", "見学", host, clock.today(), ["仮想 三郎"], route=route)
    return announce(owner, wanted)
