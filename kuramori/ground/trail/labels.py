"""How a reader is told of a changed field: the rooms declare the words, and how a value of theirs reads."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kuramori.ground.jobs import rooms
from kuramori.ground.trail.changes import Change

Words = Mapping[str, str | Promise]
Shower = Callable[[Any], str]

_labels: dict[tuple[str, str], str | Promise] = {}
_showers: dict[tuple[str, str], Shower] = {}


def declare(kind: str, labels: Words, showers: Mapping[str, Shower] | None = None) -> None:
    """The words for the fields of one kind of thing; `showers` turn a value of a field into text."""
    _labels.update({(kind, field): label for field, label in labels.items()})
    _showers.update({(kind, field): shower for field, shower in (showers or {}).items()})


def label_of(kind: str, change: Change) -> str:
    """The field as a room calls it, else its own name; with the part it is of, where that is no mere id."""
    rooms.read_words()
    name = str(_labels.get((kind, change.field), change.field))
    return name if not change.part or _is_id(change.part) else f"{change.part} {name}"


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
    return str(value)


def _is_id(part: str) -> bool:
    try:
        uuid.UUID(part)
    except ValueError:
        return False
    return True
