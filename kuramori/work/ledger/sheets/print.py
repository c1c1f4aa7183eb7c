"""One asset's mark on paper. Number, grade, company and keeper stand on it; the name of a secret never does."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.outside import clock
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.work.ledger.marking import Marking
from kuramori.work.ledger.sheets.kinds import KINDS, MOST_STICKERS, SIZES, Size

_PIECES = {"cover": 1, "shelf": 2, "mould": 6}


def sheet(
    marking: Marking, kind: str, *, keeper: str, address: str, size: str = "", count: int = 0, skip: int = 0
) -> bytes:
    """A PDF; `address` is what the QR code opens. Raises a `PressFault`."""
    paper = SIZES.get(size) or next(iter(SIZES.values()))
    pieces = count or (paper.per_sheet - skip % paper.per_sheet if kind == "stickers" else _PIECES[kind])
    values = {
        "title": marking.line,
        "organisation": marking.company,
        "lang": get_language() or "ja",
        "grade": marking.grade_name,
        "level": marking.grade,
        "number": marking.number,
        "keeper": keeper,
        "qr": qr.svg(address),
        "count": min(pieces, MOST_STICKERS),
        "skip": skip % paper.per_sheet,
        "words": _words(),
        "size": _plain(paper),
    }
    return pdf(KINDS[kind].template, values, made_on=clock.today())


def _words() -> dict[str, str]:
    return {
        "keeper": _("保管する人"),
        "number": _("管理番号"),
        "copy": _("無断複製・持ち出しを禁じます"),
        "after": _("使い終わったら、すぐに元の場所へ戻してください。"),
        "found": _("見つけた方は、保管する人へ届けてください。"),
        "qr": _("台帳のこの情報を開くQRコード（見られるのは許された方だけです）"),
        "no_photo": _("撮影しないでください"),
    }


def _plain(size: Size) -> dict[str, float]:
    return {
        "columns": size.columns,
        "rows": size.rows,
        "width": size.width,
        "height": size.height,
        "left": size.left,
        "top": size.top,
        "gap_x": size.gap_x,
        "gap_y": size.gap_y,
    }
