"""The question is put together from the records, the answer is kept, and the same question gets the same answer."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.post.models import Message
from kuramori.ground.post.sealing import letter_of
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.sharing.inputs import Direction, Tag
from kuramori.rules.sharing.keeping import AnswerDiffers
from kuramori.site.instance import Mail
from kuramori.work.ledger.consent import Given, record_consent
from kuramori.work.ledger.models import Grade, Layer
from kuramori.work.ledger.tests import making
from kuramori.work.partners import answering, assure, deciders, deciding, policies
from kuramori.work.partners.models import Answer, Assurance, KeptPolicy
from kuramori.work.partners.tests import agreed
from kuramori.work.partners.tests.decided import asked, assured, later
from tests.cast import Cast


def test_without_an_agreement_it_is_denied_and_told_what_opens_the_door(acting: Cast) -> None:
    kept = asked(acting.actor("steward"))
    assert kept.outcome == "DENY"
    assert ["agreement", None] in kept.kept["decision"]["opens"]
    assert Entry.objects.filter(event="partners:decision:asked", thing_id=str(kept.pk)).exists()


def test_a_denied_share_opens_after_the_partner_was_found_to_be_better(acting: Cast) -> None:
    steward = acting.actor("steward")
    item = making.asset(steward, required_assurance="A2")
    agreed.concluded(acting.actor("owner"))
    kept = asked(steward, item)
    assert kept.outcome == "DENY"
    assert ["assurance", 2] in kept.kept["decision"]["opens"]
    assured(steward, making.partner(steward), 2)
    found = deciding.now(kept)
    assert (str(found.outcome), found.conditions) == ("ALLOW_WITH", ("C1", "C2", "C3", "C4"))
    assert deciding.lets_go(kept)
    assert asked(steward, item).outcome == "ALLOW_WITH"


def test_the_same_question_gets_the_same_answer_and_a_changed_row_is_found(acting: Cast) -> None:
    kept = asked(acting.actor("steward"))
    assert str(deciding.again(kept).outcome) == kept.outcome
    kept.kept["decision"]["outcome"] = "ALLOW"
    with pytest.raises(AnswerDiffers):
        deciding.again(kept)


def test_an_answer_keeps_the_table_that_it_rests_on(acting: Cast) -> None:
    kept = asked(acting.actor("steward"))
    assert KeptPolicy.objects.get().digest == kept.digest == policies.in_force().policy.digest
    kept.digest = "0" * 64
    with pytest.raises(policies.PolicyLost):
        deciding.again(kept)


@pytest.mark.parametrize(
    ("says", "tags"),
    [
        ({}, set()),
        ({"export_control": True, "has_personal_data": True}, {Tag.EXPORT_CONTROL, Tag.PERSONAL_DATA}),
        ({"is_core_know_how": True}, {Tag.CORE_KNOW_HOW}),
    ],
)
def test_tags_come_from_the_ledger(acting: Cast, says: dict[str, Any], tags: set[Tag]) -> None:
    steward = acting.actor("steward")
    found = deciding.question(making.asset(steward, **says), making.partner(steward))
    assert found.inputs.tags == tags


def test_what_was_received_needs_the_owners_consent_but_goes_back_freely(acting: Cast) -> None:
    steward = acting.actor("steward")
    owner, other = making.partner(steward), making.partner(steward, "例示表面処理")
    held = making.asset(steward, origin="received", partner=owner, agreement="NDA-7")
    there, back = deciding.question(held, other).inputs, deciding.question(held, owner).inputs
    assert there.tags == {Tag.CUSTOMER_OWNED, Tag.THIRD_PARTY_NDA}
    assert not there.owner_consent
    assert (back.tags, back.owner_consent) == (frozenset(), True)
    record_consent(steward, held, Given("早見 恵", clock.today(), Grade.SECRET, Layer.NDA, paper="承諾書"))
    assert deciding.question(held, other).inputs.owner_consent


def test_tier_and_direction_come_from_what_the_partner_said(acting: Cast) -> None:
    steward = acting.actor("steward")
    far = making.partner(steward, "二次の工場")
    assert deciding.question(making.asset(steward), far).inputs.direction is Direction.TO_CUSTOMER
    far.tier = 2
    found = deciding.question(making.asset(steward), far).inputs
    assert (found.tier, found.direction) == (2, Direction.TO_SUBSUPPLIER)


def test_an_assurance_that_ran_out_counts_for_nothing_and_the_newest_one_counts(acting: Cast) -> None:
    steward = acting.actor("steward")
    partner, item = making.partner(steward), making.asset(steward)
    assured(steward, partner, 4, as_of=later(-400), valid_until=later(-30))
    assert deciding.question(item, partner).inputs.assurance is None
    assured(steward, partner, 3, it=1, as_of=later(-3), gaps=2)
    found = deciding.question(item, partner).inputs
    assert found.assurance is not None
    assert (found.assurance.level, found.open_critical_gaps) == (1, 2)


def test_a_row_of_the_same_day_and_basis_takes_the_place_of_the_older(acting: Cast) -> None:
    steward = acting.actor("steward")
    partner = making.partner(steward)
    assured(steward, partner, 1)
    row = assured(steward, partner, 2)
    assert list(Assurance.objects.filter(superseded_at__isnull=True)) == [row]
    assure.withdraw_assurance(steward, row)
    with pytest.raises(assure.AssuranceRefused):
        assure.withdraw_assurance(steward, row)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"as_of": later(1)}, "day"),
        ({"valid_until": later(-1)}, "ends"),
        ({"words": ""}, "basis"),
        ({"gaps": -1}, "gaps"),
        ({"it": 5}, "level"),
    ],
)
def test_an_assurance_that_cannot_be_is_refused_by_name(
    acting: Cast, more: dict[str, Any], code: str
) -> None:
    steward = acting.actor("steward")
    with pytest.raises(assure.AssuranceRefused) as refused:
        assured(steward, making.partner(steward), 2, **more)
    assert refused.value.code == code


def test_only_an_admitted_asset_and_a_person_of_the_partner_can_be_asked_about(acting: Cast) -> None:
    steward = acting.actor("steward")
    with pytest.raises(deciding.NotAskable):
        asked(steward, making.proposal(steward))
    partner = making.partner(steward)
    partner.retired_on = clock.today()
    with pytest.raises(deciding.NotAskable):
        asked(steward, None, partner)


def test_whoever_may_not_ask_or_not_know_is_refused(acting: Cast) -> None:
    steward = acting.actor("steward")
    item = making.asset(steward)
    for role in ("staff", "auditor", "expert"):
        with pytest.raises(NotAllowed):
            asked(acting.actor(role), item)
    with pytest.raises(NotAllowed):
        asked(acting.actor("section"), making.top(steward))


def escalated(acting: Cast, **says: Any) -> Any:
    """Covered by an agreement, but nobody ever looked at the partner."""
    agreed.concluded(acting.actor("owner"))
    kept = asked(acting.actor("section"), making.asset(acting.actor("steward"), **says))
    assert kept.outcome == "ESCALATE"
    return kept


def test_who_was_asked_allows_it_until_a_day(acting: Cast) -> None:
    kept = escalated(acting)
    assert not deciding.lets_go(kept)
    with pytest.raises(answering.AnswerRefused, match="not_you"):
        answering.answer(acting.actor("steward"), kept, allow=True, reason="急ぐ", until_on=later(10))
    done = answering.answer(acting.actor("owner"), kept, allow=True, reason="試作だけ", until_on=later(10))
    assert deciding.lets_go(done, later(10))
    assert not deciding.lets_go(done, later(11))
    with pytest.raises(answering.AnswerRefused, match="answered"):
        answering.answer(acting.actor("owner"), kept, allow=False, reason="やめる")


def test_a_no_needs_a_reason_and_closes_it(acting: Cast) -> None:
    kept = escalated(acting)
    owner = acting.actor("owner")
    with pytest.raises(answering.AnswerRefused, match="reason"):
        answering.answer(owner, kept, allow=False, reason=" ")
    done = answering.answer(owner, kept, allow=False, reason="まだ早い")
    assert done.refused_at is not None
    assert not deciding.lets_go(done)
    assert not answering.may_answer(owner, done)


@pytest.mark.parametrize("days", [-1, 400, None])
def test_a_yes_needs_a_day_within_the_year(acting: Cast, days: int | None) -> None:
    until = None if days is None else later(days)
    with pytest.raises(answering.AnswerRefused, match="until"):
        answering.answer(acting.actor("owner"), escalated(acting), allow=True, reason="可", until_on=until)


def test_everybody_who_is_asked_must_say_yes(acting: Cast) -> None:
    owner, steward = acting.actor("owner"), acting.actor("steward")
    deciders.name_decider(owner, "export_officer", acting.person("steward"))
    kept = escalated(acting, export_control=True)
    assert set(kept.kept["decision"]["to"]) == {"owner", "export_officer"}
    half = answering.answer(steward, kept, allow=True, reason="該非を確かめた", until_on=later(5))
    assert not deciding.lets_go(half)
    whole = answering.answer(owner, kept, allow=True, reason="よい", until_on=later(20))
    assert (whole.approved_until, Answer.objects.count()) == (later(5), 2)
    assert deciding.lets_go(whole)


def test_without_a_name_the_owner_answers_for_everybody(acting: Cast) -> None:
    kept = escalated(acting, export_control=True)
    done = answering.answer(acting.actor("owner"), kept, allow=True, reason="よい", until_on=later(1))
    assert done.approved_at is not None


def test_only_who_may_approve_can_be_named_and_the_owner_is_a_role(acting: Cast) -> None:
    owner = acting.actor("owner")
    for code, role in (("export_officer", "staff"), ("owner", "steward"), ("nobody", "steward")):
        with pytest.raises(deciders.DeciderRefused):
            deciders.name_decider(owner, code, acting.person(role))
    assert deciders.name_decider(owner, "export_officer", acting.person("steward"))
    assert not deciders.name_decider(owner, "export_officer", acting.person("steward"))
    deciders.name_decider(owner, "export_officer", None, from_on=later(30))
    assert deciders.meant_by("export_officer", later(30)) == deciders.owners()


def test_an_approval_falls_when_the_agreement_ends(acting: Cast) -> None:
    agreed.concluded(
        acting.actor("owner"),
        on=later(-100),
        from_on=later(-100),
        until_on=later(100),
        renewal_months=None,
    )
    kept = asked(acting.actor("section"), making.asset(acting.actor("steward")))
    done = answering.answer(acting.actor("owner"), kept, allow=True, reason="可", until_on=later(300))
    assert done.agreement is not None
    assert deciding.lets_go(done, later(100))
    assert not deciding.lets_go(done, later(101))


def test_whoever_is_asked_and_whoever_asked_hear_of_it_by_mail_without_a_name(
    acting: Cast, settings: Any
) -> None:
    mail = Mail(host="127.0.0.1", port=1, security="none", sender="kura@kakuu-seiko.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
    kept = escalated(acting, name="秘伝の焼入れ")
    to_owner = Message.objects.get()
    letter = letter_of(to_owner)
    assert "承認のお願い" in letter.subject
    assert kept.asset.number in letter.subject
    assert "秘伝の焼入れ" not in letter.subject + letter.text
    asked(acting.actor("section"), kept.asset, kept.partner)
    assert Message.objects.count() == 1  # the same pair still waits
    answering.answer(acting.actor("owner"), kept, allow=False, reason="焼入れはまだ出せない")
    to_asker = Message.objects.exclude(pk=to_owner.pk).get()
    assert "承認されませんでした" in letter_of(to_asker).subject
    assert "焼入れ" not in letter_of(to_asker).text
