"""The owner's page on the screen: the very lines of the printed one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuramori.across.reports.kinds.owner_page import lines
from kuramori.across.reports.kinds.owner_page.data import Data
from kuramori.across.reports.kinds.owner_page.lines import Step
from kuramori.across.reports.kinds.self_check import figure, phrasing
from kuramori.across.reports.kinds.self_check.data import Data as SelfCheck
from kuramori.across.reports.kinds.self_check.data import Remark
from kuramori.across.reports.render import KINDS
from kuramori.across.reports.words import Words, words_in
from kuramori.press import svg
from kuramori.rules.figures import radar_shape


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything as text, but the radar, which is SVG of ours."""

    made_on: date
    score: int | None
    fraction: str
    since: tuple[str, ...]
    strong: tuple[Remark, ...]
    weak: tuple[Remark, ...]
    steps: tuple[Step, ...]
    sum: str | None
    plan: tuple[str, ...]
    decisions: tuple[str, ...]
    disclaimer: str
    radar: str


def owner_screen(data: Data, lang: str) -> Screen:
    """The page's lines in `lang` (`ja` or `en`)."""
    words, check = words_in(KINDS / "owner_page", lang), data.check
    return Screen(
        made_on=data.made_on,
        score=check.total.score,
        fraction=phrasing.fraction(check.total.points, check.total.max),
        since=tuple(lines.since(data, words)),
        strong=check.strong,
        weak=check.weak,
        steps=tuple(lines.steps(data, words)),
        sum=lines.sum_line(data, words),
        plan=tuple(lines.standing(data, words)),
        decisions=tuple(lines.decisions(data, words)),
        disclaimer=check.pack.disclaimer,
        radar=_radar(check, words_in(KINDS / "self_check", lang)),
    )


def _radar(check: SelfCheck, words: Words) -> str:
    """With names for a wide page and with marks alone for a phone; the style sheet shows one of them."""
    shares = [measure.share for measure in check.measures]
    after = check.what_if.shares if check.what_if else None
    labels = figure.labels(check, words)
    layouts: tuple[tuple[Literal["wide", "narrow"], svg.Dress, str], ...] = (
        ("wide", svg.WIDE, "radar radar--wide"),
        ("narrow", svg.NARROW, "radar radar--narrow"),
    )
    return "".join(
        svg.radar(
            radar_shape(shares, after, layout), labels, figure.caption(check, words, layout), dress, look
        )
        for layout, dress, look in layouts
    )
