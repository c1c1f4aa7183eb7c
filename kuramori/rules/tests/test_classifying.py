"""The five questions, the guided route and 準備度, as tables that read like the rules themselves."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kuramori.rules.classifying import GRADES, LAYERS, Option, Owner, Question, Unanswered, propose
from kuramori.rules.readiness import Facts, State, requirements
from kuramori.rules.routing import NoRow, Row, decide

CONTENT = Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "ledger"
SAID = YAML(typ="safe").load(CONTENT / "questions.yaml")
KEYS = ("least", "most", "layer")
QUESTIONS = tuple(
    Question(
        one["id"],
        one["ja"],
        tuple(
            Option(str(o["id"]), o["ja"], o["adds"], o.get("why_ja", ""), **{k: o[k] for k in KEYS if k in o})
            for o in one["options"]
        ),
    )
    for one in SAID["questions"]
)


def answers(text: str) -> dict[str, str]:
    return dict(zip(("harm", "known", "who", "outside", "whose"), text.split(), strict=True))


@pytest.mark.parametrize(
    ("given", "grade", "layer"),
    [
        ("pillar no few never own", "top", "never"),
        ("pillar no section chosen own", "top", "nda"),
        ("pillar no everybody chosen own", "secret", "nda"),
        ("hurts no section chosen own", "secret", "nda"),
        ("hurts partly everybody chosen own", "internal", "nda"),
        ("little no everybody anybody own", "internal", "open"),
        ("little partly everybody anybody own", "public", "open"),
        ("pillar yes few anybody own", "public", "open"),
        ("little partly everybody chosen received", "secret", "nda"),
        ("little yes everybody anybody received", "secret", "nda"),
        ("little partly everybody never personal", "internal", "never"),
        # What few may know inside is not shown to everybody outside.
        ("hurts no section anybody own", "secret", "nda"),
    ],
)
def test_five_answers_lead_to_a_grade_and_a_layer(given: str, grade: str, layer: str) -> None:
    found = propose(QUESTIONS, SAID["thresholds"], answers(given))
    assert (found.grade, found.layer) == (grade, layer)


def test_every_combination_has_an_answer_and_says_why_unless_nothing_weighs() -> None:
    every = itertools.product(*[[option.id for option in question.options] for question in QUESTIONS])
    for ids in every:
        found = propose(QUESTIONS, SAID["thresholds"], dict(zip((q.id for q in QUESTIONS), ids, strict=True)))
        assert found.grade in GRADES
        assert found.layer in LAYERS
        assert found.grade_reasons or found.points == 0


def test_a_received_item_keeps_its_owners_layer_and_gets_no_lighter() -> None:
    given = answers("little no everybody anybody received")
    found = propose(QUESTIONS, SAID["thresholds"], given, Owner("top", "never"))
    assert (found.grade, found.layer, found.keeps_owner) == ("top", "never", True)
    open_layer = propose(QUESTIONS, SAID["thresholds"], given, Owner(layer="open"))
    assert open_layer.layer == "open"


def test_unanswered_questions_are_named() -> None:
    with pytest.raises(Unanswered) as refused:
        propose(QUESTIONS, SAID["thresholds"], {"harm": "pillar", "known": "maybe"})
    assert refused.value.questions == ("known", "who", "outside", "whose")


ROUTES = YAML(typ="safe").load(CONTENT / "routes.yaml")
ROWS = tuple(Row(one["route"], one["when"], one["ja"]) for one in ROUTES["routes"])


@pytest.mark.parametrize(
    ("yes", "route"),
    [
        ("spread kept", "publish"),
        ("shared_data", "shared_data"),
        ("shared_data kept", "trade_secret"),
        ("seen inventive kept", "patent"),
        ("inventive kept", "trade_secret"),
        ("inventive", "patent"),
        ("kept", "trade_secret"),
        ("seen kept", "contract"),
        ("", "contract"),
    ],
)
def test_the_route_is_the_first_row_that_holds(yes: str, route: str) -> None:
    assert decide(ROWS, dict.fromkeys(yes.split(), True)).route == route


def test_a_table_without_a_last_row_is_refused() -> None:
    with pytest.raises(NoRow):
        decide(ROWS[:1], {})


DAY = datetime.date(2026, 11, 24)
BARE = Facts(
    on=DAY, grade="secret", is_admitted=True, has_keeper=False, has_place=False, place_is_locked=None,
    marked="none", knowers=0, people=20, is_broad=False, reviewed_on=None, review_on=None, copies=0,
    has_usefulness=False, has_effort=False, used_since=None, prior_records=0, public_checked_on=None,
    public_result="", public_next_on=None, has_not_public=False, layer="nda",
)  # fmt: skip
FULL = replace(
    BARE, has_keeper=True, has_place=True, place_is_locked=True, marked="all", knowers=3, reviewed_on=DAY,
    review_on=datetime.date(2027, 11, 24), has_usefulness=True, has_effort=True, public_checked_on=DAY,
    public_result="not_known", public_next_on=datetime.date(2027, 11, 24), has_not_public=True,
)  # fmt: skip


def codes(facts: Facts) -> list[list[str]]:
    return [[line.code for line in one.lines if line.state != State.THERE] for one in requirements(facts, 30)]


def test_what_is_complete_has_nothing_thin() -> None:
    assert codes(FULL) == [[], [], []]


def test_what_was_only_named_is_thin_everywhere() -> None:
    thin = codes(BARE)
    assert thin[0] == ["marked_none", "no_place", "no_keeper", "nobody_named", "never_review"]
    assert thin[1] == ["no_usefulness", "no_effort"]
    assert thin[2] == ["never_checked", "no_not_public"]


@pytest.mark.parametrize(
    ("change", "requirement", "code"),
    [
        ({"marked": "some"}, 0, "marked_some"),
        ({"place_is_locked": False}, 0, "place_open"),
        ({"is_broad": True, "knowers": 18}, 0, "broad"),
        ({"grade": "public"}, 0, "not_graded"),
        ({"review_on": datetime.date(2026, 11, 23)}, 0, "review_over"),
        ({"review_on": datetime.date(2026, 12, 24)}, 0, "review_soon"),
        ({"public_result": "partly"}, 2, "result_partly"),
        ({"public_next_on": DAY}, 2, "checked_soon"),
        ({"layer": "open"}, 2, "open"),
    ],
)
def test_one_thing_that_is_thin_is_named_and_nothing_else(
    change: dict[str, object], requirement: int, code: str
) -> None:
    found = codes(replace(FULL, **change))  # type: ignore[arg-type]
    assert found[requirement] == [code]
    assert sum(map(len, found)) == 1
