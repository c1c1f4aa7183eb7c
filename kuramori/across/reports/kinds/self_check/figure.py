"""The radar of nine measures: as a file, as a picture, and inside the other formats."""

from __future__ import annotations

from collections.abc import Sequence

from kuramori.across.reports.dates import day
from kuramori.across.reports.kinds.self_check import phrasing
from kuramori.across.reports.kinds.self_check.data import Data, Previous
from kuramori.across.reports.words import Words
from kuramori.press import svg
from kuramori.press.png import png as picture
from kuramori.rules.figures import radar_shape

PNG_WIDTH = 1500
"""Pixels: sharp on a slide and at 12 cm on paper."""


def alone(data: Data, words: Words) -> bytes:
    """An SVG file that may travel without its report: it says whose, when, how many points, what was left out and
    why, and what it is not.
    """
    return _alone(data, words, phrasing.left_out(data, words)).encode("utf-8")


def png(data: Data, words: Words) -> bytes:
    # A picture for a slide stays short, and a letter that the typeface lacks would vanish from it unseen.
    return picture(_alone(data, words), width=PNG_WIDTH)


def _alone(data: Data, words: Words, more: Sequence[str] = ()) -> str:
    return svg.radar_alone(
        _shape(data, _after(data)),
        labels(data, words),
        caption(data, words),
        [
            phrasing.total_sentence(data, words),
            legend(data, words),
            "　".join(
                filter(None, [data.organisation, words("made_on", date=day(data.made_on, words.lang))])
            ),
            *more,
            phrasing.warning(data, words),
        ],
    )


def inside(data: Data, words: Words) -> str:
    """The figure for a page of the report, what the three actions would bring drawn dashed."""
    return svg.radar(_shape(data, _after(data)), labels(data, words), caption(data, words), svg.PRINT)


def against(data: Data, before: Previous, words: Words, *, named: bool = False) -> str:
    """The figure of this round over the previous one, with marks only or `named` in full."""
    return svg.radar(
        radar_shape(_shares(data), before.shares, "wide" if named else "narrow"),
        labels(data, words),
        caption(data, words, "before"),
        svg.PRINT if named else svg.PRINT_MARKS,
    )


def labels(data: Data, words: Words) -> list[svg.Label]:
    return [
        svg.Label(
            measure.mark,
            measure.short,
            words("radar_spoke", items=measure.items, share=phrasing.reached(measure, words)),
        )
        for measure in data.measures
    ]


def caption(data: Data, words: Words, key: str = "radar") -> svg.Caption:
    values = words("list_join").join(
        words("radar_value", mark=m.mark, title=m.title, share=phrasing.reached(m, words))
        for m in data.measures
    )
    return svg.Caption(key, words("radar_title"), words("radar_desc", values=values))


def legend(data: Data, words: Words) -> str:
    """What solid and dashed mean, in words, and what a spoke at the centre may mean."""
    if data.what_if:
        after = phrasing.score(data.what_if.total, words)
        says = words("radar_then", count=len(data.actions), score=after)
    else:
        says = words("radar_now")
    if any(measure.share is None for measure in data.measures):
        says += words("gap") + words("radar_na")
    return says


def _after(data: Data) -> tuple[float | None, ...] | None:
    return data.what_if.shares if data.what_if else None


def _shape(data: Data, then: Sequence[float | None] | None) -> svg.Shape:
    return radar_shape(_shares(data), then)


def _shares(data: Data) -> list[float | None]:
    return [measure.share for measure in data.measures]
