"""What anybody may ask without a key."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import jsonschema
import pytest

from kuramori.rules.catalogue import Pack
from kuramori.site.cli import main
from kuramori.work.checks.travel import ANSWER_FILE
from tests.api.conftest import Caller

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs" / "reference" / "schemas"
FULL = {"pack": "jp/meti/tics", "answers": {f"q{n:02}": n % 4 for n in range(1, 20)}}
PARTLY = {"pack": "jp/meti/tics", "answers": {"q01": 3, "q04": {"na": "来客がない"}, "q05": None}}


def _score_schema() -> dict[str, object]:
    schema = json.loads((SCHEMAS / "check-score.schema.json").read_text("utf-8"))
    return {**schema["oneOf"][0], "$defs": schema["$defs"]}


@pytest.mark.parametrize("answers", [FULL, PARTLY], ids=["complete", "partly"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_api_scores_a_file_exactly_as_the_command_does(
    anybody: Caller, tmp_path: Path, answers: dict[str, object], lang: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert main(["check", "score", str(file), "--json", "--lang", lang]) == 0
    scored = anybody.post(f"/check/score?lang={lang}", answers)
    assert scored.status == 200
    assert scored.json == json.loads(told.getvalue())
    jsonschema.validate(scored.json, _score_schema())


def test_a_yaml_file_is_scored_too(anybody: Caller) -> None:
    scored = anybody.post("/check/score", "pack: jp/meti/tics\nversion: 1.0.0\nanswers:\n  q01: 2\n")
    assert scored.json["provisional"] == {"points": 2, "max": 3, "score": 67}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('{"pack": "jp/meti/tics", "answers": {"q01": 4}}', ("answers.q01", "level-out-of-range")),
        ('{"pack": "jp/meti/tics", "answers": {"q01": true}}', ("answers.q01", "level-not-whole")),
        (
            '{"pack": "jp/meti/tics", "answers": {"q04": {"na": " "}}}',
            ("answers.q04.na", "na-without-reason"),
        ),
        ('{"pack": "jp/meti/tics", "answers": {"q99": 1}}', ("answers.q99", "unknown-answer")),
        ('{"pack": "jp/meti/none", "answers": {}}', ("pack", "unknown-pack")),
        ('{"pack": "jp/meti/tics", "version": "0.1", "answers": {}}', ("version", "other-version")),
        ('{"pack": "jp/meti/tics", "answers": {}, "who": 1}', ("who", "unknown-key")),
        ('{"pack": "jp/meti/tics", "answers": {"q01": 1, "q01": 2}}', ("answers.q01", "duplicate-key")),
        ("a: &x [1]\nb: *x\n", ("a", "alias")),
        ("pack: !!python/object x\n", ("pack", "tag")),
        ("", ("", "empty-file")),
    ],
)
def test_what_is_wrong_with_a_file_is_named(anybody: Caller, body: str, fault: tuple[str, str]) -> None:
    refused = anybody.post("/check/score", body)
    assert refused.status == 422
    assert fault[1] in [rule for _, rule in refused.faults]
    if fault[0] and fault[1] not in ("alias", "tag"):
        assert fault in refused.faults


def test_faults_have_the_form_that_the_commands_print(anybody: Caller) -> None:
    schema = json.loads((SCHEMAS / "check-score.schema.json").read_text("utf-8"))
    refused = anybody.post("/check/score", '{\n "pack": "jp/meti/tics",\n "answers": {"q01": 9}}').json
    jsonschema.validate({"faults": refused["faults"]}, {**schema["oneOf"][1], "$defs": schema["$defs"]})
    assert refused["faults"][0]["line"] == 3


def test_the_list_of_packs_is_the_one_that_the_command_prints(anybody: Caller) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert main(["packs", "list", "--json"]) == 0
    assert anybody.get("/packs?lang=ja").json["packs"] == [
        row for row in json.loads(told.getvalue())["packs"] if row["public_check"]
    ]


@pytest.mark.parametrize("name", ["jp.meti.tics", "jp-meti-tics", "tics"])
def test_a_pack_comes_with_all_it_asks_in_the_language_asked_for(
    anybody: Caller, pack: Pack, name: str
) -> None:
    japanese, english = anybody.get(f"/packs/{name}").json, anybody.get(f"/packs/{name}?lang=en").json
    assert [item["id"] for item in japanese["items"]] == [item.id for item in pack.items]
    assert japanese["items"][0]["question"] == pack.text("ja").items["q01"].question
    assert english["items"][0]["question"] == pack.text("en").items["q01"].question
    assert [len(item["levels"]) for item in english["items"]] == [4] * 19


def test_an_unknown_pack_is_not_found(anybody: Caller) -> None:
    assert anybody.get("/packs/jp.meti.none").status == 404


def test_the_answer_file_is_described_as_in_its_schema() -> None:
    kept = json.loads((SCHEMAS / "answers.schema.json").read_text("utf-8"))
    for key in ("type", "properties", "required", "additionalProperties"):
        assert ANSWER_FILE[key] == kept[key]


def test_sentences_follow_the_language_that_is_asked_for(anybody: Caller) -> None:
    english = Caller(language="en-GB,en;q=0.8,ja;q=0.2").post("/check/score", '{"pack": 1, "answers": {}}')
    japanese = anybody.post("/check/score", '{"pack": 1, "answers": {}}')
    assert english.response["Content-Language"] == "en"
    assert english.json["faults"][0]["message"].startswith("The check list")
    assert japanese.json["faults"][0]["message"].startswith("チェックリスト")


@pytest.mark.parametrize("path", ["/", "/nope", "/packs/", "/docs", "/o/kakuu-seiko/nope", "/../v2/packs"])
def test_unknown_addresses_are_not_found_as_json(anybody: Caller, path: str) -> None:
    answered = anybody.get(path)
    assert answered.status == 404
    assert answered.json["detail"]


def test_a_method_that_is_not_offered_is_refused_as_json(anybody: Caller) -> None:
    refused = anybody.post("/packs", {})
    assert refused.status == 405
    assert refused.response["Allow"] == "GET"
    assert refused.json["detail"]


def test_a_file_over_one_megabyte_is_refused_before_it_is_read(anybody: Caller) -> None:
    refused = anybody.post("/check/score", b" " * (1024 * 1024 + 1))
    assert refused.status == 413
    assert refused.json["detail"]
