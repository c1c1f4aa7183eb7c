"""The published schemas: the copies in the manual are the ones in force, and say what the code says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kuramori.rules.answers import KEYS, Answered, AnswerFile, NotApplicable, write
from kuramori.rules.pack_shape import schema
from kuramori.rules.reading import read
from kuramori.rules.score_form import score_form
from kuramori.rules.scoring import score
from kuramori.rules.tests.small import documents, made

OURS = Path(__file__).resolve().parents[1] / "schemas"
MANUAL = Path(__file__).resolve().parents[3] / "docs" / "reference" / "schemas"
NAMES = (
    "pack",
    "answers",
    "check-score",
    "packs-list",
    "packs-check",
    "decide",
    "decide-input",
    "sharing-policy",
    "request-lint",
    "request-lint-input",
    "request-rules",
    "tables",
)


def valid(name: str, value: Any) -> bool:
    return Draft202012Validator(schema(name)).is_valid(value)


@pytest.mark.parametrize("name", NAMES)
def test_the_manual_holds_the_schema_in_force(name: str) -> None:
    file = f"{name}.schema.json"
    assert (MANUAL / file).read_bytes() == (OURS / file).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"].startswith(f"urn:kuramori:schema:{name}:")


def test_a_whole_pack_fits_its_schema() -> None:
    made = documents()
    whole = {"pack": made["pack.yaml"], "items": made["items.yaml"], "texts": {"ja": made["texts/ja.yaml"]}}
    assert valid("pack", whole)
    del whole["pack"]["minutes"]
    assert not valid("pack", whole)


def test_what_is_written_fits_the_schema_of_answers() -> None:
    file = AnswerFile("jp/x", "1", {"q1": Answered(2), "q2": NotApplicable("ない")}, 61.5, "控え")
    assert valid("answers", json.loads(write(file)))
    assert valid("answers", json.loads(write(AnswerFile("jp/x", None, {}))))
    assert set(schema("answers")["properties"]) == set(KEYS)


@pytest.mark.parametrize("answers", [{}, {"i1": Answered(2)}])
def test_a_score_as_it_leaves_fits_its_schema(answers: dict[str, Answered]) -> None:
    pack = made()
    assert valid("check-score", score_form(pack, score(pack, answers), "ja"))


@pytest.mark.parametrize(
    "answer", [True, 2.5, "2", {"na": " "}, {"na": "\u3000"}, {"na": "x", "by": "y"}, -1, [2]]
)
def test_what_is_refused_does_not_fit_the_schema_of_answers(answer: object) -> None:
    assert not valid("answers", {"pack": "jp/x", "answers": {"q1": answer}})


def test_every_example_of_the_shipped_pack_is_an_answer_file(tics_files: dict[str, bytes]) -> None:
    examples = [name for name in tics_files if name.startswith("examples/")]
    assert len(examples) >= 5
    for name in examples:
        assert valid("answers", read(tics_files[name], name).value["answers_file"])
