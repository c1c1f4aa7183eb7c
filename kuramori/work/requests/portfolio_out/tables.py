"""What stands in a file of the list or of the map: headings and lines, as text and whole numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from kuramori.ground.jobs.kinds import Progress
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests.reading import portfolio_list, portfolio_map
from kuramori.work.requests.reading.portfolio_list import Filters, Line
from kuramori.work.requests.reading.portfolio_lists import Questions

PORTION: Final = 500
Said = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters of a workbook; `share` of a paper's width, 0 for a number, -1 for a day."""

    head: str
    width: float
    share: int
    said: Callable[[Line], Said]


def columns(actor: Actor) -> tuple[Column, ...]:
    """Those that this actor may read: no hand-overs and no assurances for whoever may not see them elsewhere."""
    found = [
        Column(_("会社"), 30.0, 4, lambda line: line.name),
        Column(_("区分"), 10.0, 1, lambda line: line.klass),
        Column(_("回答のようす"), 18.0, 2, lambda line: line.reply.words if line.reply else ""),
        Column(_("満たしている（%）"), 12.0, 0, lambda line: line.percent),
        Column(_("前の回から（点）"), 12.0, 0, lambda line: line.moved),
        Column(_("足りない設問"), 12.0, 0, lambda line: line.short if line.as_of else None),
        Column(_("うち重大"), 10.0, 0, lambda line: line.critical if line.as_of else None),
    ]
    if actor.may(Can.AGREEMENT_READ):
        found += [
            Column(
                _("確認の段階（情報）"), 18.0, 2, lambda line: line.seen[0] if line.seen else _("確認なし")
            ),
            Column(_("確認の段階（IT）"), 18.0, 2, lambda line: line.seen[1] if line.seen else _("確認なし")),
        ]
    if actor.may(Can.HAND_OVER_READ):
        found.append(Column(_("当社の極秘（件）"), 12.0, 0, lambda line: line.tops or None))
    return (
        *found,
        Column(_("回答の日"), 12.0, -1, lambda line: day(line.as_of)),
        Column(_("有効期限"), 12.0, -1, lambda line: day(line.valid_until)),
    )


def lines(
    actor: Actor, asked: Questions, filters: Filters, progress: Progress | None = None
) -> Iterator[Line]:
    """Every line of the list in its order, read a portion at a time.

    What is added or answered meanwhile may move lines by one, as between two pages of a list.
    """
    rows = portfolio_list.found(actor, asked, filters)
    total = rows.count()
    for first in range(0, total, PORTION):
        yield from portfolio_list.portion(actor, asked, rows, first, PORTION)
        if progress:
            progress(min(first + PORTION, total), total)


def map_head(found: portfolio_map.Map) -> tuple[str, ...]:
    """設問, each class with its companies, all of them."""
    told = [
        _("%(name)s（%(n)s社）") % {"name": one.name or _("合わせて"), "n": one.partners}
        for one in (*found.classes, found.everybody)
    ]
    return (_("設問"), *told)


def map_lines(found: portfolio_map.Map) -> Iterator[tuple[Said, ...]]:
    """Per cent that hold; an empty cell where nobody answered or showed it."""
    for row in found.rows:
        yield (row.title, *(cell.percent for cell in row.cells), row.all.percent)


def day(on: datetime.date | None) -> str:
    return f"{on.year}/{on.month:02}/{on.day:02}" if on else ""
