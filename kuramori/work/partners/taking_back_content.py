"""When to remind of what is to come back, and what is asked once a year about things kept elsewhere: data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from django.utils.translation import get_language

from kuramori.outside.late import late
from kuramori.work.partners.sharing_content import CONTENT, Source

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")


@dataclass(frozen=True, slots=True)
class Question:
    """One question about storage. `kind`: a line of text, several lines, or はい・一部・いいえ."""

    id: str
    words: str
    kind: Literal["text", "note", "choice"]


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Days and months. `remind_days` count before the day, below 0 after it; largest first."""

    remind_days: tuple[int, ...]
    ask_days: int
    link_days: int
    storage_months: int
    storage_answer_days: int
    questions: tuple[Question, ...]
    source: Source

    def step(self, on: datetime.date, today: datetime.date) -> int:
        """How many reminding days of `on` have been reached on `today`, from 0."""
        return sum((on - today).days <= before for before in self.remind_days)


def taking_back() -> TakingBack:
    """In the reader's language."""
    return _taking_back("en" if (get_language() or "ja").startswith("en") else "ja")


@cache
def _taking_back(lang: str) -> TakingBack:
    said: dict[str, Any] = yaml.YAML(typ="safe").load((CONTENT / "take_back.yaml").read_text("utf-8"))
    return TakingBack(
        remind_days=tuple(sorted(said["remind_days"], reverse=True)),
        ask_days=said["ask_days"],
        link_days=said["link_days"],
        storage_months=said["storage_months"],
        storage_answer_days=said["storage_answer_days"],
        questions=tuple(Question(one["id"], one[lang], one["kind"]) for one in said["storage_questions"]),
        source=Source(said["source"], said["confirmed_on"]),
    )
