"""What taking a table in would do, row by row, against the register of now. Nothing is written here."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.rules.company_names import plain_company
from kuramori.work.requests.classing.reading import Line, narrow
from kuramori.work.requests.models import Tiering
from kuramori.work.requests.reading.profiles import classes
from kuramori.work.requests.tiering import LONGEST_REASON, MOST_HEADS

LONGEST_KLASS = 20


class What(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Step:
    """One row: `before` is the class that counts now; `why` what has to be mended."""

    at: int
    what: What
    name: str
    klass: str = ""
    before: str = ""
    reason: str = ""
    employees: int | None = None
    partner_id: uuid.UUID | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]

    def of(self, *whats: What) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.what in whats)

    @property
    def changes(self) -> tuple[Step, ...]:
        return self.of(What.NEW, What.CHANGED)

    def digest(self) -> str:
        """Of what would change: another one says that something else would happen now."""
        told = [[str(one.partner_id), one.klass, one.before, one.employees] for one in self.changes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Known:
    key: uuid.UUID
    name: str
    is_supplier: bool


def plan(lines: Iterable[Line], reason: str = "") -> Plan:
    """`reason`: of rows that say none. Two queries, however many partners."""
    by = _register()
    standing = {row.partner_id: row for row in Tiering.objects.filter(superseded_at__isnull=True)}
    seen: dict[uuid.UUID, int] = {}
    return Plan(tuple(_step(line, by, standing, seen, reason.strip()) for line in lines))


def _step(
    line: Line,
    by: Mapping[tuple[str, str], list[_Known]],
    standing: Mapping[uuid.UUID, Tiering],
    seen: dict[uuid.UUID, int],
    common: str,
) -> Step:
    said = line.name or line.code or line.number

    def fault(why: str, name: str = said) -> Step:
        return Step(line.at, What.FAULT, name, why=why)

    found = _found(line, by)
    if isinstance(found, str):
        return fault(found)
    if found.key in seen:
        return fault(_("%(row)s行目と同じ取引先です。") % {"row": seen[found.key]}, found.name)
    seen[found.key] = line.at
    klass, heads = narrow(line.klass), narrow(line.employees).replace(",", "").removesuffix("人")
    if not klass or len(klass) > LONGEST_KLASS:
        return fault(_("区分を20文字までで書いてください。例：A"), found.name)
    if heads and not (heads.isascii() and heads.isdigit() and 0 < int(heads[:9]) < MOST_HEADS):
        return fault(_("人数は、1以上の数で書いてください。"), found.name)
    if len(line.reason) > LONGEST_REASON:
        return fault(_("わけは400文字までです。"), found.name)
    row = standing.get(found.key)
    employees = int(heads) if heads else (row.employees if row else None)
    reason = line.reason or common
    same = row is not None and (row.klass, row.employees) == (klass, employees)
    what = What.SAME if same else What.CHANGED if row is not None else What.NEW
    before = row.klass if row else ""
    return Step(line.at, what, found.name, klass, before, reason, employees, found.key)


def _found(line: Line, by: Mapping[tuple[str, str], list[_Known]]) -> _Known | str:
    """Whom a row means: by our own code, else the 法人番号, else the name. What is wrong where that is nobody."""
    for field, written in (("code", line.code), ("number", line.number), ("name", line.name)):
        if not written:
            continue
        found = by.get((field, _compared(field, written)), [])
        if len(found) > 1:
            return _("この名前の取引先がいくつもあります。取引先コードか法人番号で示してください。")
        if found:
            return found[0] if found[0].is_supplier else _("仕入先・外注先ではありません。")
        if field == "code":
            return _("取引先コード「%(code)s」の取引先がありません。") % {"code": written[:30]}
    return _("この取引先が見つかりません。先に取引先として登録してください。")


def _register() -> dict[tuple[str, str], list[_Known]]:
    rows = Partner.objects.filter(retired_on__isnull=True, merged_into__isnull=True)
    found: dict[tuple[str, str], list[_Known]] = {}
    for key, name, code, number, is_supplier in rows.values_list(
        "pk", "name", "code", "corporate_number", "is_supplier"
    ):
        one = _Known(key, name, is_supplier)
        for field, value in (("code", code), ("number", number), ("name", name)):
            if value:
                found.setdefault((field, _compared(field, value)), []).append(one)
    return found


def _compared(field: str, written: str) -> str:
    if field == "name":
        return plain_company(written)
    plain = narrow(written).lower()
    # A number of the invoice register is the 法人番号 after a T.
    return plain.removeprefix("t").replace("-", "") if field == "number" else plain


def first_seen(changes: Iterable[Step]) -> tuple[str, ...]:
    """Classes that nobody has yet and no table knows: perhaps a slip."""
    known = {klass for klass, _words, _count in classes()}
    return tuple(sorted({one.klass for one in changes} - known))
