"""`kuramori decide` as another person's script meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kuramori.rules.pack_shape import schema
from kuramori.rules.tests.asked import TEXT
from kuramori.site.cli import main

QUESTION: dict[str, Any] = {
    "layer": "nda",
    "required_assurance": None,
    "tags": [],
    "direction": "to_supplier",
    "tier": 1,
    "agreement": {
        "from": "2026-04-01",
        "until": "2027-03-31",
        "secrecy_until": "2031-11-24",
        "covers_item": True,
        "covers_purpose": True,
        "covers_person": True,
        "redisclosure": False,
    },
    "assurance": {"information": "A2", "it": "A1", "as_of": "2026-10-01"},
    "open_critical_gaps": 0,
    "owner_consent": False,
    "place": "theirs",
    "medium": "file",
    "on": "2026-11-24",
}


def ask(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, question: Any, *options: str
) -> tuple[int, str, str]:
    path = tmp_path / "question.json"
    path.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
    code = main(["decide", str(path), *options])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_answer_has_the_promised_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = ask(capsys, tmp_path, QUESTION, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["outcome", "conditions", "reasons", "opens", "rule", "version"]
    assert (answer["outcome"], answer["conditions"], answer["opens"]) == ("ALLOW_WITH", ["C1", "C2"], [])
    Draft202012Validator(schema("decide")).validate(answer)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [({"layer": "never"}, "DENY"), ({"layer": "open"}, "ALLOW"), ({"assurance": None}, "ESCALATE")],
)
def test_every_answer_exits_0(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: dict[str, Any], outcome: str
) -> None:
    code, out, _ = ask(capsys, tmp_path, {**QUESTION, **change}, "--json")
    answer = json.loads(out)
    assert (code, answer["outcome"]) == (0, outcome)
    assert bool(answer["opens"]) == (outcome != "ALLOW")
    Draft202012Validator(schema("decide")).validate(answer)


def test_people_read_conditions_reasons_and_what_opens_the_door(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = ask(capsys, tmp_path, {**QUESTION, "required_assurance": "A2"})
    assert code == 0
    assert out.startswith("承認を得るまで渡せません。")
    for words in (
        "C3 返す日か捨てる日を決め",
        "「自己申告」",
        "経営者が、期限を決めて認める。",
        "法律上の判断ではありません",
    ):
        assert words in out


def test_the_answer_comes_in_english_when_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for options in ((), ("--json",)):
        _, out, _ = ask(capsys, tmp_path, {**QUESTION, "layer": "never"}, "--lang", "en", *options)
        assert out.isascii(), out


def test_yaml_is_read_as_well(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "question.yaml"
    path.write_text(
        "layer: open\ndirection: to_customer\ntier: 1\nopen_critical_gaps: 0\nplace: cloud\nmedium: file\n"
        "on: 2026-11-24\n",
        encoding="utf-8",
    )
    assert main(["decide", str(path)]) == 0
    assert capsys.readouterr().out.startswith("渡せます。")


def test_contradicting_dates_exit_1_and_are_explained(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = {**QUESTION, "agreement": {**QUESTION["agreement"], "until": "2026-03-31"}}
    code, out, err = ask(capsys, tmp_path, wrong, "--json")
    answer = json.loads(out)
    assert code == 1
    assert [fault["place"] for fault in answer["faults"]] == ["agreement.until"]
    assert "日付が食い違っています" in err
    Draft202012Validator(schema("decide")).validate(answer)


@pytest.mark.parametrize("question", ["", "{", '{"layer": "nda"}', "x" * 200_000, {**QUESTION, "extra": 1}])
def test_a_wrong_file_exits_1_in_japanese(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, question: Any
) -> None:
    code, out, err = ask(capsys, tmp_path, question)
    assert (code, out) == (1, "")
    assert not err.isascii()


def test_a_file_that_is_not_there_exits_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["decide", str(tmp_path / "none.json")]) == 2
    assert "開けません" in capsys.readouterr().err


def test_a_policy_of_the_house_answers_in_the_place_of_ours(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        TEXT.replace("open: {outcome: ALLOW}", "open: {outcome: ALLOW_WITH, conditions: [C1]}").replace(
            "version: 1.0.0", "version: 2.0.0"
        ),
        encoding="utf-8",
    )
    code, out, _ = ask(capsys, tmp_path, {**QUESTION, "layer": "open"}, "--json", "--policy", str(own))
    answer = json.loads(out)
    assert (code, answer["conditions"]) == (0, ["C1"])
    assert answer["version"].startswith("2.0.0+sha256.")


def test_a_policy_that_would_widen_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(TEXT.replace("A3: {outcome: ALLOW}", "A3: {outcome: DENY}"), encoding="utf-8")
    code, _, err = ask(capsys, tmp_path, QUESTION, "--policy", str(own))
    assert code == 1
    assert "nda.A4" not in err
    assert "nda.A3" in err
