"""What an answer comes to beside what was asked, as a table, and what disclosure shows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.requests import reply_text
from kuramori.rules.requests.outcomes import Given, Outcome, Said, judge, outcome, summed
from kuramori.rules.requests.requirements import (
    Equivalent,
    Required,
    Requirements,
    RequirementsRefused,
    digest_of,
    read_requirements,
    require_sense,
    text_of,
)

DAY = date(2026, 11, 22)
TWO = Required("q01", 2, "図面をお預けするため", na_allowed=True)
ASKED = Requirements(
    "x/y", "1.0.0", "d" * 64, "information", 3,
    (TWO, Required("q02", 1, "持ち出しを防ぐため", is_critical=True), Required("q03", 3, "控えが要るため")),
    (Equivalent("isms", "ISMSの認証", ("q01",)),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "letter"),
    [
        (None, Outcome.OPEN),
        (Given(Said.MET, 2), Outcome.MET),
        (Given(Said.MET, 3), Outcome.MET),
        (Given(Said.PART, 1), Outcome.PART),
        (Given(Said.NOT, 0), Outcome.NOT),
        (Given(Said.PART, 1, plan_on=DAY), Outcome.PLANNED),
        (Given(Said.PLANNED, 0), Outcome.PLANNED),
        (Given(Said.ALTERNATIVE, 0, "見張りを置く"), Outcome.ALTERNATIVE),
        (Given(Said.NA, words="図面を預からない"), Outcome.NA),
        (Given(Said.NA), Outcome.NOT),
        (Given(Said.MET), Outcome.MET),
        (Given(Said.PART), Outcome.PART),
        (Given(Said.PLANNED), Outcome.PLANNED),
        (Given(Said.NOT), Outcome.NOT),
    ],
)
def test_each_answer_has_its_letter(said, letter):
    assert outcome(TWO, said) is letter


def test_not_applicable_is_taken_only_where_it_is_allowed():
    assert outcome(replace(TWO, na_allowed=False), Given(Said.NA, words="理由")) is Outcome.NOT


def test_the_share_counts_what_applies_and_rounds_half_up():
    judged = judge(
        ASKED, {"q01": Given(Said.NA, words="なし"), "q02": Given(Said.MET, 1), "q03": Given(Said.NOT, 0)}
    )
    assert (judged.states, judged.share, judged.short, judged.critical) == ("nmx", 500, 1, 0)
    assert judge(ASKED, {"q02": Given(Said.NOT, 0)}).critical == 1
    assert summed(ASKED, "nnn").share is None


def test_an_equivalent_or_an_accepted_way_holds():
    answers = {"q03": Given(Said.ALTERNATIVE, words="別の方法")}
    assert judge(ASKED, answers).states == "uua"
    assert judge(ASKED, answers, accepted=frozenset({"q03"}), covered=frozenset({"q01"})).states == "mum"


levels = st.fixed_dictionaries(
    {item: st.builds(Given, st.sampled_from(Said), st.none() | st.integers(0, 3)) for item in ASKED.items}
)


@given(levels, st.sampled_from(reply_text.STEPS))
def test_a_reply_reads_back_as_it_was_and_a_higher_step_never_shows_less(answers, step):
    seen = reply_text.shown(ASKED, answers, disclosure=step, as_of=DAY, parts={"m1": ("q01", "q02")})
    assert reply_text.read_shown(reply_text.text_of(seen)) == seen
    below = reply_text.STEPS[max(0, reply_text.STEPS.index(step) - 1)]
    less = reply_text.shown(ASKED, answers, disclosure=below, as_of=DAY, parts={"m1": ("q01", "q02")})
    for field in ("share", "blocks", "answers", "evidence"):
        assert not getattr(less, field) or getattr(seen, field)


@given(levels)
def test_a_better_answer_never_makes_the_share_smaller(answers):
    before = judge(ASKED, answers)
    better = judge(ASKED, {**answers, "q02": Given(Said.MET, 3)})
    if answers["q02"].said is not Said.NA:
        assert (better.share or 0) >= (before.share or 0)
    assert better.short <= before.short


def test_words_are_shown_from_the_step_of_comments_on_only():
    answers = {"q01": Given(Said.PART, 1, "鍵は社長が持つ", "金庫を買う", DAY)}
    texts = {
        step: reply_text.text_of(reply_text.shown(ASKED, answers, disclosure=step, as_of=DAY))
        for step in reply_text.STEPS
    }
    assert [step for step, text in texts.items() if "金庫" in text or "社長" in text] == ["D4", "D5"]
    assert "q01" not in texts["D0"] + texts["D1"] + texts["D2"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"q99": Given(Said.MET)}, "not-asked"),
        ({"q01": Given(Said.MET, 4)}, "level"),
        ({"q01": Given(Said.MET, 2, "あ" * 1001)}, "words-too-long"),
    ],
)
def test_what_nobody_asked_or_could_mean_is_refused(answers, code):
    with pytest.raises(reply_text.ReplyRefused) as refused:
        reply_text.shown(ASKED, answers, disclosure="D3", as_of=DAY)
    assert (refused.value.code, refused.value.item) == (code, next(iter(answers)))


def test_requirements_have_one_text():
    assert read_requirements(text_of(ASKED)) == ASKED
    assert digest_of(text_of(ASKED)) == digest_of(text_of(replace(ASKED)))
    with pytest.raises(RequirementsRefused):
        read_requirements("{}")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"required": ()}, "nothing-asked"),
        ({"required": (TWO, TWO), "equivalents": ()}, "twice"),
        ({"required": (replace(TWO, level=4),), "equivalents": ()}, "level"),
        ({"required": (replace(TWO, why=" "),), "equivalents": ()}, "no-why"),
        ({"equivalents": (Equivalent("isms", "ISMS", ("q77",)),)}, "equivalent-item"),
    ],
)
def test_requirements_that_nobody_could_answer_are_refused(changed, code):
    with pytest.raises(RequirementsRefused) as refused:
        require_sense(replace(ASKED, **changed))
    assert refused.value.code == code


@given(st.sampled_from(reply_text.STEPS), st.booleans(), st.none() | st.integers(1, 9), st.text(max_size=40))
def test_what_is_volunteered_of_further_firms_reads_back_and_its_names_come_last(step, goes, tiers, names):
    told = reply_text.Further(goes, tiers, names)
    seen = reply_text.shown(ASKED, {}, disclosure=step, as_of=DAY, further=told)
    assert reply_text.read_shown(reply_text.text_of(seen)) == seen
    at = reply_text.STEPS.index(step)
    expected = None if at < 3 else replace(told, names="") if at == 3 else told
    assert seen.further == expected
    silent = reply_text.shown(ASKED, {}, disclosure=step, as_of=DAY)
    assert "further" not in reply_text.text_of(silent)
