"""Find a kind of report by its folder and render it."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path

from kuramori.across.reports.report import MEDIA_TYPES, Rendered, Report, ReportData
from kuramori.across.reports.words import words_in
from kuramori.press.faults import GlyphMissing

KINDS = Path(__file__).resolve().parent / "kinds"

# What Windows, macOS or a mail program would refuse or misread in a file name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')


class NoSuchReport(Exception):
    """No folder under `kinds/` has this name."""


class FormatNotOffered(Exception):
    """The kind cannot be had in this format; `formats` are those it offers."""

    def __init__(self, format: str, formats: tuple[str, ...]) -> None:
        super().__init__(f"{format} is not one of {', '.join(formats)}")
        self.formats = formats


def kinds() -> tuple[str, ...]:
    """Ids of all kinds, in order of name."""
    return tuple(sorted(folder.parent.name for folder in KINDS.glob("*/report.py")))


@cache
def report(kind: str) -> Report:
    """The kind `kind`. Raises `NoSuchReport`."""
    if kind not in kinds():
        raise NoSuchReport(kind)
    found: Report = importlib.import_module(f"kuramori.across.reports.kinds.{kind}.report").REPORT
    return found


def render(kind: str, data: ReportData, format: str, lang: str = "ja") -> Rendered:
    """`data` as a document.

    Raises `NoSuchReport`, `FormatNotOffered`, or a `press.faults.PressFault` when the document cannot be made.
    The same data gives the same PDF, SVG, PNG and HTML bytes.
    """
    found = report(kind)
    if format not in found.formats:
        raise FormatNotOffered(format, found.formats)
    words = words_in(KINDS / kind, lang)
    try:
        content = found.renderers[format](data, words)
    except GlyphMissing as missing:
        hold = [place for place, text in found.typed(data, words) if set(text) & set(missing.characters)]
        raise GlyphMissing(missing.characters, hold) from missing
    return Rendered(content, MEDIA_TYPES[format], filename(found.title[lang], data, format))


def filename(title: str, data: ReportData, format: str) -> str:
    """`title_company_date.format`, without anything a file system might refuse; the company is cut at 40."""
    named = [title, (data.organisation or "")[:40], data.made_on.isoformat()]
    safe = [_NOT_IN_NAMES.sub(" ", part).strip(" .") for part in named]
    return "_".join(part for part in safe if part) + f".{format}"
