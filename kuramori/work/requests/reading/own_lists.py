"""What pages show of own lists of questions."""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.ground.packs import read as packs
from kuramori.ground.packs.models import OwnPack
from kuramori.work.requests.asking_content import is_english


@dataclass(frozen=True, slots=True)
class Question:
    """`states` are (level, what one would see)."""

    item: str
    number: str
    group: str
    title: str
    question: str
    why: str
    states: tuple[tuple[str, str], ...]
    na_allowed: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    row: OwnPack
    questions: tuple[Question, ...]

    @property
    def is_new(self) -> bool:
        return self.row.accepted_at is None and self.row.retired_at is None

    @property
    def is_used(self) -> bool:
        return self.row.accepted_at is not None and self.row.retired_at is None


def lists() -> tuple[OwnPack, ...]:
    """Every list that is not retired, the newest first."""
    return tuple(OwnPack.objects.filter(retired_at__isnull=True).order_by("-made_at")[:50])


def list_page(row: OwnPack) -> ListPage:
    """One list with its questions. Raises `PackLost`."""
    pack = packs.by_digest(row.digest)
    text = pack.text("en" if is_english() else "ja")
    names = [level.name for level in text.levels]
    questions = tuple(
        Question(
            item.id,
            item.number,
            text.measures[item.measure].title,
            text.items[item.id].title,
            text.items[item.id].question,
            text.items[item.id].why,
            tuple(zip(names, text.items[item.id].levels, strict=True)),
            item.na_allowed,
            text.items[item.id].evidence,
        )
        for item in pack.items
    )
    return ListPage(row, questions)
