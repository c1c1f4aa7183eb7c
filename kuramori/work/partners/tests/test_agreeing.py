"""Agreements: dated terms, conclusion, and what they cover."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django_scopes import scope

from kuramori.ground.contacts.models import Contact
from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.rules.terms.covering import Covered
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing
from kuramori.work.partners.models import (
    Agreement,
    AgreementKind,
    AgreementState,
    AgreementTerms,
    ConcludedBy,
    Side,
    Told,
)
from kuramori.work.partners.reading import agreements
from kuramori.work.partners.reading import terms as reading
from kuramori.work.partners.tests import agreed
from kuramori.work.partners.tests.connected import connect
from kuramori.work.places.cloud_service import Described, admit_cloud
from kuramori.work.places.models import TermsSnapshot
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 20)


def test_a_draft_has_a_number_and_covers_nothing_until_it_is_concluded(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row, asset = agreed.draft(actor), making.asset(actor)
        assert row.number == "NDA-0001"
        assert reading.covering(row.partner_id, asset, on=ON) == ()
        how = agreeing.Conclusion(datetime.date(2026, 3, 20), ConcludedBy.PAPER, original_at="総務 金庫")
        agreeing.conclude(actor, row, how, revision=row.revision)
        (found,) = reading.covering(row.partner_id, asset, on=ON)
        assert found.coverage.covered is Covered.YES
        assert found.sharing is not None
        assert found.sharing.covers_item
        assert reading.running_with(row.partner_id, ON)[0][0] == row


def test_paper_that_lies_nowhere_and_a_day_to_come_are_refused(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.draft(actor)
        with pytest.raises(agreeing.PaperMissing):
            agreeing.conclude(actor, row, agreeing.Conclusion(ON, ConcludedBy.PAPER), revision=1)
        with pytest.raises(agreeing.DayRefused):
            agreeing.conclude(
                actor, row, agreeing.Conclusion(datetime.date(2199, 1, 1), ConcludedBy.PAPER), revision=1
            )


def test_a_memorandum_changes_terms_from_its_day_and_not_before(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.concluded(actor)
        with pytest.raises(agreeing.ReasonMissing):
            agreeing.change_terms(actor, row, {"residuals": True}, revision=row.revision)
        row = agreeing.change_terms(
            actor,
            row,
            {"residuals": True},
            revision=row.revision,
            reason="覚書1号",
            from_on=datetime.date(2026, 10, 1),
        )
        assert not reading.terms_on(row, datetime.date(2026, 9, 30)).residuals
        assert reading.terms_on(row, datetime.date(2026, 10, 1)).residuals


def test_a_correction_holds_from_the_first_day_and_leaves_later_changes(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.concluded(actor)
        row = agreeing.change_terms(
            actor,
            row,
            {"secrecy_years": 5},
            revision=row.revision,
            reason="覚書1号",
            from_on=datetime.date(2026, 10, 1),
        )
        row = agreeing.change_terms(
            actor, row, {"oral_days": 30, "secrecy_years": 5}, revision=row.revision, reason="写しまちがい"
        )
        early = reading.values_of([row.pk], datetime.date(2026, 5, 1))[row.pk]
        assert (early["oral_days"], early["secrecy_years"]) == (30, 3)
        known_then = AgreementTerms.objects.filter(agreement=row, superseded_at__isnull=False)
        assert known_then.exists()


def test_an_early_end_is_true_of_every_day(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row, asset = agreed.concluded(actor), making.asset(actor)
        agreeing.change_terms(
            actor,
            row,
            {"ended_on": datetime.date(2026, 9, 30)},
            revision=row.revision,
            reason="合意解約",
            from_on=datetime.date(2026, 10, 15),
        )
        assert reading.terms_on(row, datetime.date(2026, 5, 1)).ended_on == datetime.date(2026, 9, 30)
        assert reading.running_with(row.partner_id, ON) == ()
        (found,) = reading.covering(row.partner_id, asset, on=ON)
        assert [one.code for one in found.coverage.findings] == ["after-end"]


def test_only_what_the_annex_names_is_covered_and_what_is_marked_where_marks_count(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        asset = making.asset(actor)
        row = agreed.concluded(actor, items_by="marked", purposes="試作の見積もり")
        kwargs: Any = {"purpose": "試作の 見積もり", "on": ON}
        (no,) = reading.covering(row.partner_id, asset, is_marked=False, **kwargs)
        (yes,) = reading.covering(row.partner_id, asset, is_marked=True, **kwargs)
        assert (no.coverage.covered, yes.coverage.covered) == (Covered.NO, Covered.YES)
        (other,) = reading.covering(row.partner_id, asset, is_marked=True, purpose="量産", on=ON)
        assert [one.code for one in other.coverage.findings] == ["purpose-not-named"]


def test_two_that_overlap_are_explained_and_the_surer_day_counts(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        asset = making.asset(actor)
        first = agreed.concluded(actor)
        second = agreed.concluded(actor, first.partner, secrecy_from="disclosure", secrecy_years=1)
        found = reading.covering(first.partner_id, asset, on=ON)
        why = reading.explained(found, asset, on=ON)
        assert [one.code for one in why.findings] == ["overlap-differs"]
        resting = reading.resting(found, why)
        assert resting is not None
        assert resting.agreement == second
        agreeing.change(
            actor,
            second,
            agreeing.Wanted(first.partner, AgreementKind.MUTUAL, "新", replaces=first),
            revision=second.revision,
        )
        found = reading.covering(first.partner_id, asset, on=ON)
        assert reading.explained(found, asset, on=ON).rests_on == (second.number,)
        with pytest.raises(agreeing.NotItsPlace):
            agreeing.change(
                actor,
                first,
                agreeing.Wanted(first.partner, AgreementKind.MUTUAL, "旧", replaces=second),
                revision=first.revision,
            )


def test_what_is_one_sided_speaks_of_one_direction(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        asset = making.asset(actor)
        row = agreed.concluded(actor, kind=AgreementKind.THEIRS_GIVEN)
        assert reading.covering(row.partner_id, asset, on=ON) == ()
        assert len(reading.covering(row.partner_id, asset, on=ON, side=Side.RECEIVED)) == 1


def test_dates_that_contradict_are_told_and_the_decision_gets_none(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        asset = making.asset(actor)
        row = agreed.concluded(actor, until_on=datetime.date(2025, 3, 31))
        (found,) = reading.covering(row.partner_id, asset, on=ON)
        assert (found.coverage.covered, found.sharing) == (Covered.UNCLEAR, None)
        assert reading.running_with(row.partner_id, ON) == ()


def test_a_recipient_of_another_partner_and_secrecy_without_a_length_are_refused(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        other = making.partner(actor, "例示表面処理株式会社")
        person = Contact.objects.create(organisation=actor.organisation, partner=other, name="別所 司")
        with pytest.raises(agreeing.StrangerNamed):
            agreed.draft(actor, making.partner(actor), persons=[person])
        with pytest.raises(agreeing.SecrecyIncomplete):
            agreed.draft(actor, other, secrecy_years=None)
        assert not Agreement.objects.exists()


def test_terms_of_use_rest_on_the_snapshot_that_was_kept_of_them(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        cloud = admit_cloud(actor, Described("見本ストレージ"))
        wanted = agreeing.Wanted(
            making.partner(actor, "見本クラウド"), AgreementKind.CLOUD_TERMS, "利用規約", cloud=cloud
        )
        row = agreeing.draft(actor, wanted, {})
        how = agreeing.Conclusion(datetime.date(2026, 3, 20), ConcludedBy.CONSENT)
        with pytest.raises(agreeing.PaperMissing):
            agreeing.conclude(actor, row, how, revision=1)
        TermsSnapshot.objects.create(
            organisation=actor.organisation,
            service=cloud,
            taken_on=datetime.date(2026, 3, 1),
            text="規約",
            sha256="0" * 64,
            recorded_at=clock.now(),
        )
        agreeing.conclude(actor, row, how, revision=1)
        page = agreements.agreement_page(actor, Agreement.objects.get(pk=row.pk))
        assert page.snapshot is not None


def test_a_text_that_the_partner_offered_is_concluded_on_both_sides(cast: Cast) -> None:
    here, _there = connect(cast)
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.draft(actor, here.partner)
        offered = {"their_number": "NDA-0007", "text_sha256": "ab" * 32, "state": AgreementState.OFFERED}
        Agreement.objects.filter(pk=row.pk).update(**offered)
        how = agreeing.Conclusion(
            datetime.date(2026, 3, 20),
            ConcludedBy.PAPER,
            original_at="金庫",
            our_signatory={"name": "田所 勝"},
        )
        agreeing.conclude(actor, row, how, revision=row.revision)
        assert Told.objects.filter(channel=here, way="sent").count() == 1
        other = agreed.draft(actor, here.partner)
        agreeing.conclude(actor, other, how, revision=other.revision)
        assert Told.objects.filter(channel=here, way="sent").count() == 1


def test_staff_cannot_draft(cast: Cast) -> None:
    steward, staff = cast.actor("steward"), cast.actor("staff")
    with scope(organisation=steward.organisation):
        partner = making.partner(steward)
        with pytest.raises(NotAllowed):
            agreed.draft(staff, partner)
