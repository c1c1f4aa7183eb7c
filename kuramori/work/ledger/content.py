"""What the guided decisions and the lifecycle go by: data with its source, read once per language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from kuramori.outside.late import late
from kuramori.rules.classifying import Option, Question
from kuramori.rules.routing import Row

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")

CONTENT: Final = Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "ledger"
MONTH_DAYS: Final = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table comes from, and when somebody last compared it."""

    words: str
    confirmed_on: datetime.date


@dataclass(frozen=True, slots=True)
class Wizard:
    questions: tuple[Question, ...]
    thresholds: dict[str, int]
    source: Source


@dataclass(frozen=True, slots=True)
class Routes:
    """`questions` are ids with their words; each is answered yes or no."""

    questions: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Medium:
    """What is given up, and the ways in which that is done: ids with words."""

    id: str
    words: str
    methods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`review_months` by grade; `remind_days`: so many days before its day something is mailed, largest first."""

    review_months: dict[str, int]
    public_check_months: int
    soon_days: int
    remind_days: tuple[int, ...]
    compared: tuple[tuple[str, str], ...]
    media: tuple[Medium, ...]
    source: Source

    def next_review(self, grade: str, day: datetime.date) -> datetime.date:
        return after_months(day, self.review_months[grade])

    def next_public_check(self, day: datetime.date) -> datetime.date:
        return after_months(day, self.public_check_months)


@dataclass(frozen=True, slots=True)
class HandlingTable:
    """What usually holds: `steps` are ids with their words, `grades` a sentence by grade and step."""

    steps: tuple[tuple[str, str], ...]
    grades: dict[str, dict[str, str]]
    source: Source


def after_months(day: datetime.date, months: int) -> datetime.date:
    """About so many months later; half a year is 183 days, a year 365."""
    return day + datetime.timedelta(days=round(months * MONTH_DAYS))


def wizard() -> Wizard:
    return _wizard(_language())


def routes() -> Routes:
    return _routes(_language())


def lifecycle() -> Lifecycle:
    return _lifecycle(_language())


def handling() -> HandlingTable:
    return _handling(_language())


def method_words(code: str) -> str:
    """`medium:method` in words, for a certificate or a table."""
    medium_id, _colon, method_id = code.partition(":")
    for medium in lifecycle().media:
        if medium.id == medium_id:
            return f"{medium.words} / {dict(medium.methods).get(method_id, method_id)}"
    return code


@cache
def _wizard(lang: str) -> Wizard:
    said = _read("questions.yaml")
    questions = tuple(
        Question(
            one["id"],
            one[lang],
            tuple(
                Option(
                    option["id"],
                    option[lang],
                    option["adds"],
                    option.get(f"why_{lang}", ""),
                    option.get("least", ""),
                    option.get("most", ""),
                    option.get("layer", ""),
                )
                for option in one["options"]
            ),
        )
        for one in said["questions"]
    )
    return Wizard(questions, dict(said["thresholds"]), _source(said))


@cache
def _routes(lang: str) -> Routes:
    said = _read("routes.yaml")
    return Routes(
        tuple((one["id"], one[lang]) for one in said["questions"]),
        tuple(Row(one["route"], dict(one["when"]), one[lang]) for one in said["routes"]),
        _source(said),
    )


@cache
def _lifecycle(lang: str) -> Lifecycle:
    said = _read("lifecycle.yaml")
    return Lifecycle(
        review_months=dict(said["review_months"]),
        public_check_months=said["public_check_months"],
        soon_days=said["soon_days"],
        remind_days=tuple(said["remind_days"]),
        compared=tuple((one["id"], one[lang]) for one in said["compared"]),
        media=tuple(
            Medium(key, one[lang], tuple((method["id"], method[lang]) for method in one["methods"]))
            for key, one in said["media"].items()
        ),
        source=_source(said),
    )


@cache
def _handling(lang: str) -> HandlingTable:
    said = _read("handling.yaml")
    return HandlingTable(
        steps=tuple((one["id"], one[lang]) for one in said["steps"]),
        grades={
            grade: {step: words[lang] for step, words in steps.items()}
            for grade, steps in said["grades"].items()
        },
        source=_source(said),
    )


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.YAML(typ="safe").load(CONTENT / name)
    return found


def _source(said: dict[str, Any]) -> Source:
    return Source(said["source"], said["confirmed_on"])


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"
