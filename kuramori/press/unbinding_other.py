"""Workbooks of other programs, for the child: ODS (LibreOffice) and the XLS of before 2007.

Nothing is believed here either. An ODS may say that a row or a cell is repeated a million times; it is walked once
before calamine would write all of them out. An XLS is limited by its own format (65,536 rows of 256 cells) and, like
every job, by the memory and the time of the child.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from kuramori.press.unbinding_faults import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""The first record of an XLS of Excel 97 and later: what comes is a workbook."""
_FILEPASS, _RECORDS = 0x2F, 4
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_PARTS = ("mimetype", "content.xml", "META-INF/manifest.xml")
_PIECE_BYTES = 1024 * 1024


class _Plain:
    """What could be seen of a sheet: of an XLS nothing."""

    def __init__(self) -> None:
        self.hidden: list[int] = []
        self.formulas: list[list[int]] = []


def is_other(file: bytes) -> bool:
    """Whether it begins as one of these does. What is locked with a password is not for us."""
    if file.startswith(_OLE):
        return _ENCRYPTED not in file
    return file.startswith(b"PK") and _KIND in file[:200]


def opened(
    file: bytes, values: dict[str, Any], most_bytes: int
) -> tuple[CalamineWorkbook, dict[str, _Plain]]:
    """The workbook with the marks of its sheets by title. Raises `Unreadable`."""
    most_rows, most_columns = values["most_rows"], values["most_columns"]
    if file.startswith(_OLE):
        book = _load(file)
        marks = {title: _Plain() for title in book.sheet_names}
        _require_size(book, most_rows, most_columns)
        return book, marks
    content = _repacked(file, values.get("most_bytes") or most_bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        walk = _Walk(most_rows, most_columns)
        walk.walk(packed.read("content.xml"))
    return _load(content), walk.sheets


def _load(file: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(file))
    except PasswordError:
        raise Unreadable("encrypted") from None
    except (CalamineError, ValueError, KeyError):
        # Of an XLS with a password calamine says only that it knows no such format.
        raise Unreadable("encrypted" if _is_locked_xls(file) else "broken") from None


def _is_locked_xls(file: bytes) -> bool:
    """Whether the workbook's stream says near its beginning that what follows is encrypted (FILEPASS)."""
    at = file.find(_BEGIN)
    for _record in range(_RECORDS if at >= 0 else 0):
        kind, size = (
            int.from_bytes(file[at : at + 2], "little"),
            int.from_bytes(file[at + 2 : at + 4], "little"),
        )
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False


def _require_size(book: CalamineWorkbook, most_rows: int, most_columns: int) -> None:
    for title in book.sheet_names:
        end = book.get_sheet_by_name(title).end
        if end and end[0] >= most_rows:
            raise Unreadable("too-many-rows")
        if end and end[1] >= most_columns:
            raise Unreadable("too-wide")


def _repacked(file: bytes, most_bytes: int) -> bytes:
    """Only the parts that are read, up to the limit."""
    left, out = most_bytes, io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as packed, zipfile.ZipFile(out, "w") as fresh:
            for name in _PARTS:
                with packed.open(name) as part, fresh.open(name, "w") as copy:
                    while piece := part.read(_PIECE_BYTES):
                        left -= len(piece)
                        if left < 0:
                            raise Unreadable("too-large")
                        if name.startswith("META-INF") and b"encryption-data" in piece:
                            raise Unreadable("encrypted")
                        copy.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, KeyError):
        raise Unreadable("broken") from None
    return out.getvalue()


class _Walk:
    """One pass over an ODS: how far out its values lie, whatever is said to be repeated, and its formulas."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.most_rows, self.most_columns = most_rows, most_columns
        self.sheets: dict[str, _Plain] = {}
        self.sheet = _Plain()
        self.row = self.row_end = self.column = 0

    def walk(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise Unreadable("broken") from None

    def _refuse(self, *_declared: object) -> None:
        raise Unreadable("broken")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.sheet = self.sheets[attributes.get("table:name", "")] = _Plain()
            self.row_end = 0
        elif name == "table:table-row":
            self.row = self.row_end + 1
            self.row_end += _times(attributes.get("table:number-rows-repeated"))
            self.column = 0
            if attributes.get("table:visibility") in {"collapse", "filter"} and self.row <= self.most_rows:
                self.sheet.hidden.append(self.row)
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self.column += _times(attributes.get("table:number-columns-repeated"))
            if "office:value-type" in attributes:
                self._value(attributes)

    def _value(self, attributes: dict[str, str]) -> None:
        if self.row_end > self.most_rows:
            raise Unreadable("too-many-rows")
        if self.column > self.most_columns:
            raise Unreadable("too-wide")
        if "table:formula" in attributes:
            self.sheet.formulas.append([self.row, self.column])


def _times(told: str | None) -> int:
    return int(told) if told and told.isdigit() and len(told) < 9 else 1
