"""Marks in files, asked for: the work itself is the child's, within its time and memory (`labels`)."""

from __future__ import annotations

import json
from typing import Any

from kuramori.press.labels import formats
from kuramori.press.labels.mark import Found, Mark, Refused
from kuramori.press.office import office

LIMIT_SECONDS = 60.0
LARGEST = 200 * 1024 * 1024
"""Bytes of one file that takes a mark inside."""


def ending_of(name: str) -> str:
    """The part of a file's name behind the last dot, in small letters; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def can_bear(name: str) -> bool:
    """Whether a file of this name can carry a mark inside."""
    return ending_of(name) in formats()


def label(name: str, content: bytes, mark: Mark | None, *, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """The file with the mark, or with `None` without any of ours; the same bytes where nothing is to change.

    Raises `Refused` with a code where the file takes none, or a `PressFault` where the work took too long or died.
    """
    values = {"ending": ending_of(name), "mark": mark.told() if mark else None}
    answer = _asked("label", values, content, limit_seconds)
    head, _, made = answer.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Refused(told["refused"])
    return content if told["same"] else made


def read(name: str, content: bytes, *, limit_seconds: float = LIMIT_SECONDS) -> Found:
    """What the file carries. Raises as `label` does."""
    told: dict[str, Any] = json.loads(
        _asked("label_read", {"ending": ending_of(name)}, content, limit_seconds)
    )
    if "refused" in told:
        raise Refused(told["refused"])
    return Found(**{**told, "texts": [(place, text) for place, text in told["texts"]]})


def _asked(job: str, values: dict[str, Any], content: bytes, limit_seconds: float) -> bytes:
    if not content:
        raise Refused("empty")
    if len(content) > LARGEST:
        raise Refused("too-large")
    return office().ask(job, values, [content], limit_seconds=limit_seconds)
