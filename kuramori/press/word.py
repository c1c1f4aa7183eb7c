"""Documents for Word described as plain values: a title, blocks of text, tables, and the place for two seals.

Text stays text. The document is made in the child process; its faces are named for Word to find, never embedded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kuramori.press.office import LIMIT_SECONDS, office
from kuramori.press.text import printable_values

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kind(StrEnum):
    """What a block is. `ARTICLE` is the head of a numbered article, `NUMBERED` a numbered paragraph beneath it."""

    TEXT = "text"
    LEFT = "left"
    RIGHT = "right"
    ARTICLE = "article"
    NUMBERED = "numbered"
    TABLE = "table"
    SEALS = "seals"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """`lines`: one paragraph each, of `LEFT` and `RIGHT` at the edges. A table has `heads` and `rows`, seals have
    `rows` alone: (left, right), a line of each side."""

    kind: Kind
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document, A4. `author` stands in the file's own properties; `foot` on every page."""

    title: str
    author: str
    blocks: tuple[Block, ...]
    foot: str = ""


def docx(paper: Paper, *, made_on: date, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """The document; the same values give the same text on every day. Raises a `PressFault`."""
    values: Mapping[str, Any] = {**asdict(paper), "made_on": made_on.isoformat()}
    return office().ask("docx", printable_values(dict(values)), [], limit_seconds=limit_seconds)
