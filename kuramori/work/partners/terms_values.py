"""What an agreement says: reading it from anybody, keeping it in `AgreementTerms.values`, getting it out in words."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact
from kuramori.rules.document import FORBIDDEN
from kuramori.work.partners.terms_fields import FIELDS, Field, Kind

MOST_LINES = 50
_UNITS = {
    **dict.fromkeys(("oral_days", "return_days"), gettext_lazy("%(n)s日以内")),
    "leak_hours": gettext_lazy("%(n)s時間以内"),
    "secrecy_years": gettext_lazy("%(n)s年"),
    **dict.fromkeys(("secrecy_months", "renewal_months", "notice_months"), gettext_lazy("%(n)sか月")),
}
EMPTY: tuple[Any, ...] = (None, "", (), [])
Value = Any
"""A term in Python: str, a code, date, int, bool, or a tuple of codes, of lines or of `Ref`; None for silence."""


class TermRefused(ValueError):
    """A value that its term cannot hold. `name` is the term, `value` what was given."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name)
        self.name, self.value = name, value

    @property
    def sentence(self) -> str:
        return _("「%(field)s」に「%(value)s」は使えません。") % {
            "field": FIELDS[self.name].label if self.name in FIELDS else self.name,
            "value": str(self.value)[:80],
        }


@dataclass(frozen=True, slots=True)
class Ref:
    """Somebody at the partner: the id of the contact, and the name when this was written."""

    id: uuid.UUID
    words: str

    def __str__(self) -> str:
        return self.words


def clean(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values of any form as Python values; None where the paper is silent. Raises `TermRefused`."""
    return {name: _clean(name, value) for name, value in values.items()}


def keep(values: Mapping[str, Value]) -> dict[str, Any]:
    """Python values as a row keeps them; what is silent is left out."""
    return {name: _plain(value) for name, value in values.items() if value not in EMPTY}


def given(kept: Mapping[str, Any]) -> dict[str, Value]:
    """The way back; terms that a later edition dropped are left out."""
    return {name: _back(FIELDS[name], value) for name, value in kept.items() if name in FIELDS}


def words(name: str, value: Value) -> str:
    """A value in words for a page, a print or a cell; "" for silence. Days read 2026/3/31."""
    field = FIELDS[name]
    if value in EMPTY:
        return ""
    if field.kind is Kind.CHOICE:
        return field.word(value)
    if field.kind is Kind.CHOICES:
        return _("・").join(field.word(code) for code in value)
    if field.kind is Kind.LINES:
        return "\n".join(value)
    if field.kind is Kind.CONTACTS:
        return _("、").join(one.words for one in value)
    if field.kind is Kind.FLAG:
        return _("あり") if value else _("なし")
    if isinstance(value, datetime.date):
        return f"{value.year}/{value.month}/{value.day}"
    return str(value)


def shown(name: str, value: Value) -> str:
    """The same with the unit of a count, as a page tells it."""
    unit = _UNITS.get(name)
    return str(unit) % {"n": value} if unit and value not in EMPTY else words(name, value)


def _clean(name: str, value: Value) -> Value:
    field = FIELDS.get(name)
    if field is None:
        raise TermRefused(name, value)
    if value in EMPTY:
        return None
    try:
        return _READ[field.kind](field, value)
    except (ValueError, TypeError, KeyError) as wrong:
        raise TermRefused(name, value) from wrong


def _text(field: Field, value: Value) -> str | None:
    lines = [" ".join(line.split()) for line in FORBIDDEN.sub("", str(value)).splitlines()]
    read = ("\n" if field.kind is Kind.NOTE else " ").join(lines).strip()
    if len(read) > field.longest:
        raise ValueError(field.name)
    return read or None


def _lines(field: Field, value: Value) -> tuple[str, ...] | None:
    told = value.splitlines() if isinstance(value, str) else list(value)
    read = [" ".join(FORBIDDEN.sub("", str(line)).split()) for line in told]
    found = tuple(dict.fromkeys(line for line in read if line))
    if len(found) > MOST_LINES or any(len(line) > field.longest for line in found):
        raise ValueError(field.name)
    return found or None


def _code(field: Field, value: Value) -> str:
    if field.choices is None:
        raise TypeError(field.name)
    return str(field.choices(value).value)


def _codes(field: Field, value: Value) -> tuple[str, ...]:
    chosen = {_code(field, one) for one in value}
    return tuple(code for code in (field.choices.values if field.choices else ()) if code in chosen)


def _day(field: Field, value: Value) -> datetime.date:
    if isinstance(value, datetime.datetime):
        raise TypeError(field.name)
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))


def _count(field: Field, value: Value) -> int:
    if isinstance(value, bool) or not 0 <= int(value) <= field.most:
        raise ValueError(field.name)
    return int(value)


def _flag(field: Field, value: Value) -> bool:
    if not isinstance(value, bool):
        raise TypeError(field.name)
    return value


def _refs(field: Field, value: Value) -> tuple[Ref, ...]:
    found = [_ref(one) for one in value]
    return tuple({one.id: one for one in found}.values())


def _ref(value: Value) -> Ref:
    if isinstance(value, Ref):
        return value
    if isinstance(value, Contact):
        return Ref(value.pk, value.name)
    return Ref(uuid.UUID(str(value["id"])), str(value["words"]))


_READ: Mapping[Kind, Callable[[Field, Value], Value]] = {
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.LINES: _lines,
    Kind.CHOICE: _code,
    Kind.CHOICES: _codes,
    Kind.DAY: _day,
    Kind.COUNT: _count,
    Kind.FLAG: _flag,
    Kind.CONTACTS: _refs,
}


def _plain(value: Value) -> Any:
    if isinstance(value, Ref):
        return {"id": str(value.id), "words": value.words}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _back(field: Field, value: Any) -> Value:
    if field.kind is Kind.CHOICE:
        return str(value)
    if field.kind in {Kind.CHOICES, Kind.LINES}:
        return tuple(value)
    return _READ[field.kind](field, value)
