"""What a workbook says: answers, whose they are, and every cell that could not be read; as values and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kuramori.rules.requests.claiming import Held
from kuramori.rules.requests.outcomes import Given
from kuramori.rules.requests.reply_text import given_from, plain_given

HARMLESS = frozenset({"strange-column", "moved-heading"})
"""What is only told: nothing of an answer can be missing or other than it was meant."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`at` names the cell (`答え!F12`), or is empty for the whole; `values` are what its sentence names."""

    code: str
    at: str = ""
    item: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_harmless(self) -> bool:
        return self.code in HARMLESS


@dataclass(frozen=True, slots=True)
class Filled:
    """`number` and `content` are those of who was asked, as the workbook carries them, or empty where it lost them.

    `evidence`: (item, title); `held`: accepted equivalents that last. `given_on` is the day its giver wrote, None
    where none was read.
    """

    number: str = ""
    content: str = ""
    given_by: str = ""
    given_on: date | None = None
    answers: Mapping[str, Given] = field(default_factory=dict)
    evidence: tuple[tuple[str, str], ...] = ()
    held: tuple[Held, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        return any(not one.is_harmless for one in self.faults)


def text_of(filled: Filled) -> str:
    """JSON, for a sealed column."""
    plain: dict[str, Any] = {
        "number": filled.number,
        "content": filled.content,
        "given_by": filled.given_by,
        "given_on": filled.given_on.isoformat() if filled.given_on else "",
        "answers": {item: plain_given(one) for item, one in filled.answers.items()},
        "evidence": [list(one) for one in filled.evidence],
        "held": [
            [one.id, one.number, one.valid_until.isoformat() if one.valid_until else ""]
            for one in filled.held
        ],
        "faults": [[one.code, one.at, one.item, dict(one.values)] for one in filled.faults],
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def read_filled(text: str) -> Filled:
    """What `text_of` wrote."""
    said: dict[str, Any] = json.loads(text)
    return Filled(
        number=said["number"],
        content=said["content"],
        given_by=said["given_by"],
        given_on=date.fromisoformat(said["given_on"]) if said["given_on"] else None,
        answers={item: given_from(one) for item, one in said["answers"].items()},
        evidence=tuple((item, title) for item, title in said["evidence"]),
        held=tuple(
            Held(id, number, date.fromisoformat(until) if until else None)
            for id, number, until in said.get("held", ())
        ),
        faults=tuple(Fault(code, at, item, values) for code, at, item, values in said["faults"]),
    )
