"""Answering: what is written, what is refused, and that nobody's work is lost."""

from __future__ import annotations

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.rules.faults import Refused
from kuramori.work.checks.answer import SheetAlreadyFinal, StaleAnswer, UnknownItem, answer
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.models import Answer, Delegation

NA = {"na": "鍵のかかる物を置いていない。"}


def written(sheet, item):
    return Answer.objects.get(sheet=sheet, item=item)


def test_each_write_counts_one_revision_further(steward, sheet, pack):
    assert answer(steward, sheet, pack, "q13", value=1, revision=0).revision == 1
    assert answer(steward, sheet, pack, "q13", value=NA, comment="倉庫", revision=1).revision == 2
    row = written(sheet, "q13")
    assert (row.level, row.na_reason, row.comment, row.revision) == (None, NA["na"], "倉庫", 2)
    assert row.answered_by_id == steward.person_id


def test_the_later_write_of_a_stale_answer_is_refused_and_shows_what_stands(acting, steward, sheet, pack):
    answer(acting.actor("owner"), sheet, pack, "q13", value=3, comment="社長が確認", revision=0)
    with pytest.raises(StaleAnswer) as refused:
        answer(steward, sheet, pack, "q13", value=1, revision=0)
    assert (refused.value.current.level, refused.value.current.comment) == (3, "社長が確認")
    assert written(sheet, "q13").level == 3


def test_whoever_sends_what_stands_already_changes_nothing(steward, sheet, pack, entries):
    answer(steward, sheet, pack, "q13", value=2, revision=0)
    again = answer(steward, sheet, pack, "q13", value=2, revision=0)
    assert again.revision == 1
    assert entries() == ["checks:sheet:answered"]


def test_going_on_without_an_answer_leaves_no_row(steward, sheet, pack, entries):
    assert answer(steward, sheet, pack, "q13", value=None, revision=0).revision == 0
    assert not Answer.objects.filter(sheet=sheet).exists()
    assert entries() == []


def test_an_answer_can_be_taken_back(steward, sheet, pack):
    answer(steward, sheet, pack, "q13", value=2, revision=0)
    answer(steward, sheet, pack, "q13", value=None, revision=1)
    assert not written(sheet, "q13").is_given


@pytest.mark.parametrize("value", [4, -1, True, "2", {"na": "　"}, {"na": ""}, {"no": "x"}, 1.5])
def test_what_is_no_answer_is_refused_and_nothing_is_written(steward, sheet, pack, entries, value):
    with pytest.raises(Refused):
        answer(steward, sheet, pack, "q13", value=value, revision=0)
    assert not Answer.objects.filter(sheet=sheet).exists()
    assert entries() == []


def test_not_applicable_is_refused_where_the_pack_does_not_allow_it(steward, sheet, pack):
    with pytest.raises(Refused) as refused:
        answer(steward, sheet, pack, "q01", value=NA, revision=0)
    assert refused.value.faults[0].rule == "na-not-allowed"


def test_an_item_that_the_pack_does_not_ask_is_refused(steward, sheet, pack):
    with pytest.raises(UnknownItem):
        answer(steward, sheet, pack, "q99", value=1, revision=0)


def test_signs_that_cannot_be_printed_are_left_out_of_a_comment(steward, sheet, pack):
    answer(steward, sheet, pack, "q13", value=1, comment="書庫\x00B\u202e", revision=0)
    assert written(sheet, "q13").comment == "書庫B"


def test_a_final_sheet_takes_no_answer(steward, final, pack):
    with pytest.raises(SheetAlreadyFinal):
        answer(steward, final, pack, "q01", value=3, revision=1)
    assert written(final, "q01").level == 2


def test_staff_answer_what_they_were_asked_and_nothing_else(acting, steward, sheet, pack):
    staff = acting.actor("staff")
    delegate(steward, sheet, pack, "q13", person=acting.person("staff"))
    answer(staff, sheet, pack, "q13", value=2, revision=0)
    with pytest.raises(NotAllowed):
        answer(staff, sheet, pack, "q14", value=2, revision=0)


def test_an_answer_by_the_one_who_was_asked_settles_the_request(acting, steward, sheet, pack):
    delegate(steward, sheet, pack, "q13", person=acting.person("staff"))
    answer(steward, sheet, pack, "q13", value=1, revision=0)
    assert Delegation.objects.get().answered_at is None
    answer(acting.actor("staff"), sheet, pack, "q13", value=1, revision=1)
    assert Delegation.objects.get().answered_at is not None
    answer(acting.actor("staff"), sheet, pack, "q13", value=None, revision=2)
    assert Delegation.objects.get().answered_at is None


def test_confirming_an_answer_twice_leaves_one_entry(acting, steward, sheet, pack, entries):
    delegate(steward, sheet, pack, "q13", person=acting.person("staff"))
    staff = acting.actor("staff")
    for revision in (0, 1, 1):
        answer(staff, sheet, pack, "q13", value=1, revision=revision)
    assert entries() == ["checks:item:delegated", "checks:sheet:answered"]
