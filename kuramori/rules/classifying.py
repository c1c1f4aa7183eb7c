"""Five questions propose a grade and a layer, with their reasons. A person decides; nothing here is a verdict.

Points add up to a grade; an answer may also say how light or heavy it may be at most, and how far outside it may go.
What an answer adds is data (`content/jp/kuramori/ledger/questions.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

GRADES: Final = ("public", "internal", "secret", "top")
"""Lightest first."""
LAYERS: Final = ("open", "nda", "never")
"""Widest first."""
USUAL_LAYER: Final = "nda"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: `adds` points; `least` and `most` bound the grade; `layer` is the widest it may go."""

    id: str
    words: str
    adds: int
    why: str = ""
    least: str = ""
    most: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    words: str
    options: tuple[Option, ...]

    def option(self, option_id: str) -> Option | None:
        return next((one for one in self.options if one.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Owner:
    """The terms of a received item: its owner's layer stays, its grade cannot get lighter. "" where not told."""

    grade: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the answers lead to. `grade_reasons` and `layer_reasons` are the answers' own sentences."""

    grade: str
    layer: str
    points: int
    grade_reasons: tuple[str, ...]
    layer_reasons: tuple[str, ...]
    keeps_owner: bool = False


class Unanswered(ValueError):
    """Questions without an answer: `questions`, by id."""

    def __init__(self, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        super().__init__(", ".join(self.questions))


def propose(
    questions: Sequence[Question],
    thresholds: Mapping[str, int],
    answers: Mapping[str, str],
    owner: Owner | None = None,
) -> Proposal:
    """Grade and layer for answers (question id to option id). `thresholds`: the fewest points of each grade.

    Raises `Unanswered` naming every question without a known answer.
    """
    chosen = [question.option(answers.get(question.id, "")) for question in questions]
    missing = [question.id for question, option in zip(questions, chosen, strict=True) if option is None]
    if missing:
        raise Unanswered(missing)
    given = [option for option in chosen if option is not None]
    points = sum(option.adds for option in given)
    grade = _grade(points, thresholds, given)
    layer = max((option.layer for option in given if option.layer), key=LAYERS.index, default=USUAL_LAYER)
    # What must not be known to all in the house cannot be shown to everybody outside.
    if grade in ("secret", "top") and layer == "open":
        layer = USUAL_LAYER
    grade_reasons = tuple(one.why for one in given if one.why and (one.adds or one.least or one.most))
    layer_reasons = tuple(one.why for one in given if one.why and one.layer == layer)
    keeps = owner is not None and bool(owner.layer or owner.grade)
    if owner is not None:
        grade = max(grade, owner.grade or grade, key=GRADES.index)
        layer = owner.layer or layer
    return Proposal(grade, layer, points, grade_reasons, layer_reasons, keeps)


def _grade(points: int, thresholds: Mapping[str, int], given: Sequence[Option]) -> str:
    reached = [grade for grade in GRADES if points >= thresholds[grade]]
    grade = reached[-1] if reached else GRADES[0]
    for option in given:
        if option.most:
            grade = min(grade, option.most, key=GRADES.index)
    # A promise to somebody else weighs more than that it is known: least comes last.
    for option in given:
        if option.least:
            grade = max(grade, option.least, key=GRADES.index)
    return grade
