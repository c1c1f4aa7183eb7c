"""What a kind of report states about itself, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from kuramori.across.reports.words import Words

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
}


class ReportData(Protocol):
    """What every kind's `Data` has, beside its own."""

    @property
    def organisation(self) -> str | None: ...

    @property
    def made_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Report:
    """One kind.

    `title` and `audience` by language; `permission` is who may take it out; `renderers` by format (a key of
    `MEDIA_TYPES`), each given the data and the kind's words; `read` makes the data from plain JSON values, the
    form of `sample.json`. `typed` gives what people typed in the data, each text with the name of its place.
    """

    id: str
    title: Mapping[str, str]
    audience: Mapping[str, str]
    permission: str
    renderers: Mapping[str, Callable[[Any, Words], bytes]]
    read: Callable[[Mapping[str, Any]], ReportData]
    typed: Callable[[Any, Words], Iterable[tuple[str, str]]]

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(self.renderers)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document: its bytes, its media type and the name it should be saved under."""

    content: bytes
    media_type: str
    filename: str
