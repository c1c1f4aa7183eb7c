"""What is held stands for the items it was accepted for, and for nothing once it has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kuramori.rules.requests.claiming import Held, claimed, stood_for
from kuramori.rules.requests.outcomes import Given, Outcome, Said
from kuramori.rules.requests.reply_text import LONGEST, shown
from kuramori.rules.requests.requirements import Equivalent, Required, Requirements

TODAY = date(2026, 11, 20)
ASKED = Requirements(
    "p",
    "1",
    "0" * 64,
    "information",
    3,
    tuple(Required(f"q{n}", 2, "図面を預けるため。") for n in (1, 2, 3)),
    (Equivalent("isms", "ISMSの認証書の写し", ("q1", "q2")), Equivalent("tics", "TICSの認証書の写し")),
)


def told(*held: Held, answers: dict[str, Given] | None = None):
    return claimed(ASKED, answers or {}, held, on=TODAY)


def test_what_is_held_stands_for_its_items_alone_and_says_its_number_and_last_day() -> None:
    said = told(Held("isms", "IS 0001", date(2027, 3, 31)))
    assert said.covered == {"q1", "q2"}
    assert said.answers["q1"] == Given(Said.ALTERNATIVE, words="ISMSの認証書の写し（IS 0001、〜2027/03/31）")
    assert "q3" not in said.answers
    assert told(Held("tics")).covered == {"q1", "q2", "q3"}


def test_an_answer_of_ones_own_stays_beside_what_covers_it() -> None:
    own = Given(Said.PART, words="半分です。")
    said = told(Held("isms"), answers={"q1": own})
    assert (said.answers["q1"], said.answers["q2"].words) == (own, "ISMSの認証書の写し")
    assert said.covered == {"q1", "q2"}


def test_what_has_ended_and_what_is_not_accepted_stand_for_nothing() -> None:
    assert told(Held("isms", "", date(2026, 11, 19)), Held("tisax")).covered == frozenset()
    assert told(Held("isms", "", TODAY)).covered == {"q1", "q2"}


def test_a_long_number_leaves_words_that_can_be_taken_in() -> None:
    long = replace(ASKED, equivalents=(Equivalent("isms", "長" * 2_000),))
    said = claimed(long, {}, [Held("isms", "9" * 500, TODAY)], on=TODAY)
    assert len(said.answers["q1"].words) == LONGEST["words"]


def test_a_reply_tells_again_what_was_stood_for() -> None:
    own = {"q2": Given(Said.PART), "q3": Given(Said.ALTERNATIVE, words="見張り")}
    said = told(Held("isms"), answers=own)
    seen = shown(ASKED, said.answers, disclosure="D4", as_of=TODAY, covered=said.covered)
    assert seen.states == Outcome.MET * 2 + Outcome.ALTERNATIVE
    assert stood_for(ASKED, seen) == {"q1", "q2"}
    assert stood_for(ASKED, shown(ASKED, own, disclosure="D4", as_of=TODAY)) == frozenset()
