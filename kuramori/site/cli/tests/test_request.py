"""`kuramori request lint` as another person's script meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kuramori.rules.pack_shape import schema
from kuramori.site.cli import main

REQUEST: dict[str, Any] = {
    "sent_on": "2026-11-24",
    "deadline_on": "2027-01-15",
    "reason": "試作の図面を渡すため",
    "scope": "図面を扱う部門",
    "level": 2,
    "proposed_level": 1,
    "level_reason": None,
    "items": 19,
    "partner_employees": 20,
    "named_product": None,
    "or_equivalent": False,
    "equivalents": ["TICS", "ISMS"],
    "support": "説明会",
    "cost_talk": {"contact": "調達課", "open_price_request": False, "answered": False},
    "penalty_text": None,
    "evidence_contains_secrets": False,
    "same_data_valid_until": None,
    "other_division_asked_on": None,
}


def ask(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, request: Any, *options: str
) -> tuple[int, str, str]:
    path = tmp_path / "request.json"
    path.write_text(request if isinstance(request, str) else json.dumps(request), encoding="utf-8")
    code = main(["request", "lint", str(path), *options])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_answer_has_the_promised_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert Draft202012Validator(schema("request-lint-input")).is_valid(REQUEST)
    code, out, err = ask(capsys, tmp_path, REQUEST, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["red", "amber"]
    assert [list(one) for one in answer["red"]] == [["rule", "text", "source"]]
    assert (answer["red"][0]["rule"], answer["amber"]) == ("level-above-proposal", [])
    Draft202012Validator(schema("request-lint")).validate(answer)


def test_a_fair_request_is_told_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = ask(capsys, tmp_path, {**REQUEST, "level": "Lv2", "proposed_level": "Lv2"})
    assert (code, err) == (0, "")
    assert "直すところは見つかりません" in out


def test_without_json_the_sources_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = ask(capsys, tmp_path, {**REQUEST, "deadline_on": "2026-11-30"})
    assert code == 0
    assert "このままでは送れません" in out
    assert "期限まで6日です" in out
    assert out.count("出典: ") == 2


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"deadline_on": "2026-11-23"}, "deadline_on", "dates-contradict"),
        ({"other_division_asked_on": "2026-11-25"}, "sent_on", "dates-contradict"),
        ({"level": "A2", "proposed_level": "★3"}, "level", "levels-incomparable"),
        ({"level": "高い"}, "level", "bad-form"),
        ({"items": "19"}, "items", "wants-whole-number"),
        ({"items": True}, "items", "wants-whole-number"),
        ({"strange": 1}, "strange", "unknown-key"),
        ({"cost_talk": {"who": "x"}}, "cost_talk.who", "unknown-key"),
        ({"sent_on": None}, "sent_on", "wants-text"),
        ({"sent_on": "2026-02-30"}, "sent_on", "no-such-day"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_by_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: dict[str, Any], place: str, rule: str
) -> None:
    code, out, err = ask(capsys, tmp_path, {**REQUEST, **change}, "--json")
    answer = json.loads(out)
    Draft202012Validator(schema("request-lint")).validate(answer)
    assert code == 1
    assert (place, rule) in {(fault["place"], fault["rule"]) for fault in answer["faults"]}
    assert err


def test_a_file_that_is_not_there_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["request", "lint", str(tmp_path / "none.json")])
    assert code == 2
    assert "開けません" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["[]", "1", "null", "", "{", '{"a":1,"a":2}', "a: &x [*x]", "x" * 200_001])
def test_what_is_no_request_at_all_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, source: str
) -> None:
    code, _, err = ask(capsys, tmp_path, source)
    assert (code, bool(err)) == (1, True)
