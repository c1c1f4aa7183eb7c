"""Frozen dataclasses as plain JSON values and back, by their annotations; anything else than that is refused."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from kuramori.rules.document import FORBIDDEN
from kuramori.rules.statements.forms import Form
from kuramori.rules.statements.refusals import StatementRefused

LONGEST_TEXT: Final = 2_000  # characters
LONGEST_DOCUMENT: Final = 400_000  # characters
MOST_ENTRIES: Final = 1_000  # of a list
HIGHEST_LEVEL: Final = 4
LARGEST_NUMBER: Final = 2**53 - 1  # what every reader of JSON keeps exactly
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def plain(value: Any) -> Any:
    """A value as JSON has it. Times become UTC in whole seconds. Raises `StatementRefused` for one without a zone."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise StatementRefused("shape", value.isoformat())
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def built(kind: Any, value: Any, place: str = "", form: Form | None = None) -> Any:
    """A value of an annotated kind from its JSON form. Raises `StatementRefused` naming the place."""
    if get_origin(kind) is Annotated:
        kind, form = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not type(None))
        return built(kind, value, place)
    if get_origin(kind) is tuple:
        # A hand-over of nothing, or to nobody, is none.
        least = 0 if form is Form.ANY_NUMBER else 1
        if not isinstance(value, list) or not least <= len(value) <= MOST_ENTRIES:
            raise StatementRefused("shape", place)
        return tuple(built(get_args(kind)[0], one, f"{place}[{at}]") for at, one in enumerate(value, 1))
    if is_dataclass(kind):
        return _dataclass(kind, value, place)
    found = _number(kind, value, form) if kind in (bool, int) else _text(kind, value, form)
    if found is None:
        raise StatementRefused("shape", place)
    return found


def _dataclass(kind: Any, value: Any, place: str) -> Any:
    hints = hints_of(kind)
    if not isinstance(value, Mapping) or value.keys() != hints.keys():
        strange = set(value) ^ set(hints) if isinstance(value, Mapping) else set()
        raise StatementRefused("shape", ".".join(filter(None, (place, *sorted(strange)[:1]))))
    return kind(**{name: built(hint, value[name], _below(place, name)) for name, hint in hints.items()})


def _number(kind: Any, value: Any, form: Form | None) -> Any:
    most = HIGHEST_LEVEL if form is Form.LEVEL else LARGEST_NUMBER
    return value if type(value) is kind and 0 <= value <= most else None


def _text(kind: Any, value: Any, form: Form | None) -> Any:
    longest = LONGEST_DOCUMENT if form is Form.LONG else LONGEST_TEXT
    if not isinstance(value, str) or len(value) > longest or FORBIDDEN.search(value):
        return None
    if kind is str:
        if form is Form.SHA256:
            return value if _SHA256.fullmatch(value) else None
        return value if value.strip() or form is Form.FREE else None
    written = _SECOND if kind is datetime else _DAY
    try:
        if issubclass(kind, StrEnum):
            return kind(value)
        return kind.fromisoformat(value) if written.fullmatch(value) else None
    except ValueError:
        return None


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """The annotations of a dataclass, resolved, in the order of its fields."""
    return get_type_hints(kind, include_extras=True)
