"""What pages show of workbooks: requests that can be answered in one, drops, and what one file would change."""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.ground.packs.read import PackLost
from kuramori.rules.pack_texts import PackTexts
from kuramori.rules.requests.outcomes import Given
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Drop,
    DroppedSheet,
    Request,
    RequestState,
    SheetState,
    Taking,
)
from kuramori.work.requests.workbooks import words
from kuramori.work.requests.workbooks.assigning import may_assign
from kuramori.work.requests.workbooks.comparing import Difference, differences
from kuramori.work.requests.workbooks.filled import Filled, read_filled
from kuramori.work.requests.workbooks.sentences import cell_sentence, file_sentence
from kuramori.work.requests.workbooks.taking import CHOSEN

PER_PAGE = 50
MOST_REQUESTS = 20
MOST_DROPS = 20
ORDER = (
    SheetState.DOUBTS,
    SheetState.READY,
    SheetState.UNKNOWN,
    SheetState.UNREADABLE,
    SheetState.REFUSED,
    SheetState.SAME,
    SheetState.TAKEN,
    SheetState.WAITING,
)
"""What somebody has to look at comes first."""


@dataclass(frozen=True, slots=True)
class Open:
    """A request that waits for answers; `waiting` of `all` partners have not replied."""

    row: Request
    all: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many workbooks of a drop are in which state."""

    by: Mapping[str, int]

    @property
    def all(self) -> int:
        return sum(self.by.values())

    @property
    def waiting(self) -> int:
        return self.by.get(SheetState.WAITING, 0)

    @property
    def read(self) -> int:
        return self.all - self.waiting

    @property
    def good(self) -> int:
        return self.by.get(SheetState.READY, 0)

    @property
    def doubtful(self) -> int:
        return self.by.get(SheetState.DOUBTS, 0)

    @property
    def taken(self) -> int:
        return self.by.get(SheetState.TAKEN, 0)

    @property
    def odd(self) -> int:
        """What somebody has to do something about, and what cannot count."""
        told = (SheetState.UNKNOWN, SheetState.UNREADABLE, SheetState.REFUSED)
        return sum(self.by.get(state, 0) for state in told)

    @property
    def kinds(self) -> tuple[tuple[str, str, int], ...]:
        """State, its words and how many, as far as there are any."""
        return tuple((state.value, str(state.label), self.by[state]) for state in ORDER if self.by.get(state))


@dataclass(frozen=True, slots=True)
class DropLine:
    row: Drop
    counts: Counted


@dataclass(frozen=True, slots=True)
class Home:
    requests: tuple[Open, ...]
    drops: tuple[DropLine, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a drop: `why` it does not count, if it does not."""

    row: DroppedSheet
    state: str
    partner: str
    why: str


@dataclass(frozen=True, slots=True)
class DropPage:
    row: Drop
    counts: Counted
    state: str
    lines: tuple[FileLine, ...]
    number: int
    pages: int
    is_reading: bool
    is_taking: bool

    @property
    def may_take_good(self) -> bool:
        return bool(self.counts.good) and not self.is_reading and self.row.emptied_at is None

    @property
    def may_take_all(self) -> bool:
        return bool(self.counts.doubtful) and not self.is_reading and self.row.emptied_at is None


@dataclass(frozen=True, slots=True)
class Says:
    """An answer in words; `rest` are its explanation and plan."""

    answer: str
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What one item was and would be."""

    number: str
    title: str
    before: Says
    after: Says


@dataclass(frozen=True, slots=True)
class SheetPage:
    row: DroppedSheet
    state: str
    why: str
    given_by: str
    given_on: datetime.date | None
    changes: tuple[Change, ...]
    faults: tuple[tuple[str, str, str], ...]
    told: tuple[tuple[str, str, str], ...]
    may_take: bool
    may_assign: bool
    is_first: bool


def home() -> Home:
    """Requests that are out, and what was dropped last."""
    rows = list(
        Request.objects.filter(state=RequestState.SENT).defer("content").order_by("-sent_at")[:MOST_REQUESTS]
    )
    counts = _asked(row.pk for row in rows)
    drops = list(Drop.objects.order_by("-made_at")[:MOST_DROPS])
    of_drops = _counted(DroppedSheet.objects.filter(drop__in=[row.pk for row in drops]))
    return Home(
        tuple(Open(row, *counts.get(row.pk, (0, 0))) for row in rows),
        tuple(DropLine(row, of_drops.get(row.pk, Counted({}))) for row in drops),
    )


def tidy_number(typed: str) -> str:
    """A number as it was typed from paper: wide letters, small letters and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().split())[:40]


def asked_of(number: str) -> uuid.UUID | None:
    """Who was asked under this number."""
    found: uuid.UUID | None = Asked.objects.filter(number=number).values_list("pk", flat=True).first()
    return found


def drop_page(row: Drop, state: str, number: int) -> DropPage:
    """Fifty files of a drop in one state; the first state that has any where none was chosen."""
    counts = _counted(DroppedSheet.objects.filter(drop=row)).get(row.pk, Counted({}))
    chosen = state if state in counts.by else next((kind for kind, _words, _n in counts.kinds), "")
    files = DroppedSheet.objects.filter(drop=row, state=chosen)
    pages = max(1, -(-counts.by.get(chosen, 0) // PER_PAGE))
    number = min(max(1, number), pages)
    shown = (
        files.defer("sealed", "read")
        .select_related("asked__partner")
        .order_by("at")[(number - 1) * PER_PAGE : number * PER_PAGE]
    )
    left = sum(counts.by.get(one, 0) for one in CHOSEN.get(Taking(row.taking), ()))
    return DropPage(
        row,
        counts,
        chosen,
        tuple(_line(one) for one in shown),
        number,
        pages,
        is_reading=bool(counts.waiting),
        is_taking=bool(row.taking) and row.taken_at is None and bool(left),
    )


def sheet_page(row: DroppedSheet, lang: str) -> SheetPage:
    """What one file says, beside what counts now. `is_first`: nothing counts yet, so all of it is new."""
    filled = read_filled(str(row.read)) if row.read else Filled()
    changes: tuple[Change, ...] = ()
    if row.read and row.asked is not None:
        changes = tuple(_changes(row.asked, differences(row.asked, filled), lang))
    said = [(fault.at, _item_name(row.asked, fault.item, lang), fault) for fault in filled.faults]
    return SheetPage(
        row,
        str(SheetState(row.state).label),
        file_sentence(row.code) if row.code else "",
        filled.given_by,
        filled.given_on,
        changes,
        faults=tuple((at, item, cell_sentence(one)) for at, item, one in said if not one.is_harmless),
        told=tuple((at, item, cell_sentence(one)) for at, item, one in said if one.is_harmless),
        may_assign=may_assign(row),
        may_take=row.state in CHOSEN[Taking.ALL] and bool(row.read),
        is_first=row.asked is None or row.asked.reply is None,
    )


def listed(row: Drop) -> Iterator[Sequence[str]]:
    """Every file of a drop as a line of the list that is taken away."""
    files = DroppedSheet.objects.filter(drop=row).defer("sealed", "read").select_related("asked__partner")
    for one in files.order_by("at").iterator(chunk_size=500):
        line = _line(one)
        number = one.asked.number if one.asked else ""
        yield (
            str(one.at),
            one.name,
            number,
            line.partner,
            line.state,
            str(one.changed),
            str(one.faults),
            line.why,
        )


def heads() -> tuple[str, ...]:
    """The headings of that list."""
    return (
        _("順番"),
        _("ファイル"),
        _("お願いの番号"),
        _("お願い先"),
        _("ようす"),
        _("変わる設問"),
        _("気になるところ"),
        _("どうして"),
    )


def says(given: Given | None, lang: str) -> Says:
    """An answer as one reads it."""
    if given is None:
        return Says(_("（空）"))
    rest = [given.words] if given.words else []
    if given.plan or given.plan_on:
        until = f"（{given.plan_on:%Y/%m/%d}）" if given.plan_on else ""
        rest.append(_("計画: %(plan)s%(until)s") % {"plan": given.plan or "—", "until": until})
    return Says(words.OPTIONS[lang][given.said], tuple(rest))


def _changes(asked: Asked, found: Sequence[Difference], lang: str) -> Iterator[Change]:
    text = _text(asked, lang)
    numbers = _numbers(asked)
    for one in found:
        title = text.items[one.item].title if text else one.item
        yield Change(numbers.get(one.item, one.item), title, says(one.before, lang), says(one.after, lang))


def _item_name(asked: Asked | None, item: str, lang: str) -> str:
    if asked is None or not item:
        return ""
    text = _text(asked, lang)
    return f"{_numbers(asked).get(item, '')}. {text.items[item].title}" if text else item


def _text(asked: Asked, lang: str) -> PackTexts | None:
    try:
        return packs.by_digest(asked.request.digest).text(lang)
    except PackLost:
        return None


def _numbers(asked: Asked) -> dict[str, str]:
    try:
        return {item.id: item.number for item in packs.by_digest(asked.request.digest).items}
    except PackLost:
        return {}


def _line(row: DroppedSheet) -> FileLine:
    why = file_sentence(row.code) if row.code else ""
    partner = row.asked.partner.name if row.asked else ""
    return FileLine(row, str(SheetState(row.state).label), partner, why)


def _asked(ids: Iterator[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """All and those still waited for, by request: one grouped query over an index."""
    over = {AskedState.REPLIED, AskedState.EQUIVALENT, AskedState.DECLINED, AskedState.WITHDRAWN}
    found: dict[uuid.UUID, tuple[int, int]] = {}
    rows = Asked.objects.filter(request__in=list(ids)).values_list("request_id", "state")
    for request, state, number in rows.annotate(Count("pk")).order_by():
        every, waiting = found.get(request, (0, 0))
        found[request] = (every + number, waiting + (0 if state in over else number))
    return found


def _counted(rows: QuerySet[DroppedSheet]) -> dict[uuid.UUID, Counted]:
    found: dict[uuid.UUID, dict[str, int]] = {}
    for drop, state, number in rows.values_list("drop_id", "state").annotate(Count("pk")).order_by():
        found.setdefault(drop, {})[state] = number
    return {drop: Counted(by) for drop, by in found.items()}
