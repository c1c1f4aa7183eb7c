"""What an entry of the ledger says: reading it from anybody, keeping it in `Version.values`, getting it out again.

Others may call: `FIELDS`, `REQUIRED`, `TEXTS`, `COLUMNS` (see `fields`), `wanted`, `keep`, `given`, `words`, `ref`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from kuramori.ground.people.departments import last_names
from kuramori.ground.people.models import Department
from kuramori.rules.document import FORBIDDEN
from kuramori.work.ledger.fields import COLUMNS, DEFAULTS, FIELDS, REQUIRED, TEXTS, Field, Group, Kind

__all__ = [
    "COLUMNS",
    "DEFAULTS",
    "FIELDS",
    "REQUIRED",
    "TEXTS",
    "Field",
    "FieldRefused",
    "Group",
    "Kind",
    "Missing",
    "Ref",
    "Wanted",
    "given",
    "keep",
    "ref",
    "wanted",
    "words",
]

Value = Any
"""A field's value in Python: str, a code, date, int, bool, `Ref`, a tuple of codes or of `Ref`; None for nothing."""


class FieldRefused(ValueError):
    """A value that its field cannot hold. `name` is the field, `value` what was given."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name)
        self.name, self.value = name, value

    @property
    def sentence(self) -> str:
        return _("「%(field)s」に「%(value)s」は使えません。") % {
            "field": FIELDS[self.name].label if self.name in FIELDS else self.name,
            "value": self.value,
        }


class Missing(ValueError):
    """Required fields are empty: `names`, in the order of a page."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(", ".join(self.names))

    @property
    def sentence(self) -> str:
        return _("%(fields)s がまだです。") % {
            "fields": "・".join(str(FIELDS[name].label) for name in self.names)
        }


@dataclass(frozen=True, slots=True)
class Ref:
    """A person, place, department or partner: its id, and how it was called when this was written."""

    id: uuid.UUID
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants the entry to say: only the fields spoken of. Make it with `wanted(...)`."""

    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.values.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields without a value; the number apart, which the ledger can give."""
        return tuple(name for name in REQUIRED if name != "number" and not self.values.get(name))


def wanted(values: Mapping[str, Value] | None = None, /, **fields: Value) -> Wanted:
    """Read values of any form (rows or `Ref`, dates or ISO text, codes or enum members) into what `Wanted` holds.

    Raises `FieldRefused` for an unknown field or a value that its field cannot hold. Texts are trimmed, not cut.
    """
    spoken = {**(values or {}), **fields}
    return Wanted({name: _clean(name, value) for name, value in spoken.items()})


def keep(values: Mapping[str, Value]) -> dict[str, Any]:
    """Python values as `Version.values` keeps them; what is empty is left out."""
    return {name: _plain(value) for name, value in values.items() if value not in (None, "", ())}


def kept(name: str, value: Value) -> Any:
    """One value of any form as a version keeps it; None for an empty one. Raises `FieldRefused`."""
    read = _clean(name, value)
    return None if read in (None, "", ()) else _plain(read)


def given(kept: Mapping[str, Any]) -> dict[str, Value]:
    """The way back: the fields of a version as Python values; fields that a later edition dropped are left out."""
    return {name: _back(FIELDS[name], value) for name, value in kept.items() if name in FIELDS}


def words(name: str, value: Value) -> str:
    """A value in words for a page, a print or a cell; "" for nothing. Days read 2026/3/31."""
    field = FIELDS[name]
    if value is None or value == "" or value == ():
        return ""
    if field.kind is Kind.CHOICE:
        return field.word(value)
    if field.kind is Kind.CHOICES:
        return _("・").join(field.word(code) for code in value)
    if field.kind is Kind.PLACES:
        return _("、").join(one.words for one in value)
    if field.kind is Kind.FLAG:
        return _("はい") if value else _("いいえ")
    if isinstance(value, datetime.date):
        return f"{value.year}/{value.month}/{value.day}"
    return str(value)


def ref(row: Model) -> Ref:
    """A reference to a row: places by their path, departments by their name of today, others by their name."""
    if isinstance(row, Department):
        return Ref(row.pk, last_names().get(row.pk, ""))
    return Ref(row.pk, str(getattr(row, "path", "") or getattr(row, "name", "")))


def _clean(name: str, value: Value) -> Value:
    field = FIELDS.get(name)
    if field is None:
        raise FieldRefused(name, value)
    if value in (None, "", (), []):
        return None
    try:
        return _READ[field.kind](field, value)
    except (ValueError, TypeError, KeyError) as wrong:
        raise FieldRefused(name, value) from wrong


def _text(field: Field, value: Value) -> str | None:
    lines = [" ".join(line.split()) for line in FORBIDDEN.sub("", str(value)).splitlines()]
    read = ("\n" if field.kind is Kind.NOTE else " ").join(lines).strip()
    if len(read) > field.longest:
        raise ValueError(field.name)
    return read or None


def _code(field: Field, value: Value) -> str:
    if field.choices is None:
        raise TypeError(field.name)
    return str(field.choices(value).value)


def _codes(field: Field, value: Value) -> tuple[str, ...]:
    # In the order of the choices: the same ticks always read the same.
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


def _ref(field: Field, value: Value) -> Ref:
    if isinstance(value, Ref):
        return value
    if isinstance(value, Model):
        return ref(value)
    return Ref(uuid.UUID(str(value["id"])), str(value["words"]))


def _refs(field: Field, value: Value) -> tuple[Ref, ...]:
    found = {one.id: one for one in (_ref(field, each) for each in value)}
    return tuple(found.values())


_READ = {
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.CHOICE: _code,
    Kind.CHOICES: _codes,
    Kind.DAY: _day,
    Kind.COUNT: _count,
    Kind.FLAG: _flag,
    Kind.PERSON: _ref,
    Kind.DEPARTMENT: _ref,
    Kind.PARTNER: _ref,
    Kind.PLACE: _ref,
    Kind.PLACES: _refs,
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
        # A code that is no choice any more stays readable.
        return str(value)
    if field.kind is Kind.CHOICES:
        return tuple(value)
    return _READ[field.kind](field, value)
