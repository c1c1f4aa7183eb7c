"""The files themselves: a workbook and a CSV written as they are read, and an A4 paper that lies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.press import commas, pdf, xlsx
from kuramori.press.long_table import LongBook, LongSheet, write
from kuramori.work.requests.portfolio_out import tables
from kuramori.work.requests.portfolio_out.tables import Column, Said
from kuramori.work.requests.reading import portfolio_map
from kuramori.work.requests.reading.portfolio_list import Line
from kuramori.work.requests.reading.portfolio_lists import Questions

HERE: Final = Path(__file__).resolve().parent
CHUNK_BYTES: Final = 256 * 1024
MOST_ON_PAPER: Final = 2_000
"""Lines of the list that are printed; nobody turns more than some fifty pages."""
LIMIT_SECONDS: Final = 50.0


class Form(StrEnum):
    """What one takes away."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return {Form.XLSX: xlsx.MEDIA_TYPE, Form.CSV: commas.MEDIA_TYPE, Form.PDF: pdf.MEDIA_TYPE}[self]


@dataclass(frozen=True, slots=True)
class About:
    """What stands over it: `title`, the list of questions, and what it is narrowed to, in parts."""

    title: str
    asked: Questions
    told: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """As a head tells it."""
        return (self.asked.name, *(self.told or (_("しぼり込みなし"),)))


def list_file(actor: Actor, about: About, form: Form, lines: Iterable[Line]) -> Iterator[bytes]:
    """The list. Raises a `PressFault` on paper."""
    columns = tables.columns(actor)
    if form is Form.PDF:
        yield list_paper(actor, about, columns, lines)
        return
    rows = ([column.said(line) for column in columns] for line in lines)
    heads, widths = [column.head for column in columns], tuple(column.width for column in columns)
    yield from _lines(actor, about, form, heads, widths, rows)


def map_file(actor: Actor, about: About, form: Form, found: portfolio_map.Map) -> Iterator[bytes]:
    """The map. Raises a `PressFault` on paper."""
    if form is Form.PDF:
        yield map_paper(actor, about, found)
        return
    heads = tables.map_head(found)
    widths = (48.0, *(16.0 for _one in heads[1:]))
    yield from _lines(actor, about, form, heads, widths, tables.map_lines(found))


def list_paper(actor: Actor, about: About, columns: Sequence[Column], lines: Iterable[Line]) -> bytes:
    """A4 lying, the head on every page."""
    rows = [
        ["" if (said := column.said(line)) is None else str(said) for column in columns] for line in lines
    ]
    values = _values(actor, about) | {
        "heads": [column.head for column in columns],
        "shares": [column.share for column in columns],
        "rows": rows,
        "none": _("当てはまる会社はありません"),
    }
    return pdf.pdf(HERE / "list.typ", values, made_on=clock.today(), limit_seconds=LIMIT_SECONDS)


def map_paper(actor: Actor, about: About, found: portfolio_map.Map) -> bytes:
    """A4 lying, in the map's colours with a number in every cell."""
    values = _values(actor, about) | {
        "heads": list(tables.map_head(found)),
        "rows": [
            {
                "title": row.title,
                "cells": [
                    {"band": cell.band, "said": "—" if cell.percent is None else str(cell.percent)}
                    for cell in (*row.cells, row.all)
                ],
            }
            for row in found.rows
        ],
        "scale": [_("45%未満"), "45–59", "60–69", "70–79", _("80以上")],
        "says": _(
            "回答のうち満たしているものの割合（%）です。当てはまらない答えと、見せていない答えは数えません。"
        ),
        "none": _("設問ごとの状態まで見せた回答が、まだありません。"),
    }
    return pdf.pdf(HERE / "map.typ", values, made_on=clock.today(), limit_seconds=LIMIT_SECONDS)


def name_of(title: str, form: Form) -> str:
    """What the file is called."""
    return f"{title}_{clock.today().isoformat()}.{form.value}"


def _lines(
    actor: Actor,
    about: About,
    form: Form,
    heads: Sequence[str],
    widths: tuple[float, ...],
    rows: Iterable[Sequence[Said]],
) -> Iterator[bytes]:
    if form is Form.CSV:
        yield commas.MARK + commas.line(heads)
        for row in rows:
            yield commas.line(row)
        return
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by `_chunks`
    told = [(_("セット"), about.asked.name), *((_("しぼり込み"), one) for one in about.parts[1:])]
    told += [(_("作った日"), tables.day(clock.today())), (_("作った会社"), actor.organisation.name)]
    book = LongBook(
        title=about.title,
        author=actor.organisation.name,
        made_on=clock.today(),
        foot=f"{actor.organisation.name}　{about.title}",
        sheets=(
            LongSheet(about.title, widths, heads, rows),
            LongSheet(_("この表について"), (18.0, 80.0), (_("こと"), _("内容")), told),
        ),
    )
    write(file, book)
    yield from _chunks(file)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _values(actor: Actor, about: About) -> dict[str, Any]:
    today = clock.today()
    disclaimer = _("取引先が自分で答えた内容のまとめです。認証でも、取引の良し悪しの判断でもありません。")
    return {
        "lang": (get_language() or "ja").split("-")[0],
        "title": about.title,
        "author": actor.organisation.name,
        "organisation": actor.organisation.name,
        "made_on": [today.year, today.month, today.day],
        "about": list(about.parts),
        "disclaimer": disclaimer,
        "foot": {
            "pack": about.asked.name,
            "number": _("印刷 %(day)s") % {"day": tables.day(today)},
            "disclaimer": disclaimer,
        },
    }
