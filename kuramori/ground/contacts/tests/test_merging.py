"""Two rows that are one company: proposed with reasons, merged by a person, and told apart for good."""

from __future__ import annotations

import pytest

from kuramori.ground.contacts import merging, ties
from kuramori.ground.contacts import read as register
from kuramori.ground.contacts.dealing import (
    ContactWanted,
    NoLonger,
    PartnerWanted,
    WasMerged,
    add_contact,
    add_partner,
    resume_partner,
)
from kuramori.ground.contacts.models import Partner
from kuramori.ground.contacts.siting import add_site
from kuramori.ground.contacts.wanted import SiteWanted
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry

NUMBER, OTHER_NUMBER = "8700110005901", "9000000000000"


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def kept(steward):
    return add_partner(
        steward, PartnerWanted("仮想重機株式会社", "カソウジュウキ", is_customer=True, tags=("重要",))
    )


@pytest.fixture
def gone(steward):
    row = add_partner(
        steward,
        PartnerWanted("㈱仮想重機", corporate_number=NUMBER, is_supplier=True, code="K1", kinds=("heat",)),
    )
    add_contact(steward, row, ContactWanted("諸星 恵", email="m@kasou.example"))
    add_site(steward, row, SiteWanted("第二工場"))
    return row


def test_pairs_come_with_reasons_and_different_companies_by_law_are_none(steward, kept, gone):
    add_partner(steward, PartnerWanted("仮想重機(有)", corporate_number=OTHER_NUMBER))
    add_contact(steward, kept, ContactWanted("諸星", email="M@kasou.example"))
    first = merging.pairs()[0]
    assert {first.one, first.other} == {kept, gone}
    assert set(first.reasons) == {merging.Reason.NAME, merging.Reason.MAIL}
    numbered = {
        frozenset((pair.one.corporate_number, pair.other.corporate_number)) for pair in merging.pairs()
    }
    assert frozenset((NUMBER, OTHER_NUMBER)) not in numbered


def test_what_hangs_on_either_goes_to_the_kept_one_and_the_row_stays(steward, kept, gone):
    before = Entry.objects.filter(event="contacts:partner:merged").count()
    merging.merge(steward, gone, kept)
    line = register.partner_line(kept)
    assert (line.corporate_number, line.code, line.kinds, line.tags) == (NUMBER, "K1", ("heat",), ("重要",))
    assert (line.is_customer, line.is_supplier) == (True, True)
    assert [one.name for one in line.called] == ["諸星 恵"]
    assert [one.name for one in line.worked_at] == ["第二工場"]
    row = Partner.objects.get(pk=gone.pk)
    assert (row.merged_into_id, row.corporate_number) == (kept.pk, NUMBER)
    assert row.retired_on is not None
    assert Entry.objects.filter(event="contacts:partner:merged").count() == before + 1
    assert [one.title for one in register.find(steward, "諸星")] == ["仮想重機株式会社"]
    with pytest.raises(WasMerged):
        resume_partner(steward, gone)
    with pytest.raises(NoLonger):
        merging.merge(steward, gone, kept)


def test_two_companies_by_law_and_a_row_with_itself_are_not_merged(steward, gone):
    other = add_partner(steward, PartnerWanted("仮想重機", corporate_number=OTHER_NUMBER))
    with pytest.raises(merging.DifferentCompanies):
        merging.merge(steward, gone, other)
    with pytest.raises(merging.SameRow):
        merging.merge(steward, gone, gone)


def test_what_cannot_be_moved_keeps_everything_as_it_was(steward, kept, gone, monkeypatch):
    def stays(actor, one, other):
        raise ties.Stays("K-001")

    # Read first, or the room's own would only come in with the merge, and go with this test.
    assert "ledger" in ties.movers()
    monkeypatch.setitem(ties._movers, "ledger", stays)
    with pytest.raises(ties.Stays):
        merging.merge(steward, gone, kept)
    assert Partner.objects.get(pk=gone.pk).merged_into_id is None
    assert register.partner_line(kept).called == ()


def test_a_pair_that_was_told_apart_is_not_proposed_again(steward, kept, gone):
    assert merging.like(kept) == (gone,)
    merging.tell_apart(steward, kept, gone)
    merging.tell_apart(steward, gone, kept)
    assert merging.pairs() == ()
    assert merging.like(kept) == ()
    assert Entry.objects.filter(event="contacts:partner:told_apart").count() == 1


def test_who_may_only_look_merges_nothing(acting, kept, gone):
    with pytest.raises(NotAllowed):
        merging.merge(acting.actor("auditor"), gone, kept)


def test_two_are_merged_on_their_pages(acting, kept, gone):
    client = acting.client("steward")
    assert "仮想重機" in client.get(acting.url("partners/pairs/")).content.decode()
    side_by_side = client.get(acting.url(f"partners/{gone.pk}/pair/?with={kept.pk}")).content.decode()
    assert NUMBER in side_by_side
    client.post(acting.url(f"partners/{gone.pk}/merge/"), {"kept": str(kept.pk)})
    assert "にまとめました" in client.get(acting.url(f"partners/{gone.pk}/")).content.decode()
    assert "まとめた会社" in client.get(acting.url(f"partners/{kept.pk}/")).content.decode()
    assert client.get(acting.url(f"partners/{kept.pk}/pair/?with=x")).status_code == 404
