"""What another house sends as its reply: every true one fits, and one that says more or adds up wrongly does not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuramori.rules.requests.claiming import Held, claimed
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_fit import fitting
from kuramori.rules.requests.reply_text import STEPS, Further, ReplyRefused, Shown, shown, text_of
from kuramori.rules.requests.requirements import Equivalent, Required, Requirements

ON = date(2026, 12, 1)
ASKED = Requirements(
    "jp/meti/tics",
    "1",
    "ab" * 32,
    "information",
    3,
    (
        Required("q1", 2, "図面のため", is_critical=True),
        Required("q2", 2, "図面のため", na_allowed=True),
        Required("q3", 3, "図面のため"),
    ),
    (Equivalent("isms", "ISMS認証", ("q3",)),),
)
ANSWERS = {
    "q1": Given(Said.PART, 1, plan="棚を買う", plan_on=date(2027, 3, 31)),
    "q2": Given(Said.NA, words="預かっていない"),
}
EVIDENCE = (("q1", "棚の写真", "cd" * 32), ("q2", "規程", ""))
PARTS = {"m1": ("q1", "q2"), "m2": ("q3",)}


def given_reply(step: str, answers: dict[str, Given] | None = None, held: tuple[Held, ...] = ()) -> Shown:
    said = claimed(ASKED, ANSWERS if answers is None else answers, held, on=ON)
    return shown(
        ASKED,
        said.answers,
        disclosure=step,
        as_of=ON,
        given_by="見本 次郎",
        parts=PARTS,
        evidence=EVIDENCE,
        covered=said.covered,
    )


one_answer = st.builds(
    Given,
    st.sampled_from(Said),
    st.none() | st.integers(0, 3),
    st.sampled_from(["", "棚"]),
    st.sampled_from(["", "買う"]),
    st.none() | st.just(date(2027, 3, 31)),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(STEPS),
    st.dictionaries(st.sampled_from(ASKED.items), one_answer),
    st.sampled_from([(), (Held("isms"),)]),
)
def test_whatever_is_truly_given_fits_at_every_step(
    step: str, answers: dict[str, Given], held: tuple[Held, ...]
) -> None:
    seen = given_reply(step, answers, held)
    assert fitting(text_of(seen), ASKED) == seen


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("D0", {"share": 500}),
    ("D1", {"blocks": {"m1": 1_000}}),
    ("D2", {"answers": ANSWERS}),
    ("D2", {"states": "mmm"}),
    ("D3", {"answers": ANSWERS}),
    ("D4", {"evidence": EVIDENCE}),
    ("D4", {"share": 1_000}),
    ("D4", {"short": 0}),
    ("D4", {"critical": 0}),
    ("D4", {"states": "mnu"}),
    ("D4", {"states": "ln"}),
    ("D4", {"states": "---"}),
    ("D4", {"answers": {**ANSWERS, "q9": Given(Said.MET)}}),
    ("D4", {"answers": {**ANSWERS, "q1": Given(Said.MET, 9)}}),
    ("D4", {"answers": {**ANSWERS, "q1": replace(ANSWERS["q1"], plan="x" * 401)}}),
    ("D4", {"answers": {**ANSWERS, "q1": replace(ANSWERS["q1"], words="a\u202eb")}}),
    ("D4", {"given_by": "x" * 121}),
    ("D5", {"evidence": (("q1", "棚", "zz"),)}),
    ("D5", {"evidence": (("q7", "棚", ""),)}),
    ("D5", {"evidence": EVIDENCE * 101}),
    ("D1", {"disclosure": "D9"}),
    ("D1", {"share": -1}),
]


@pytest.mark.parametrize(("step", "changes"), WRONG)
def test_a_reply_that_says_more_or_adds_up_wrongly_is_refused(step: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ReplyRefused):
        fitting(text_of(replace(given_reply(step), **changes)), ASKED)


TRUE = text_of(given_reply("D4"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        TRUE + " ",
        TRUE.replace('"short":1', '"short":true'),
        TRUE.replace('"short":1', '"short":1.0'),
        TRUE[:-1] + ',"more":1}',
        json.dumps(json.loads(TRUE)),
        "[" * 100_000,
    ],
)
def test_what_is_no_reply_is_refused_and_never_an_unexpected_failure(text: str) -> None:
    with pytest.raises(ReplyRefused):
        fitting(text, ASKED)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("D2", Further(goes=True)),
        ("D3", Further(goes=True, names="架空めっき")),
        ("D4", Further(goes=True, tiers=0)),
        ("D4", Further(goes=True, tiers=True)),
        ("D4", Further(goes=1)),  # type: ignore[arg-type]
        ("D4", Further(goes=True, names="あ" * 401)),
    ],
)
def test_of_further_firms_no_more_is_told_than_its_step_says(step, told):
    with pytest.raises(ReplyRefused):
        fitting(text_of(replace(given_reply(step), further=told)), ASKED)
    assert fitting(text_of(replace(given_reply("D4"), further=Further(True, 2, "架空めっき"))), ASKED).further
