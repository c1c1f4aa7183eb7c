"""From answers to what the report says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kuramori.across.reports.kinds.self_check.data import Data, Total
from kuramori.across.reports.kinds.self_check.gather import Round, check_number, gather
from kuramori.rules.answers import Answer, Answered, NotApplicable
from kuramori.rules.catalogue import Pack

ON = date(2026, 11, 24)
Example = Callable[[str], dict[str, Answer]]


def test_a_whole_sheet_has_a_final_score(factory: Data) -> None:
    assert factory.total == Total(28, 54, 52)
    assert (factory.provisional, factory.answered, factory.asked) == (False, 19, 19)
    assert len(factory.items) == 19
    assert len(factory.measures) == 9
    assert len(factory.fields) == 8


def test_an_unfinished_sheet_has_a_provisional_score_over_the_answered_items(pack: Pack) -> None:
    data = gather(pack, {"q01": Answered(2)}, made_on=ON)
    assert data.provisional
    assert data.total == Total(2, 3, 67)


def test_a_measure_without_any_answer_has_no_share(pack: Pack) -> None:
    data = gather(pack, {"q01": Answered(0)}, made_on=ON)
    assert [measure.share for measure in data.measures] == [0.0] + [None] * 8


def test_nothing_left_to_do_proposes_nothing(pack: Pack, example: Example) -> None:
    data = gather(pack, example("all-best"), made_on=ON)
    assert data.actions == ()
    assert data.what_if is None
    assert data.total.score == 100


def test_the_gains_of_the_actions_are_what_the_what_if_adds_up_to(factory: Data) -> None:
    assert factory.what_if
    assert factory.what_if.minutes == sum(action.minutes for action in factory.actions)
    assert factory.what_if.total.points > factory.total.points


def test_the_check_number_depends_on_answers_and_pack_alone(pack: Pack, example: Example) -> None:
    answers = example("twenty-person-factory")
    number = check_number(pack.digest, answers)
    assert number == check_number(pack.digest, dict(reversed(answers.items())))
    assert number != check_number(pack.digest, {**answers, "q01": Answered(3)})
    assert number != check_number("0" * 64, answers)
    assert [len(part) for part in number.split(" ")] == [4, 4, 4]


def test_a_check_number_can_be_worked_out_by_anybody() -> None:
    # printf '{"answers":{"q01":2,"q04":{"na":"理由"}},"digest":"ab"}' | sha256sum
    assert check_number("ab", {"q04": NotApplicable("理由"), "q01": Answered(2)}) == "2ebf 9967 48e2"


def test_a_reworded_reason_is_no_change_but_another_level_is(pack: Pack, example: Example) -> None:
    now = example("twenty-person-factory")
    before = {
        **now,
        "q01": Answered(0),
        "q16": NotApplicable("別の言い方"),
        "q02": NotApplicable("以前は当てはまらず"),
    }
    del before["q03"]
    data = gather(pack, now, made_on=ON, previous=Round(date(2025, 1, 1), pack, before))
    assert data.previous
    assert [(change.number, change.direction) for change in data.previous.changes] == [
        ("1", 1),
        ("2", 0),
        ("3", 0),
    ]
    assert data.previous.changes[2].before is None


def test_texts_come_in_the_language_that_was_asked_for(pack: Pack, example: Example) -> None:
    data = gather(pack, example("newcomer"), made_on=ON, lang="en")
    assert data.pack.title == "Technology information management self-check"
    assert data.items[0].level_name in {"Not started", "Informal"}
