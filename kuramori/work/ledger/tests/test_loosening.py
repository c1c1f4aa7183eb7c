"""共有しない: no exception, only another layer, which 経営者 asks for and a second person confirms."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kuramori.ground.people.models import Membership
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import laying, loosening, register
from kuramori.work.ledger.loosening import LooseningRefused
from kuramori.work.ledger.models import Asset, Grade, Layer, Loosening
from kuramori.work.ledger.reclassify import Classes, ConsentMissing, NeverStays, reclassify
from kuramori.work.ledger.tests import making
from tests.cast import Cast

FRIDAY = datetime.datetime(2027, 1, 8, 3, tzinfo=datetime.UTC)
"""12 o'clock in Tokyo; the Monday after it is 成人の日."""


@pytest.fixture
def never(acting: Cast) -> Asset:
    return making.asset(acting.actor("steward"), layer="never")


def asked(acting: Cast, item: Asset, reason: str = "量産の見積に要るため") -> Loosening:
    return loosening.ask_loosening(acting.actor("owner"), item, Layer.NDA, reason=reason)


@contextmanager
def alone(acting: Cast) -> Iterator[None]:
    """The owner is the only one who may reclassify."""
    Membership.objects.filter(role="steward").update(superseded_at=clock.now())
    yield


def test_reclassifying_never_opens_what_is_not_shared(acting: Cast, never: Asset) -> None:
    with pytest.raises(NeverStays):
        reclassify(
            acting.actor("owner"),
            never,
            Classes(Grade.SECRET, Layer.NDA),
            reason="要るため",
            approver=acting.person("steward"),
            revision=never.revision,
        )


def test_it_opens_once_a_second_person_has_confirmed(acting: Cast, never: Asset) -> None:
    kept = asked(acting, never)
    never.refresh_from_db()
    assert never.layer == "never"
    done = loosening.confirm_loosening(acting.actor("steward"), kept)
    version = laying.current(done)
    assert (done.layer, version.approved_by, version.reason) == (
        "nda",
        acting.person("steward"),
        "量産の見積に要るため",
    )
    told = Entry.objects.filter(event="ledger:asset:loosened").get()
    assert told.detail["changed"] == {"layer": ["never", "nda"]}


def test_only_the_owner_asks_and_with_a_reason(acting: Cast, never: Asset) -> None:
    with pytest.raises(LooseningRefused, match="owner"):
        loosening.ask_loosening(acting.actor("steward"), never, Layer.NDA, reason="急ぐ")
    with pytest.raises(register.ReasonMissing):
        asked(acting, never, reason=" ")
    asked(acting, never)
    with pytest.raises(LooseningRefused, match="waiting"):
        asked(acting, never)


def test_who_asked_does_not_confirm_while_somebody_else_could(acting: Cast, never: Asset) -> None:
    kept = asked(acting, never)
    with pytest.raises(LooseningRefused, match="second"):
        loosening.confirm_loosening(acting.actor("owner"), kept)
    for role in ("section", "staff", "auditor"):
        with pytest.raises(LooseningRefused, match="second"):
            loosening.confirm_loosening(acting.actor(role), kept)
    with clock.standing_at(clock.now() + datetime.timedelta(days=30)), pytest.raises(LooseningRefused):
        loosening.confirm_loosening(acting.actor("owner"), kept)


def test_alone_in_the_house_the_owner_confirms_on_the_next_working_day(acting: Cast) -> None:
    with clock.standing_at(FRIDAY):
        Membership.objects.update(from_on=clock.today())
        item = making.asset(acting.actor("steward"), layer="never")
        with alone(acting):
            kept = asked(acting, item)
            with pytest.raises(LooseningRefused, match="day") as refused:
                loosening.confirm_loosening(acting.actor("owner"), kept)
    assert "2027/1/12" in refused.value.sentence
    with clock.standing_at(FRIDAY + datetime.timedelta(days=3)), pytest.raises(LooseningRefused, match="day"):
        loosening.confirm_loosening(acting.actor("owner"), kept)
    with clock.standing_at(FRIDAY + datetime.timedelta(days=4)):
        assert loosening.confirm_loosening(acting.actor("owner"), kept).layer == "nda"


def test_an_outside_expert_can_be_the_second_person(acting: Cast, never: Asset) -> None:
    with alone(acting):
        assert loosening.confirm_loosening(acting.actor("expert"), asked(acting, never)).layer == "nda"


def test_withdrawn_or_done_it_is_over(acting: Cast, never: Asset) -> None:
    kept = asked(acting, never)
    loosening.withdraw_loosening(acting.actor("owner"), kept)
    with pytest.raises(LooseningRefused, match="over"):
        loosening.confirm_loosening(acting.actor("steward"), kept)
    again = asked(acting, never)
    loosening.confirm_loosening(acting.actor("steward"), again)
    with pytest.raises(LooseningRefused, match="over"):
        loosening.withdraw_loosening(acting.actor("owner"), again)


def test_what_was_received_also_needs_its_owners_consent(acting: Cast) -> None:
    steward = acting.actor("steward")
    held = making.asset(steward, layer="never", origin="received", partner=making.partner(steward))
    with pytest.raises(ConsentMissing):
        asked(acting, held)


def test_the_pages_lead_from_asking_to_confirming(acting: Cast, never: Asset) -> None:
    address = acting.url(f"ledger/{never.pk}/loosen/")
    owner, steward = acting.client("owner"), acting.client("steward")
    assert "経営者だけ" in steward.post(address, {"layer": "nda", "reason": "急ぐ"}).content.decode()
    assert owner.post(address, {"layer": "nda", "reason": ""}).status_code == 422
    assert owner.post(address, {"layer": "nda", "reason": "見積に要る"}).status_code == 302
    kept = loosening.waiting_of(never)
    assert kept is not None
    page = steward.get(address).content.decode()
    assert "見積に要る" in page
    assert "確かめて、共有しないを解く" in page
    assert "確かめて、共有しないを解く" not in owner.get(address).content.decode()
    steward.post(acting.url(f"ledger/loosenings/{kept.pk}/confirm/"))
    never.refresh_from_db()
    assert never.layer == "nda"
    assert steward.post(acting.url(f"ledger/loosenings/{kept.pk}/withdraw/")).status_code == 302
