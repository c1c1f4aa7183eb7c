"""What taking in a table would do, worked out against the ledger of now: nothing is written here.

A row with a number that the ledger knows speaks of that entry; an empty cell says nothing about it, and a cell that
reads exactly as our export writes what stands is no change. Any other row is a new entry.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.rows import listed
from kuramori.press.reading import Value
from kuramori.work.ledger import entry, laying
from kuramori.work.ledger.designated import require_heavy_enough
from kuramori.work.ledger.entry import FieldRefused, Missing
from kuramori.work.ledger.fields import DEFAULTS, FIELDS, REQUIRED, Kind
from kuramori.work.ledger.importing.cells import CellWrong, House, written
from kuramori.work.ledger.importing.cells import is_settled as settled
from kuramori.work.ledger.importing.table import EXAMPLE, Table
from kuramori.work.ledger.models import Asset, Grade, Origin, Stage, Unit, Version

# Fewer than the rows that SQLite counted for a house where it was told to count but few.
AT_ONCE = 300
HIDDEN = gettext_lazy("（伏せています）")
"""What our export writes in place of what its reader may not know; taken in again, it says nothing."""


class What(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return str(WHAT_LABELS[self])


WHAT_LABELS = {
    What.NEW: gettext_lazy("新しく登録する情報"),
    What.CHANGED: gettext_lazy("内容が変わる情報"),
    What.SAME: gettext_lazy("変わらない情報"),
    What.FAULT: gettext_lazy("直すところがある行"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the file's row (from 1), the column as `E 保管場所` or "", what stands there, and what to do."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one row. `values` is what the row says, as a version keeps it (a new entry: all of it)."""

    row: int
    what: What
    number: str = ""
    values: Mapping[str, Any] | None = None
    asset_id: uuid.UUID | None = None
    revision: int = 0
    faults: tuple[Fault, ...] = ()
    told: str = ""
    """The `values` as JSON, where whoever read them has that at hand."""


@dataclass(frozen=True, slots=True)
class _There:
    """An entry that the ledger has: the asset, and what it says today."""

    asset_id: uuid.UUID
    number: str
    stage: str
    origin: str
    revision: int
    values: Mapping[str, Any]


class Planner:
    """Goes through a table's rows once. `defaults` are kept values for required fields that a new row leaves empty."""

    def __init__(
        self, table: Table, columns: Mapping[int, str], house: House, defaults: Mapping[str, Any]
    ) -> None:
        self.table, self.columns, self.house, self.defaults = table, columns, house, defaults
        self.letters = {at: f"{_letter(at)} {FIELDS[name].label}" for at, name in columns.items()}
        self.column_of = {name: at for at, name in columns.items()}
        # Where a column stands, its name, how long a text may be that is kept as it stands (0: it is no text), and what
        # its cells were understood as: texts apart, thousands of rows say the same few things.
        self.read_as: list[tuple[int, str, int, dict[str, Any]]] = [
            (at, name, 0 if name == "number" else FIELDS[name].longest, {}) for at, name in columns.items()
        ]
        self.empty = {**DEFAULTS, **defaults}
        self.with_formulas = {row for row, column in table.formulas if column - 1 in columns}
        self.required = [name for name in REQUIRED if name != "number"]
        self.seen: dict[str, int] = {}
        self.alike: dict[tuple[str, str], str | int] = {}
        self.hidden = str(HIDDEN)
        self.exported = Exported()

    def steps(self) -> Iterator[Step]:
        """One step for each row that says something."""
        filled = [
            (number, row, self._number(row))
            for number, row in enumerate(self.table.rows, start=self.table.first)
            if self._says_something(row)
        ]
        if not all(number for _at, _row, number in filled):
            self.alike |= _names()
        for begin in range(0, len(filled), AT_ONCE):
            part = filled[begin : begin + AT_ONCE]
            there = _there([number for _at, _row, number in part])
            for at, row, number in part:
                yield self._step(at, row, number, there)

    def _says_something(self, row: Sequence[Value]) -> bool:
        """Whether a row is neither empty nor the example that our empty form begins with."""
        name = self._cell(row, "name")
        if name and (not isinstance(name, str) or not name.lstrip().startswith(EXAMPLE)):
            return True
        return not name and any(row[at] not in (None, "") for at in self.columns if at < len(row))

    def _cell(self, row: Sequence[Value], name: str) -> Value:
        at = self.column_of.get(name)
        return None if at is None or at >= len(row) else row[at]

    def _number(self, row: Sequence[Value]) -> str:
        told = written(self._cell(row, "number"))
        if (
            told.isascii()
            and " " not in told
            and len(told) <= FIELDS["number"].longest
            and told.isprintable()
        ):
            return told
        try:
            return self.house.value("number", told) or ""
        except CellWrong:
            return ""

    def _step(self, at: int, row: Sequence[Value], number: str, there: Mapping[str, _There]) -> Step:
        known = there.get(number)
        values, faults = self._values(at, row, known, number)
        faults += self._faults_of_row(at, number)
        if known is None:
            return self._new(at, number, values, faults)
        return self._change(at, known, values, faults)

    def _values(
        self, at: int, row: Sequence[Value], known: _There | None, number: str
    ) -> tuple[dict[str, Any], list[Fault]]:
        """What the cells say, as a version keeps it, without what stands already; and what they do not say."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        has_formulas, width = at in self.with_formulas, len(row)
        for column, name, longest, heard in self.read_as:
            raw = row[column] if column < width else None
            # Nearly every cell of a long file is one of these, and is done with here.
            if not has_formulas:
                if raw is None:
                    continue
                if type(raw) is str:
                    if known is not None and raw == self.exported(name, known.values.get(name)):
                        continue
                    if raw in heard:
                        values[name] = heard[raw]
                        continue
                    if len(raw) <= longest and raw != self.hidden and raw and settled(raw):
                        values[name] = raw
                        continue
                    if raw == number and name == "number":
                        continue
            value = self._heard(at, column, name, raw, known, faults)
            if value is not None:
                values[name] = value
                if not longest and type(raw) is str:
                    heard[raw] = value
        values.pop("number", None)
        return values, faults

    def _heard(
        self, at: int, column: int, name: str, raw: Value, known: _There | None, faults: list[Fault]
    ) -> Any:
        """What one cell says; None where that is nothing new, or a fault that was added."""
        told = written(raw)
        is_formula = (at, column + 1) in self.table.formulas
        if (
            told == self.hidden
            or (not told and not is_formula)
            or (known is not None and told == self.exported(name, known.values.get(name)))
        ):
            return None
        if is_formula:
            reason = _("計算式が入っています。写して「値の貼り付け」をしてください。")
            faults.append(Fault(at, self.letters[column], told[:60], reason))
            return None
        try:
            return self.house.kept(name, told)
        except CellWrong as wrong:
            faults.append(Fault(at, self.letters[column], told[:60], str(wrong)))
        except FieldRefused as refused:
            faults.append(Fault(at, self.letters[column], told[:60], refused.sentence))
        return None

    def _faults_of_row(self, at: int, number: str) -> list[Fault]:
        faults: list[Fault] = []
        if at in self.table.hidden:
            reason = _("隠れている行です。行を表示して確かめるか、この行を飛ばしてください。")
            faults.append(Fault(at, "", "", reason))
        if at in self.table.merged:
            reason = _("結合したセルがあります。結合を解いて、1件を1行に書いてください。")
            faults.append(Fault(at, "", "", reason))
        if number and self.seen.setdefault(number, at) != at:
            reason = _("この管理番号は%(row)s行目にもあります。") % {"row": self.seen[number]}
            faults.append(Fault(at, self._column("number"), number, reason))
        return faults

    def _column(self, name: str) -> str:
        at = self.column_of.get(name)
        return str(FIELDS[name].label) if at is None else self.letters[at]

    def _new(self, at: int, number: str, values: dict[str, Any], faults: list[Fault]) -> Step:
        kept = {**self.empty, **values, "stage": Stage.ADMITTED.value}
        if kept.get("grade") == Grade.TOP and "unit" not in values:
            # A row of a list is one thing.
            kept["unit"] = Unit.ITEM.value
        if empty := [name for name in self.required if not kept.get(name)]:
            wrong = {fault.column for fault in faults}
            reason = _("空です。書くか、上の「書かれていない行に入れる値」を選んでください。")
            faults += [
                Fault(at, self._column(name), "", reason) for name in empty if self._column(name) not in wrong
            ]
        faults += self._alike(at, number, kept)
        if not faults:
            kept["number"] = number or "-"
            faults += self._senseless(at, kept, is_new=True)
        kept["number"] = number
        return Step(at, What.FAULT if faults else What.NEW, number, kept, faults=tuple(faults))

    def _alike(self, at: int, number: str, kept: Mapping[str, Any]) -> list[Fault]:
        """Without a number the same name at the same place is taken for the same thing told twice."""
        place = kept.get("place")
        key = (kept.get("name", ""), place["id"] if place else "")
        if not key[0]:
            return []
        other = self.alike.setdefault(key, at)
        if number or other == at:
            return []
        told = other if isinstance(other, str) else _("%(row)s行目") % {"row": other}
        reason = _(
            "%(other)sと、名前も保管場所も同じです。別のものなら、管理番号か名前を変えてください。"
        ) % {"other": told}
        return [Fault(at, self._column("name"), key[0][:60], reason)]

    def _change(self, at: int, known: _There, values: dict[str, Any], faults: list[Fault]) -> Step:
        changed = {name: value for name, value in values.items() if not _same(value, known.values.get(name))}
        if not changed and not faults:
            return Step(at, What.SAME, known.number, None, known.asset_id, known.revision)
        if changed:
            faults += self._unchangeable(at, known, changed)
        if not faults:
            faults += self._senseless(at, {**known.values, **changed}, is_new=False)
        what = What.FAULT if faults else What.CHANGED
        return Step(at, what, known.number, changed, known.asset_id, known.revision, tuple(faults))

    def _unchangeable(self, at: int, known: _There, changed: Mapping[str, Any]) -> list[Fault]:
        faults: list[Fault] = []
        if known.stage in {Stage.DECLINED, Stage.DISPOSED}:
            reason = _("この管理番号の情報は、見送りか手放し済みです。変えられません。")
            return [Fault(at, self._column("number"), known.number, reason)]
        for name in sorted({"grade", "layer"} & changed.keys()):
            if known.stage == Stage.ADMITTED:
                reason = _(
                    "秘密区分と共有区分は、取り込みでは変えません。「区分を変える」から理由を添えて変えてください。"
                )
                faults.append(Fault(at, self._column(name), entry.words(name, changed[name]), reason))
        if known.origin == Origin.RECEIVED and {"origin", "partner"} & changed.keys():
            faults.append(Fault(at, self._column("partner"), "", _("預かった情報の持ち主は変えられません。")))
        return faults

    def _senseless(self, at: int, kept: Mapping[str, Any], *, is_new: bool) -> list[Fault]:
        try:
            laying.require_sense(kept)
            if is_new and kept.get("designated_grade"):
                require_heavy_enough(entry.given(kept))
        except (laying.EntryRefused, Missing) as refused:
            return [Fault(at, "", "", refused.sentence)]
        return []


class Exported:
    """`exported`, worked out once for what many rows say alike."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, Any], str] = {}

    def __call__(self, name: str, kept: Any) -> str:
        if kept is None:
            return ""
        if type(kept) is dict:
            return str(kept["words"])
        if FIELDS[name].longest:
            return str(kept)
        if type(kept) is list and kept and type(kept[0]) is dict:
            return exported(name, kept)
        key = (name, tuple(kept) if type(kept) is list else kept)
        if key not in self.known:
            self.known[key] = exported(name, kept)
        return self.known[key]


def exported(name: str, kept: Any) -> str:
    """A kept value as our own export writes it into a cell."""
    if kept is None:
        return ""
    if isinstance(kept, dict):
        return str(kept["words"])
    if FIELDS[name].kind is Kind.PLACES:
        return "、".join(one["words"] for one in kept)
    if FIELDS[name].kind is Kind.DAY:
        year, month, day = str(kept).split("-")
        return f"{year}/{int(month)}/{int(day)}"
    return entry.words(name, tuple(kept) if isinstance(kept, list) else kept)


def _there(numbers: Sequence[str]) -> dict[str, _There]:
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    # Two questions: through a join SQLite goes by the organisation, that is through all of its rows.
    rows = Asset.objects.filter(number__in=listed(wanted))
    assets = {row[0]: row for row in rows.values_list("pk", "number", "stage", "origin", "revision")}
    versions = Version.objects.filter(held_on(), asset__in=list(assets)).values_list("asset_id", "values")
    return {assets[key][1]: _There(*assets[key], values) for key, values in versions}


def _names() -> dict[tuple[str, str], str]:
    rows = Asset.objects.exclude(stage__in=[Stage.DECLINED, Stage.DISPOSED])
    return {
        (name, str(place or "")): number
        for name, place, number in rows.values_list("name", "place_id", "number").iterator()
    }


def _same(one: Any, other: Any) -> bool:
    """Whether two kept values say the same; whom or what they name counts, not how it was called."""
    if isinstance(one, dict) and isinstance(other, dict):
        return bool(one["id"] == other["id"])
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return all(_same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def _letter(at: int) -> str:
    """A, B … Z, AA … for a column from 0."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
