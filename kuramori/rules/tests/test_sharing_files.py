"""The policy's file and the file of a question: what is read, and how each slip is named with its place."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from kuramori.rules.faults import Refused
from kuramori.rules.pack_shape import schema
from kuramori.rules.reading import read
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.input_file import read_inputs
from kuramori.rules.sharing.inputs import Inputs, Place
from kuramori.rules.sharing.keeping import plain_inputs
from kuramori.rules.sharing.policy_file import read_policy
from kuramori.rules.sharing.sentences import OPENINGS, REASONS, told
from kuramori.rules.tests.asked import POLICY, TEXT, asked, questions

QUESTION = json.dumps(plain_inputs(asked()), ensure_ascii=False, indent=2)


def faults_of(read_it: Any, text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_it(text, "file.yaml")
    for fault in refused.value.faults:
        assert not fault.sentence("ja").isascii()
        assert "{" not in fault.full_line("ja") + fault.full_line("en")
    return [(fault.place, fault.rule) for fault in refused.value.faults]


def test_the_shipped_policy_names_its_source_and_the_day_it_was_confirmed() -> None:
    assert POLICY.id == "jp/kuramori/sharing"
    assert POLICY.confirmed_on >= date(2026, 11, 22)
    assert "公の基準ではありません" in POLICY.source
    assert list(POLICY.conditions) == ["C1", "C2", "C3", "C4", "C5"]
    for words in (
        *POLICY.conditions.values(),
        *POLICY.people.values(),
        *(a.reason for a in POLICY.additions),
    ):
        assert words.en.isascii()
        assert not words.ja.isascii()


def test_the_shipped_policy_has_the_published_shape() -> None:
    assert Draft202012Validator(schema("sharing-policy")).is_valid(read(TEXT, "policy.yaml").value)


def test_line_ends_make_no_other_policy_but_a_word_does() -> None:
    assert read_policy(TEXT.replace("\n", "\r\n")).digest == POLICY.digest
    assert read_policy(TEXT.replace("確かめる", "見る", 1)).digest != POLICY.digest


POLICY_SLIPS = [
    ("version: 1.0.0", "version: one", ("version", "bad-form")),
    ("confirmed_on: 2026-11-22", "confirmed_on: 22/11/2026", ("confirmed_on", "wants-day")),
    ("confirmed_on: 2026-11-22", "confirmed_on: 2026-02-30", ("confirmed_on", "no-such-day")),
    ("open: {outcome: ALLOW}", "open: {outcome: PERHAPS}", ("open.outcome", "not-one-of")),
    ("A3: {outcome: ALLOW}", "A3: {outcome: ESCALATE, to: [owner]}", ("nda.A3", "policy-not-rising")),
    (
        "conditions: [C1, C2]}\n  A2",
        "conditions: [C1, C9]}\n  A2",
        ("nda.A1.conditions[2]", "policy-unknown-id"),
    ),
    ("A0: {outcome: ESCALATE, to: [owner]}", "A0: {outcome: ESCALATE}", ("nda.A0.to", "policy-escalate-to")),
    ("A4: {outcome: ALLOW}", "A4: {outcome: ALLOW, to: [owner]}", ("nda.A4.to", "policy-escalate-to")),
    (
        "A4: {outcome: ALLOW}",
        "A4: {outcome: ALLOW, conditions: [C1]}",
        ("nda.A4.conditions", "policy-no-conditions"),
    ),
    (
        "A2: {outcome: ALLOW_WITH, conditions: [C1]}",
        "A2: {outcome: ALLOW_WITH}",
        ("nda.A2.conditions", "policy-conditions-missing"),
    ),
    (
        "A2: {outcome: ALLOW_WITH, conditions: [C1]}",
        "A2: {outcome: ALLOW_WITH, conditions: [C1, C3]}",
        ("nda.A2", "policy-not-rising"),
    ),
    ("lower: {outcome: DENY}", "lower: {outcome: ALLOW}", ("nda_required.one_below", "policy-not-rising")),
    ("older_than_months: 24", "older_than_months: 12", ("ageing[2]", "policy-ageing")),
    (
        "gaps: {lower: 1, conditions: [C5]}",
        "gaps: {lower: 1, conditions: [C6]}",
        ("gaps.conditions", "policy-unknown-id"),
    ),
    ("- id: personal_data", "- id: export_control", ("additions.export_control.id", "duplicate-id")),
    ("tags: [core_know_how]", "tags: [core_knowhow]", ("additions.core_know_how.when.tags[1]", "not-one-of")),
    (
        "en: It holds personal data.",
        "en: It holds personal data.\n    opens_ja: 消す",
        ("additions.personal_data.opens_en", "missing-key"),
    ),
    ("to: [export_officer]", "to: [nobody]", ("additions.export_control.cell.to[1]", "policy-unknown-id")),
    ("open: {outcome: ALLOW}", "open: {outcome: ALLOW}\nnever: {outcome: ALLOW}", ("never", "unknown-key")),
]


@pytest.mark.parametrize(("before", "after", "expected"), POLICY_SLIPS)
def test_a_slip_in_a_policy_is_named_with_its_place(
    before: str, after: str, expected: tuple[str, str]
) -> None:
    assert before in TEXT
    assert expected in faults_of(read_policy, TEXT.replace(before, after, 1))


def test_a_house_of_its_own_can_ask_for_more_where_it_goes_to_the_cloud() -> None:
    addition = (
        "\n  - id: cloud\n    when: {places: [cloud], layers: [nda]}\n    cell: {outcome: DENY}\n"
        "    ja: クラウドには置きません。\n    en: Not in the cloud.\n"
        "    opens_ja: 相手の社内に置く。\n    opens_en: Keep it in their house.\n"
    )
    policy = read_policy(TEXT.rstrip("\n") + addition)
    answer = told(policy, decide(policy, asked(place=Place.CLOUD)))
    assert (answer["outcome"], answer["rule"]) == ("DENY", "additions.cloud")
    assert answer["reasons"][-1] == "クラウドには置きません。"
    assert answer["opens"] == ["相手の社内に置く。"]
    assert decide(policy, asked(place=Place.OURS)).outcome == "ALLOW"


@settings(max_examples=60, deadline=None)
@given(questions)
def test_a_question_that_was_written_down_reads_as_it_was(inputs: Inputs) -> None:
    plain = plain_inputs(inputs)
    assert read_inputs(json.dumps(plain), "q.json") == inputs
    assert Draft202012Validator(schema("decide-input")).is_valid(plain)


def test_what_may_be_left_out_means_none() -> None:
    short = {
        key: value
        for key, value in json.loads(QUESTION).items()
        if key not in ("required_assurance", "tags", "agreement", "assurance", "owner_consent")
    }
    found = read_inputs(json.dumps(short))
    assert (found.required_assurance, found.tags, found.agreement) == (None, frozenset(), None)
    assert (found.assurance, found.owner_consent) == (None, False)


QUESTION_SLIPS = [
    ({"layer": "L2"}, ("layer", "not-one-of")),
    ({"layer": None}, ("layer", "not-one-of")),
    ({"required_assurance": 3}, ("required_assurance", "not-one-of")),
    ({"tags": ["secret"]}, ("tags[1]", "not-one-of")),
    ({"tags": ["personal_data", "personal_data"]}, ("tags", "repeated-value")),
    ({"tier": 0}, ("tier", "out-of-range")),
    ({"tier": True}, ("tier", "wants-whole-number")),
    ({"tier": "1"}, ("tier", "wants-whole-number")),
    ({"open_critical_gaps": -1}, ("open_critical_gaps", "out-of-range")),
    ({"owner_consent": "yes"}, ("owner_consent", "wants-truth")),
    ({"on": "2026/11/24"}, ("on", "wants-day")),
    ({"on": "2026-11-31"}, ("on", "no-such-day")),
    ({"on": 20261124}, ("on", "wants-text")),
    ({"place": "moon"}, ("place", "not-one-of")),
    ({"recipient": "x"}, ("recipient", "unknown-key")),
    ({"agreement": []}, ("agreement", "wants-mapping")),
    ({"agreement": {}}, ("agreement.from", "missing-key")),
    ({"assurance": {"information": "A3", "it": "A3"}}, ("assurance.as_of", "missing-key")),
    ({"assurance": {"information": "A3", "it": "A3", "as_of": None}}, ("assurance.as_of", "missing-key")),
    (
        {"assurance": {"information": "A3", "it": "A3", "as_of": "2026-11-25"}},
        ("assurance.as_of", "day-after-decision"),
    ),
]


@pytest.mark.parametrize(("change", "expected"), QUESTION_SLIPS)
def test_a_slip_in_a_question_is_named_with_its_place(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert expected in faults_of(read_inputs, json.dumps({**json.loads(QUESTION), **change}))


@pytest.mark.parametrize(
    ("key", "day"), [("until", "2026-03-31"), ("secrecy_until", "2026-03-31"), ("until", "1999-01-01")]
)
def test_dates_that_contradict_are_explained_and_never_guessed(key: str, day: str) -> None:
    question = json.loads(QUESTION)
    question["agreement"][key] = day
    with pytest.raises(Refused) as refused:
        read_inputs(json.dumps(question), "q.json")
    (fault,) = refused.value.faults
    assert (fault.place, fault.rule) == (f"agreement.{key}", "dates-contradict")
    assert day in fault.sentence()
    assert "2026-04-01" in fault.sentence()


@pytest.mark.parametrize(
    "missing", ["layer", "direction", "tier", "open_critical_gaps", "place", "medium", "on"]
)
def test_what_decides_may_not_be_left_out(missing: str) -> None:
    question = {key: value for key, value in json.loads(QUESTION).items() if key != missing}
    assert (missing, "missing-key") in faults_of(read_inputs, json.dumps(question))


@pytest.mark.parametrize("text", ["", "[]", "1", "nda", "{", "layer: &a nda", "layer: nda\nlayer: open"])
def test_what_is_no_question_at_all_is_refused_by_name(text: str) -> None:
    assert faults_of(read_inputs, text)


def test_nobody_ever_looked_needs_no_day() -> None:
    question = {**json.loads(QUESTION), "assurance": {"information": "A0", "it": "A0", "as_of": None}}
    assert decide(POLICY, read_inputs(json.dumps(question))).outcome == "ESCALATE"


def test_every_sentence_is_there_in_both_languages() -> None:
    for words in (*REASONS.values(), *OPENINGS.values()):
        assert words.en.isascii()
        assert not words.ja.isascii()
