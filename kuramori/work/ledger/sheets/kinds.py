"""Which sheets there are: kinds with their template, and the sizes of sticker paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HERE = Path(__file__).resolve().parent
MOST_STICKERS = 650
"""Ten full sheets of the smallest stickers."""


@dataclass(frozen=True, slots=True)
class Size:
    """A sheet of stickers on A4. Lengths in millimetres."""

    id: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float
    gap_y: float

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    @property
    def title(self) -> str:
        return _("%(faces)s面（%(width)s × %(height)s mm）") % {
            "faces": self.per_sheet,
            "width": f"{self.width:g}",
            "height": f"{self.height:g}",
        }


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of printed mark."""

    title: str | Promise
    template: Path


def _sizes() -> Mapping[str, Size]:
    told = json.loads((HERE / "sizes.json").read_text(encoding="utf-8"))
    return {one["id"]: Size(**one) for one in told["sheets"]}


SIZES: Mapping[str, Size] = _sizes()
KINDS: Mapping[str, Kind] = {
    "stickers": Kind(gettext_lazy("シール"), HERE / "stickers.typ"),
    "cover": Kind(gettext_lazy("㊙の表紙（A4）"), HERE / "cover.typ"),
    "shelf": Kind(gettext_lazy("棚・扉の札（A4に2枚）"), HERE / "shelf.typ"),
    "mould": Kind(gettext_lazy("金型・現物の札（A4に6枚）"), HERE / "mould.typ"),
}
