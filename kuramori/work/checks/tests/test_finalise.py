"""Finalising: refused while something is open, frozen afterwards."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from kuramori.rules import next_steps
from kuramori.rules.answers import Answered
from kuramori.rules.scoring import score
from kuramori.work.checks import read
from kuramori.work.checks.answer import SheetAlreadyFinal, answer
from kuramori.work.checks.delegate import delegate, withdraw
from kuramori.work.checks.evidence import attach_link, remove_evidence
from kuramori.work.checks.finalise import Incomplete, OtherPack, finalise
from kuramori.work.checks.given import given_answers, thawed
from kuramori.work.checks.guest import concluding
from kuramori.work.checks.models import Sheet, State
from kuramori.work.checks.note import note


def test_an_incomplete_sheet_is_refused_and_its_open_items_are_named(steward, full, pack, entries):
    answer(steward, full, pack, "q03", value=None, revision=1)
    answer(steward, full, pack, "q19", value=None, revision=1)
    with pytest.raises(Incomplete) as refused:
        finalise(steward, full, pack)
    assert refused.value.missing == ("q03", "q19")
    assert Sheet.objects.get(pk=full.pk).state == State.DRAFT
    assert entries() == ["checks:sheet:answered"] * 2


def test_the_frozen_result_is_what_the_rules_count(steward, full, pack):
    answer(steward, full, pack, "q13", value={"na": "ない"}, revision=1)
    finalise(steward, full, pack)
    kept = Sheet.objects.get(pk=full.pk)
    assert thawed(json.loads(json.dumps(kept.result))) == score(pack, given_answers(full))
    assert kept.result["digest"] == pack.digest == kept.digest
    assert (kept.result["total"]["points"], kept.result["total"]["max"]) == (19, 54)
    assert kept.finalised_by_id == steward.person_id


def test_the_result_page_shows_the_frozen_numbers(steward, final):
    final.result = {**final.result, "total": {"points": 50, "max": 57, "score": 88}}
    assert read.sheet_result(steward, final).page.total.score == 88


def test_a_final_sheet_keeps_its_figure_and_groups_when_the_way_of_counting_changes(
    steward, final, monkeypatch
):
    before = read.sheet_result(steward, final).page
    assert before.strong or before.weak
    for module in (concluding, next_steps):
        monkeypatch.setattr(
            module, "score", lambda pack, answers: score(pack, dict.fromkeys(answers, Answered(3)))
        )
    after = read.sheet_result(steward, final).page
    for shown in ("total", "steps", "rows", "strong", "weak", "weak_marks", "is_provisional"):
        assert getattr(after, shown) == getattr(before, shown)
    assert _now_line(after.wide) == _now_line(before.wide)
    assert _now_line(after.narrow) == _now_line(before.narrow)


def _now_line(drawing: str) -> list[str]:
    found = re.findall(r'<[^>]*class="now"[^>]*>', drawing)
    assert found
    return found


def test_a_sheet_is_only_frozen_with_its_own_edition(steward, full, pack):
    with pytest.raises(OtherPack):
        finalise(steward, full, dataclasses.replace(pack, digest="0" * 64))


def test_nothing_about_a_final_sheet_can_be_changed(acting, steward, full, pack, entries):
    shown = attach_link(steward, full, pack, "q01", title="一覧")
    asked = delegate(steward, full, pack, "q01", person=acting.person("staff"))
    finalise(steward, full, pack)
    before = entries()
    for change in (
        lambda: answer(steward, full, pack, "q01", value=3, revision=1),
        lambda: note(steward, full, name="別名", official_score=None, text=""),
        lambda: attach_link(steward, full, pack, "q01", title="後から"),
        lambda: remove_evidence(steward, shown, pack),
        lambda: delegate(steward, full, pack, "q02", person=acting.person("staff")),
        lambda: withdraw(steward, asked, pack),
        lambda: finalise(steward, full, pack),
    ):
        with pytest.raises(SheetAlreadyFinal):
            change()
    assert entries() == before
