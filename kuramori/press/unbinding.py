"""The job of the child that reads workbooks: bytes that anybody may have made in, plain cells out.

Nothing of the file is believed. Every member is unpacked here up to a limit (what a zip says about its own sizes may
be a lie), packed anew, and only that reaches calamine. Before it does, the sheets are walked once for what calamine
does not tell (formulas, hidden rows) and for how far out the cells lie, because it would make room for all between.
"""

from __future__ import annotations

import datetime
import functools
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, load_workbook

from kuramori.press import unbinding_other
from kuramori.press.unbinding_faults import Marks, Unreadable

LARGEST_UNPACKED = 48 * 1024 * 1024
"""Bytes of all members together, unless more is asked for: a roster of 5,000 people needs about 4 MB."""
MOST_MEMBERS = 500
MOST_SHEETS = 20
MOST_PROPERTIES = 50
LONGEST_CELL = 2_000
ROWS_IN_LINE = 500
PIECE_BYTES = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


def rows(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values` names `most_rows` and `most_columns`; `parts` is the one file. With `any`, ODS and XLS are read too.

    The answer is lines of JSON. The first is `{"unreadable": code}`, or `{"sheets": [{title, lines, hidden, formulas,
    merged}], "properties": {name: text}}`: `hidden` are row numbers from 1, `formulas` cells as [row, column] from 1,
    `merged` as [row, column, last row, last column] from 1. After it come as many `lines` for each sheet as it says:
    some hundred rows in each, from the sheet's first, cells as text, number, bool, null or `{"date": …}`.
    """
    try:
        if values.get("any") and unbinding_other.is_other(parts[0]):
            book, marked = unbinding_other.opened(parts[0], values, LARGEST_UNPACKED)
            sheets, lines = _sheets(book, {title: title for title in marked}, marked)
            return b"\n".join((_line({"sheets": sheets, "properties": {}}), *lines))
        content = _repacked(parts[0], values.get("most_bytes") or LARGEST_UNPACKED)
        marks = _marks(content, values["most_rows"], values["most_columns"])
        book, places, told = _opened(content), _places(content), _properties(content)
        del content  # calamine has its own by now
        sheets, lines = _sheets(book, places, marks)
    except Unreadable as unreadable:
        return _line({"unreadable": unreadable.code})
    return b"\n".join((_line({"sheets": sheets, "properties": told}), *lines))


def _repacked(file: bytes, most_bytes: int = LARGEST_UNPACKED) -> bytes:
    if not file:
        raise Unreadable("empty")
    if file.startswith(_OLE):
        raise Unreadable("encrypted" if _ENCRYPTED in file else "old")
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as packed:
            return _packed_anew(packed, most_bytes)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError):
        raise Unreadable("broken" if file.startswith(b"PK") else "not-a-workbook") from None


def _packed_anew(packed: zipfile.ZipFile, most_bytes: int) -> bytes:
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise Unreadable("too-large")
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise Unreadable("not-a-workbook")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("encrypted")
    left, out = most_bytes, io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as fresh:
        for member in members:
            if not member.filename.endswith((".xml", ".rels")):
                continue  # pictures, printer settings, macros: nothing that we read
            with packed.open(member) as opened, fresh.open(member.filename, "w", force_zip64=True) as copy:
                while piece := opened.read(PIECE_BYTES):
                    left -= len(piece)
                    if left < 0:
                        raise Unreadable("too-large")
                    copy.write(piece)
    return out.getvalue()


class _Walk:
    """One pass over a sheet's XML: which rows are hidden, which cells hold formulas, how far out values lie."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.most_rows, self.most_columns = most_rows, most_columns
        self.hidden: list[int] = []
        self.formulas: list[list[int]] = []
        self.row = self.column = 0

    def walk(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        if not is_ordinary(xml, self.most_rows, self.most_columns):
            parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise Unreadable("broken") from None

    def _refuse(self, *_declared: object) -> None:
        raise Unreadable("broken")  # no workbook declares a document type; a bomb of entities does

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rsplit(":", 1)[-1]
        if tag == "row":
            self.row = _number(attributes.get("r")) or self.row + 1
            self.column = 0
            if attributes.get("hidden") in {"1", "true"} and self.row <= self.most_rows:
                self.hidden.append(self.row)
        elif tag == "c":
            self._cell(attributes.get("r", ""))
        elif tag in {"v", "is"}:
            if self.row > self.most_rows:
                raise Unreadable("too-many-rows")
            if self.column > self.most_columns:
                raise Unreadable("too-wide")
        elif tag == "f" and self.row <= self.most_rows:
            self.formulas.append([self.row, self.column])

    def _cell(self, reference: str) -> None:
        found = _REF.match(reference)
        if found is None:
            self.column += 1
            return
        self.column = 0
        for letter in found[1]:
            self.column = self.column * 26 + ord(letter) - 64
        self.row = int(found[2])


def is_ordinary(xml: bytes, most_rows: int, most_columns: int) -> bool:
    """Whether a sheet is written so plainly that a look at its bytes shows that a walk would find nothing.

    No formula, no hidden row, no cell beyond the limits, every cell says where it stands. Walking through a million
    cells one by one takes several times as long as reading them (measured).
    """
    if not xml.startswith((b"<?xml", b"<worksheet")) or b'encoding="UTF-16' in xml[:100]:
        return False
    return _unusual(most_rows, most_columns).search(xml) is None


@functools.cache
def _unusual(most_rows: int, most_columns: int) -> re.Pattern[bytes]:
    """Whatever a walk has to look at: in XML a `<` stands nowhere but before a tag, a comment or a declaration."""
    columns, rows = _beyond_columns(most_columns), _beyond_rows(most_rows)
    reference = rf'r="(?!(?:{columns})[0-9])[A-Z]{{1,3}}(?!(?:{rows})")[0-9]{{1,7}}"[\s/>]'
    tags = (
        rf"c(?=[\s/>])(?! {reference})",
        r"f[\s/>]",
        r"row\s[^<]*hidden",
        r"[^\s/>:]+:(?:c|f|row|v|is)[\s/>]",
        r"!",
    )
    return re.compile(f"<(?:{'|'.join(tags)})".encode())


def _beyond_columns(most: int) -> str:
    """A pattern of the letters of every column after the `most`th; of three letters any, which then is looked at."""
    if most <= 26:
        return "|".join([*_after(chr(64 + most)), "[A-Z]{2,3}"])
    first, second = (chr(65 + part) for part in divmod(min(most, 702) - 27, 26))
    larger = [f"{letter}[A-Z]" for letter in _after(first)] + [
        f"{first}{letter}" for letter in _after(second)
    ]
    return "|".join([*larger, "[A-Z]{3}"])


def _beyond_rows(most: int) -> str:
    """A pattern of every number larger than `most`."""
    told = str(most)
    larger = [
        f"{told[:at]}{digit}[0-9]{{{len(told) - at - 1}}}"
        for at in range(len(told))
        for digit in _after(told[at], "9")
    ]
    return "|".join([*larger, f"[0-9]{{{len(told) + 1},}}"])


def _after(sign: str, last: str = "Z") -> list[str]:
    """A class of the letters or digits after one, if there are any."""
    return [f"[{chr(ord(sign) + 1)}-{last}]"] if sign < last else []


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else 0


def _marks(content: bytes, most_rows: int, most_columns: int) -> dict[str, _Walk]:
    """What was seen in each sheet's part, by the part's name."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [name for name in packed.namelist() if _SHEET.match(name)]
        if len(parts) > MOST_SHEETS:
            raise Unreadable("too-large")
        for name in parts:
            found[name] = _Walk(most_rows, most_columns)
            found[name].walk(packed.read(name))
    return found


def _opened(content: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(content))
    except (CalamineError, ValueError, KeyError):
        raise Unreadable("broken") from None


def _sheets(
    book: CalamineWorkbook, places: dict[str, str], marks: Mapping[str, Marks]
) -> tuple[list[dict[str, Any]], list[bytes]]:
    told: list[dict[str, Any]] = []
    lines: list[bytes] = []
    try:
        # A chart is a sheet too and has no rows; one that cannot be read tells nothing about the others.
        for title in book.sheet_names:
            if places.get(title, "") in marks:
                sheet, begun = book.get_sheet_by_name(title), len(lines)
                lines += _lines(sheet)
                told.append({**_about(sheet, marks[places[title]]), "lines": len(lines) - begun})
    except (CalamineError, ValueError, KeyError):
        raise Unreadable("broken") from None
    return told, lines


def _places(content: bytes) -> dict[str, str]:
    """Which part holds the sheet of each title."""
    titles: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(":", 1)[-1] == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            titles[attributes.get("name", "")] = identity

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(":", 1)[-1] == "Relationship":
            target = attributes.get("Target", "").lstrip("/")
            targets[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
            parser = expat.ParserCreate()
            parser.StartElementHandler = handler
            parser.StartDoctypeDeclHandler = _no_doctype
            try:
                parser.Parse(packed.read(part), True)
            except (expat.ExpatError, KeyError):
                raise Unreadable("broken") from None
    return {title: targets[identity] for title, identity in titles.items() if identity in targets}


def _properties(content: bytes) -> dict[str, str]:
    """The custom properties of the document: some few short texts, or none."""
    told: dict[str, str] = {}
    named = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal named
        if name.rsplit(":", 1)[-1] == "property":
            named = attributes.get("name", "")[:100]

    def text(said: str) -> None:
        if named and len(told) < MOST_PROPERTIES:
            told[named] = (told.get(named, "") + said.strip())[:LONGEST_CELL]

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "docProps/custom.xml" not in packed.namelist():
            return told
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.CharacterDataHandler = start, text
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            parser.Parse(packed.read("docProps/custom.xml"), True)
        except expat.ExpatError:
            return {}
    return told


def _no_doctype(*_declared: object) -> None:
    raise Unreadable("broken")


def _lines(sheet: CalamineSheet) -> Iterator[bytes]:
    """Rows as they are read: a million cells as Python values would be held beside what is read from."""
    left: list[Any] = [""] * (sheet.start[1] if sheet.start else 0)
    rows = iter(sheet.iter_rows())
    while part := list(islice(rows, ROWS_IN_LINE)):
        yield _line(
            [
                left
                + [cell if type(cell) is str and len(cell) <= LONGEST_CELL else _plain(cell) for cell in row]
                for row in part
            ]
        )


def _line(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8")


def _about(sheet: CalamineSheet, walk: Marks) -> dict[str, Any]:
    merged = [
        [top + 1, left + 1, bottom + 1, right + 1]
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])
    ]
    return {
        "title": sheet.name,
        "hidden": walk.hidden,
        "formulas": walk.formulas,
        "merged": merged[:10_000],
    }


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return {"date": cell.date().isoformat()}
    if isinstance(cell, datetime.date):
        return {"date": cell.isoformat()}
    if isinstance(cell, datetime.time | datetime.timedelta):
        return str(cell)
    if isinstance(cell, str):
        return cell[:LONGEST_CELL]
    return cell
