"""How a reader is told of a changed field: the rooms declare the words, and how a value of theirs reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.jobs import rooms
from kuramori.ground.trail import days
from kuramori.ground.trail.changes import Change

Words = Mapping[str, str | Promise]
Shower = Callable[[Any], str]

ITEM = re.compile(r"[a-z]?[0-9]{1,4}\Z")
"""A part that has a number of its own, such as an item of a check; others are known by ids or by words of the code."""

_labels: dict[tuple[str, str], str | Promise] = {}
_showers: dict[tuple[str, str], Shower] = {}


def declare(kind: str, labels: Words, showers: Mapping[str, Shower] | None = None) -> None:
    """The words for the fields of one kind of thing; `showers` turn a value of a field into text."""
    _labels.update({(kind, field): label for field, label in labels.items()})
    _showers.update({(kind, field): shower for field, shower in (showers or {}).items()})


def label_of(kind: str, change: Change) -> str:
    """The field as a room calls it, else its own name; with the part it is of, where people know that by its number."""
    rooms.read_words()
    name = str(_labels.get((kind, change.field), change.field))
    return f"{change.part} {name}" if ITEM.match(change.part) else name


def shown(kind: str, field: str, value: Any) -> str:
    """A plain value as it reads."""
    if value is None or value in ("", []):
        return _("なし")
    rooms.read_words()
    if (kind, field) in _showers:
        return _showers[kind, field](value)
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, list):
        return "、".join(shown(kind, "", one) for one in value)
    return str(days.told(value, get_language() or "ja"))
