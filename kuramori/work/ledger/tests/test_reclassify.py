"""Another grade or layer: with a reason, an approver, and the owner's consent for what was received."""

from __future__ import annotations

from typing import Any

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import grades, laying, register
from kuramori.work.ledger.consent import ConsentIncomplete, Given, NotReceived, record_consent
from kuramori.work.ledger.models import Asset, Consent, Grade, Layer, Unit
from kuramori.work.ledger.reclassify import (
    ApproverIsActor,
    ApproverMissing,
    Classes,
    ConsentMissing,
    reclassify,
)
from kuramori.work.ledger.tests import making
from tests.cast import Cast

LIGHTER = Classes(Grade.INTERNAL, Layer.NDA)


def change(
    cast: Cast,
    made: Asset,
    classes: Classes,
    approver: str | None = "owner",
    reason: str = "特許が公開されたため",
) -> Asset:
    return reclassify(
        cast.actor("steward"),
        made,
        classes,
        approver=cast.person(approver) if approver else None,
        revision=made.revision,
        reason=reason,
    )


def test_a_grade_changes_with_reason_and_approver_and_the_day_before_stays(acting: Cast) -> None:
    made = making.asset(acting.actor("steward"))
    changed = change(acting, made, LIGHTER)
    assert (changed.grade, changed.layer) == ("internal", "nda")
    version = laying.current(changed)
    assert (version.reason, version.approved_by) == ("特許が公開されたため", acting.person("owner"))
    entry = Entry.objects.filter(event="ledger:asset:reclassified").get()
    assert entry.detail["changed"] == {"grade": ["secret", "internal"]}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"reason": " "}, register.ReasonMissing),
        ({"approver": None}, ApproverMissing),
        ({"approver": "staff"}, ApproverMissing),
        ({"approver": "steward"}, ApproverIsActor),
    ],
)
def test_without_reason_or_another_approver_nothing_changes(
    acting: Cast, more: dict[str, Any], refusal: type[Exception]
) -> None:
    made = making.asset(acting.actor("steward"))
    with pytest.raises(refusal):
        change(acting, made, LIGHTER, **more)
    made.refresh_from_db()
    assert (made.grade, made.revision) == ("secret", 1)


def test_whoever_may_not_is_refused(acting: Cast) -> None:
    made = making.asset(acting.actor("steward"), keeper=acting.person("section"))
    with pytest.raises(NotAllowed):
        reclassify(
            acting.actor("section"), made, LIGHTER, reason="軽く", approver=acting.person("owner"), revision=1
        )


def test_heavier_needs_no_second_pair_of_eyes_but_top_goes_one_by_one(acting: Cast) -> None:
    made = making.asset(acting.actor("steward"))
    with pytest.raises(laying.TopNeedsItem):
        change(acting, made, Classes(Grade.TOP, Layer.NEVER), "steward")
    heavier = change(acting, made, Classes(Grade.TOP, Layer.NEVER, Unit.ITEM), "steward")
    assert (heavier.grade, heavier.unit) == ("top", "item")


def test_what_was_received_is_not_lowered_without_its_owners_consent(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward, origin="received", partner=making.partner(steward))
    with pytest.raises(ConsentMissing):
        change(acting, made, LIGHTER)
    given = Given("仮想重機 設計課 大野様", clock.today(), Grade.INTERNAL, Layer.NDA, paper="2026-11 覚書3号")
    record_consent(steward, made, given)
    assert change(acting, made, LIGHTER).grade == "internal"
    with pytest.raises(ConsentMissing):
        change(acting, Asset.objects.get(pk=made.pk), Classes(Grade.PUBLIC, Layer.OPEN))


def test_a_consent_names_who_and_its_paper_and_is_asked_of_owners_only(acting: Cast) -> None:
    steward = acting.actor("steward")
    received = making.asset(steward, origin="received", partner=making.partner(steward))
    with pytest.raises(ConsentIncomplete):
        record_consent(steward, received, Given("大野様", clock.today(), Grade.INTERNAL, Layer.NDA))
    own, given = making.asset(steward), Given("人", clock.today(), Grade.INTERNAL, Layer.NDA, paper="紙")
    with pytest.raises(NotReceived):
        record_consent(steward, own, given)
    assert not Consent.objects.exists()


def test_grades_are_called_as_the_house_calls_them_from_today(acting: Cast) -> None:
    steward = acting.actor("steward")
    assert grades.rename(steward, {"top": "厳秘", "internal": "部内秘"})
    assert grades.names()["top"] == "厳秘"
    assert not grades.rename(steward, {"top": "厳秘"})
    with pytest.raises(grades.NameTaken):
        grades.rename(steward, {"secret": "厳秘"})
    assert grades.rename(steward, {"top": ""})
    assert grades.names()["top"] == "極秘"


def test_a_partners_own_words_map_both_ways(acting: Cast) -> None:
    partner = making.partner(acting.actor("steward"))
    partner.scheme = {"Confidential A": "top", "Confidential B": "secret"}
    assert grades.ours(partner, " Confidential A ") is Grade.TOP
    assert grades.ours(partner, "極秘") is None
    assert grades.theirs(partner, "secret") == "Confidential B"
    assert grades.theirs(None, "secret") == ""
