"""From the file of a thing to pages that can be shown: measured at once, drawn one by one, kept sealed.

What the machine can draw itself is drawn when it is wanted; Office files are converted by the worker, because that
takes many seconds. Why a file cannot be shown is kept, too, so that it is told instead of tried again and again.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, job
from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import shelf
from kuramori.ground.people import access
from kuramori.outside.bucket import StorageAway
from kuramori.outside.store import Damaged
from kuramori.press import converting, pages
from kuramori.press.faults import PressFault
from kuramori.work.partners.sharing_page import kept_pages
from kuramori.work.partners.sharing_page.kept_pages import KeptPages

PREPARE = "partners:prepare_pages"
WIDTHS = {"page": 1200, "large": 2400}
"""Pixels across: in the flow of pages, and one page looked at closely."""
ABOUT, CONVERTED = "about", "pdf"
PASSING = frozenset({"no-office", "away"})
"""Reasons that may be gone tomorrow: nothing is kept of them."""


class NotShown(Exception):
    """This file cannot be shown as pages. `code` is one of `press.paging.limits.CODES` or of our own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "empty": _("中身がありません。"),
            "encrypted": _("パスワードが付いています。外してから入れ直してください。"),
            "broken": _("壊れているか、読めない書き方です。"),
            "too-many-pages": _("300ページを超えています。分けて入れてください。"),
            "too-many-pixels": _("画像が大きすぎます（4,000万画素まで）。"),
            "other-format": _("この形式は画面で見せられません。表示を付けた写しにしてください。"),
            "no-office": _(
                "このサーバーにLibreOfficeがないため、Officeのファイルは画面で見せられません。PDFにして入れるか、表示を付けた写しにしてください。"
            ),
            "away": _("ファイルの置き場につながりません。少し待ってから、もう一度開いてください。"),
            "failed": _("画面で見せる形にできませんでした。PDFにして入れてください。"),
        }[self.code]


class NotYet(Exception):
    """The worker is still at it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages there are, and the shape of each."""

    shapes: tuple[pages.Shape, ...]

    @property
    def count(self) -> int:
        return len(self.shapes)

    def height(self, number: int, width: int) -> int:
        """Pixels down of a page (from 1) that is `width` pixels wide."""
        shape = self.shapes[number - 1]
        return max(1, round(width * shape.height / shape.width))


def has_office() -> bool:
    """Whether Office files can be shown on this machine."""
    return bool(converting.converter())


def can_show(name: str) -> bool:
    """Whether a file of this name can be shown as pages on this machine."""
    ending = pages.ending_of(name)
    return ending in pages.ENDINGS or (ending in converting.ENDINGS and bool(converting.converter()))


def pages_of(file: File) -> Pages:
    """The pages of a file. Raises `NotShown`, `NotYet`."""
    kept = KeptPages(file.organisation_id, file.sha256)
    told: Any = kept.read_told(ABOUT)
    if not isinstance(told, dict):
        if pages.ending_of(file.name) in converting.ENDINGS and converting.converter():
            raise NotYet
        told = _measure(file, kept)
    if "refused" in told:
        raise NotShown(told["refused"])
    return Pages(tuple(pages.Shape(width, height) for width, height in told["pages"]))


def page_of(file: File, number: int, size: str = "page") -> bytes:
    """One page as a JPEG without a watermark: for `viewing` alone. Raises `NotShown`, `NotYet`, a `PressFault`."""
    kept, width = KeptPages(file.organisation_id, file.sha256), WIDTHS[size]
    part = f"{width}/{number}"
    drawn = kept.read(part)
    if drawn is None:
        ending, content = _drawable(file, kept)
        try:
            drawn = pages.draw(ending, content, number=number, width=width)
        except pages.Unshowable as refused:
            raise NotShown(refused.code) from refused
        kept.write(part, drawn)
    return drawn


def ask_for_pages(file: File, person_id: uuid.UUID | None) -> None:
    """Have the worker prepare all pages. Inside the transaction that ties the file to its thing."""
    enqueue(PREPARE, organisation_id=file.organisation_id, person_id=person_id, file=str(file.pk))


@job(PREPARE)
def prepare(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> None:
    """Convert where that is needed, measure, and draw every page; done twice, the second time finds all there."""
    house = access.organisation_called(uuid.UUID(organisation_id))
    if house is None:
        return
    with scope(organisation=house):
        file = File.objects.filter(pk=str(arguments["file"])).first()
        if file is None:
            return
        kept = KeptPages(file.organisation_id, file.sha256)
        if not isinstance(kept.read_told(ABOUT), dict):
            _convert_and_measure(file, kept)
        try:
            found = pages_of(file)
            for number in range(1, found.count + 1):
                page_of(file, number)
                progress(number, found.count)
        except (NotShown, NotYet, PressFault):
            return  # the page tells why; what can be drawn is drawn when it is wanted


def throw_away_old() -> None:
    """The daily work: pages nobody looked at for a month."""
    kept_pages.throw_away()


schedule(
    "partners:old_pages",
    every=datetime.timedelta(days=1),
    says=gettext_lazy("見なくなったページの画像を片づける"),
)(throw_away_old)


def _convert_and_measure(file: File, kept: KeptPages) -> None:
    if pages.ending_of(file.name) in converting.ENDINGS:
        if not converting.converter():
            return
        try:
            made = converting.to_pdf(pages.ending_of(file.name), _content(file))
        except (PressFault, NotShown) as refused:
            if getattr(refused, "code", "") not in PASSING:
                kept.write_told(ABOUT, {"refused": "failed"})
            return
        kept.write(CONVERTED, made)
    _measure(file, kept)


def _measure(file: File, kept: KeptPages) -> dict[str, object]:
    told: dict[str, object]
    try:
        ending, content = _drawable(file, kept)
        found = pages.shapes(ending, content)
        told = {"pages": [[one.width, one.height] for one in found]}
    except (pages.Unshowable, NotShown) as refused:
        told = {"refused": refused.code}
        if refused.code in PASSING:
            return told
    except PressFault:
        told = {"refused": "failed"}
    kept.write_told(ABOUT, told)
    return told


def _drawable(file: File, kept: KeptPages) -> tuple[str, bytes]:
    """What the press can draw: the file itself, or what was made of it."""
    ending = pages.ending_of(file.name)
    if ending not in converting.ENDINGS:
        return ending, _content(file)
    made = kept.read(CONVERTED)
    if made is not None:
        return "pdf", made
    if not converting.converter():
        raise NotShown("no-office")
    raise NotYet


def _content(file: File) -> bytes:
    try:
        with shelf().open(str(file.organisation_id), file.sha256) as opened:
            return opened.read()
    except (FileNotFoundError, Damaged):
        raise NotShown("broken") from None
    except StorageAway:
        raise NotShown("away") from None
