"""From the cells of a workbook to answers, however people moved its columns, renamed its sheets and typed its dates.

Columns are found by their headings, rows by the item's id, its number or its title. What cannot be read is named with
its cell; the rest counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kuramori.press.reading import ReadBook, ReadSheet, Value
from kuramori.rules.requests.claiming import claimed
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import LONGEST
from kuramori.rules.requests.requirements import Requirements
from kuramori.rules.terms import UnreadableDate
from kuramori.work.requests.workbooks import words
from kuramori.work.requests.workbooks.cells import cell_name, day_of, said_at, text_at
from kuramori.work.requests.workbooks.filled import Fault, Filled
from kuramori.work.requests.workbooks.held_sheet import read_held
from kuramori.work.requests.workbooks.words import Column

HEAD_ROWS: Final = 60
LONGEST_EVIDENCE: Final = 120
LONGEST_GIVER: Final = 120
_KEYS: Final = {words.NUMBER: "number", words.CONTENT: "content"}
_SAYS: Final = (Column.ANSWER, Column.WORDS, Column.NA, Column.PLAN, Column.PLAN_ON, Column.EVIDENCE)


class NoAnswerSheet(ValueError):
    """No sheet of the workbook has the headings of an answer sheet."""


@dataclass(frozen=True, slots=True)
class Items:
    """How rows name an item: by its id, by its number and by its title."""

    by_id: Mapping[str, str]
    by_number: Mapping[str, str]
    by_title: Mapping[str, str]


@dataclass(slots=True)
class _Found:
    answers: dict[str, Given] = field(default_factory=dict)
    evidence: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def identity(book: ReadBook) -> dict[str, str]:
    """`number` and `content` of who was asked; the document's properties first, then its sheets, hidden ones too."""
    told = {name: book.properties.get(key, "").strip() for key, name in _KEYS.items()}
    for sheet in book.sheets:
        for row in sheet.rows[:HEAD_ROWS]:
            if len(row) > 1 and row[0] in _KEYS and not told[_KEYS[str(row[0])]]:
                told[_KEYS[str(row[0])]] = str(row[1]).strip()
    if not told["number"]:
        told["number"] = str(_beside(book, "number") or "").strip()
    return told


def unpicked(book: ReadBook, requirements: Requirements, items: Items, *, today: datetime.date) -> Filled:
    """The answers of a workbook, and what is held instead on `today`. Raises `NoAnswerSheet`."""
    at = next(_headed(book), None)
    if at is None:
        raise NoAnswerSheet
    sheet, head, columns = at
    found = _Found()
    _tell_columns(sheet, head, columns, found)
    seen: set[str] = set()
    for number in range(head + 1, len(sheet.rows) + 1):
        _take_row(sheet, number, columns, items, found, seen)
    found.faults += _merged(sheet, head, columns)
    given_on = _cover_day(book, found)
    for item in [one.item for one in requirements.required if one.item in found.answers]:
        _judge_na(requirements, item, found)
    held, wrong = read_held(book, requirements, today)
    found.faults += wrong
    blank = len(requirements.required) - len(claimed(requirements, found.answers, held, on=today).answers)
    if blank:
        found.faults.append(
            Fault("half-filled", values={"blank": str(blank), "all": str(len(requirements.required))})
        )
    return Filled(
        **identity(book),
        given_by=str(_beside(book, "given_by") or "").strip()[:LONGEST_GIVER],
        given_on=given_on,
        answers=found.answers,
        evidence=tuple(found.evidence),
        held=held,
        faults=tuple(found.faults),
    )


def _headed(book: ReadBook) -> Iterator[tuple[ReadSheet, int, dict[Column, int]]]:
    """Each sheet that has the headings, with the number of their row and the column (from 1) of each."""
    for sheet in book.sheets:
        for number, row in enumerate(sheet.rows[:HEAD_ROWS], start=1):
            columns: dict[Column, int] = {}
            for at, cell in enumerate(row, start=1):
                meant = words.BY_HEADING.get(words.plain(cell)) if isinstance(cell, str) and cell else None
                if meant is not None:
                    columns.setdefault(meant, at)
            if Column.ANSWER in columns and {Column.ITEM, Column.NUMBER, Column.QUESTION} & columns.keys():
                yield sheet, number, columns
                break


def _tell_columns(sheet: ReadSheet, head: int, columns: Mapping[Column, int], found: _Found) -> None:
    for at, cell in enumerate(sheet.rows[head - 1], start=1):
        if cell in {"", None} or at in columns.values():
            continue
        if any(len(row) >= at and row[at - 1] not in {"", None} for row in sheet.rows[head:]):
            values = {"heading": str(cell)[:40]}
            found.faults.append(Fault("strange-column", cell_name(sheet.title, head, at), values=values))


def _take_row(
    sheet: ReadSheet,
    number: int,
    columns: Mapping[Column, int],
    items: Items,
    found: _Found,
    seen: set[str],
) -> None:
    def said(column: Column) -> Value:
        return said_at(sheet, number, columns.get(column, 0))

    def place(column: Column) -> str:
        return cell_name(sheet.title, number, columns.get(column, columns[Column.ANSWER]))

    counted = [column for column in _SAYS if (number, columns.get(column, 0)) in sheet.formulas]
    if not counted and all(text_at(said(column)) == "" for column in _SAYS):
        return
    item = _item(
        items, text_at(said(Column.ITEM)), text_at(said(Column.NUMBER)), text_at(said(Column.QUESTION))
    )
    if item is None:
        values = {"said": text_at(said(Column.ANSWER))[:40]}
        found.faults.append(Fault("strange-row", place(Column.ANSWER), values=values))
        return
    if item in seen:
        found.faults.append(Fault("twice", place(Column.ANSWER), item))
        return
    seen.add(item)
    for column in counted:
        text = text_at(said(column))
        code = "formula" if text else "formula-empty"
        found.faults.append(Fault(code, place(column), item, {"said": text[:40]} if text else {}))
    if Column.ANSWER in counted and not text_at(said(Column.ANSWER)):
        return
    given = _given(item, said, place, found)
    if given is not None:
        found.answers[item] = given
    title = text_at(said(Column.EVIDENCE))[:LONGEST_EVIDENCE]
    if title and given is not None:
        found.evidence.append((item, title))


def _given(
    item: str, said: Callable[[Column], Value], place: Callable[[Column], str], found: _Found
) -> Given | None:
    answer = text_at(said(Column.ANSWER))
    meant = words.BY_OPTION.get(words.plain(answer))
    if meant is None:
        code = "wrong-option" if answer else "no-answer"
        found.faults.append(Fault(code, place(Column.ANSWER), item, {"said": answer[:40]} if answer else {}))
        return None
    reason = text_at(said(Column.NA)) if meant is Said.NA else ""
    told = {"words": reason or text_at(said(Column.WORDS)), "plan": text_at(said(Column.PLAN))}
    for name, longest in LONGEST.items():
        if len(told[name]) > longest:
            column = Column.PLAN if name == "plan" else Column.WORDS
            found.faults.append(Fault("too-long", place(column), item, {"longest": str(longest)}))
            told[name] = told[name][: longest - 1] + "…"
    plan_on = None
    try:
        plan_on = day_of(said(Column.PLAN_ON))
    except UnreadableDate:
        values = {"said": text_at(said(Column.PLAN_ON))[:40]}
        found.faults.append(Fault("wrong-day", place(Column.PLAN_ON), item, values))
    return Given(meant, None, plan_on=plan_on, **told)


def _judge_na(requirements: Requirements, item: str, found: _Found) -> None:
    given = found.answers[item]
    if given.said is not Said.NA:
        return
    required = next(one for one in requirements.required if one.item == item)
    if not required.na_allowed:
        found.faults.append(Fault("na-not-taken", item=item))
    elif not given.words.strip():
        found.faults.append(Fault("na-no-reason", item=item))


def _merged(sheet: ReadSheet, head: int, columns: Mapping[Column, int]) -> Iterator[Fault]:
    """Cells drawn together over several rows: only the first of them says anything."""
    answers = {columns[column]: column for column in _SAYS if column in columns}
    for top, left, bottom, right in sheet.merged:
        if bottom > top and bottom > head and any(left <= at <= right for at in answers):
            yield Fault("merged", cell_name(sheet.title, top, left), values={"rows": str(bottom - top + 1)})


def _cover_day(book: ReadBook, found: _Found) -> datetime.date | None:
    written = _beside(book, "given_on")
    try:
        return day_of(written)
    except UnreadableDate:
        found.faults.append(Fault("wrong-given-on", values={"said": text_at(written)[:40]}))
        return None


def _beside(book: ReadBook, name: str) -> Value:
    """What stands to the right of a label, wherever the label is; the first that says something."""
    for sheet in book.sheets:
        for row in sheet.rows[:HEAD_ROWS]:
            for at, cell in enumerate(row):
                if isinstance(cell, str) and cell and words.BY_LABEL.get(words.plain(cell)) == name:
                    said = next((one for one in row[at + 1 : at + 6] if one not in {"", None}), "")
                    if said not in {"", None}:
                        return said
    return ""


def _item(items: Items, by_id: str, by_number: str, by_title: str) -> str | None:
    first = by_title.split("\n", 1)[0]
    return (
        items.by_id.get(by_id)
        or items.by_number.get(words.plain(by_number))
        or items.by_title.get(words.plain(first))
    )
