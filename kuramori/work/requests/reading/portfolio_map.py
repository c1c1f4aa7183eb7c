"""The map: how many of a hundred answers hold, of each item (or part) and class. Made from the tallies, never from the
answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum

from kuramori.rules.requests.bands import band
from kuramori.rules.requests.outcomes import HOLDS, Outcome
from kuramori.work.requests.models import Tally
from kuramori.work.requests.reading.portfolio_lists import Questions, class_name
from kuramori.work.requests.reading.shown import percent

THOUSAND: Final = 1_000
MOST_WEAK: Final = 5
Column = Mapping[str, int]
_ASIDE: Final = (str(Outcome.NA), str(Outcome.HIDDEN))
_HOLDING: Final = tuple(str(letter) for letter in HOLDS if letter is not Outcome.NA)


@dataclass(frozen=True, slots=True)
class Klass:
    """A class of partners; `asked` is what an address calls it."""

    name: str
    asked: str
    partners: int


@dataclass(frozen=True, slots=True)
class Cell:
    """`percent` of the `applies` answers hold; None where nobody was asked or nobody shows it. `band` 1 to 5."""

    klass: Klass
    percent: int | None
    band: int
    applies: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """One item or one part; `all` is over every class."""

    id: str
    is_part: bool
    title: str
    cells: tuple[Cell, ...]
    all: Cell


@dataclass(frozen=True, slots=True)
class Map:
    classes: tuple[Klass, ...]
    rows: tuple[MapRow, ...]
    everybody: Klass


def heat(asked: Questions, *, by_item: bool, part: str = "") -> Map:
    """Rows in the list's order, classes by name; one question, of as many rows as there are classes."""
    tallies = _tallies(asked)
    classes = tuple(Klass(class_name(one.klass), one.klass or "-", one.partners) for one in tallies)
    everybody = Klass("", "", sum(one.partners for one in tallies))
    counted: Sequence[Mapping[str, Column]] = [one.counts for one in tallies]
    rows = []
    for key, title, items in _rows(asked, counted, by_item, part):
        told = [_summed(counts, items) for counts in counted]
        if not any(told):
            continue
        rows.append(
            MapRow(
                key,
                not by_item,
                title,
                tuple(_cell(klass, column) for klass, column in zip(classes, told, strict=True)),
                _cell(everybody, _added(told)),
            )
        )
    return Map(classes, tuple(rows), everybody)


def classes(asked: Questions) -> tuple[Klass, ...]:
    """The classes of those who answered, of every edition, by name."""
    counted = Tally.objects.filter(pack_id=asked.pack_id, partners__gt=0).values_list("klass")
    told = counted.annotate(n=Sum("partners")).order_by("klass")
    return tuple(Klass(class_name(klass), klass or "-", n) for klass, n in told)


def weakest(asked: Questions) -> tuple[MapRow, ...]:
    """The items that hold with the fewest partners, lowest first; over every class, without the cells of each."""
    counted: Sequence[Mapping[str, Column]] = [one.counts for one in _tallies(asked)]
    everybody = Klass("", "", 0)
    told = (
        MapRow(key, False, title, (), _cell(everybody, _added(counts.get(key, {}) for counts in counted)))
        for key, title, _items in _rows(asked, counted, True, "")
    )
    shown = [row for row in told if row.all.percent is not None]
    return tuple(sorted(shown, key=lambda row: row.all.percent or 0)[:MOST_WEAK])


def _tallies(asked: Questions) -> list[Tally]:
    rows = Tally.objects.filter(pack_id=asked.pack_id, digest=asked.digest, partners__gt=0)
    return list(rows.order_by("klass"))


def _rows(
    asked: Questions, counted: Sequence[Mapping[str, Column]], by_item: bool, part: str
) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    if not by_item:
        for one in asked.parts:
            yield one.id, f"{one.mark} {one.title}".strip(), one.items
        return
    inside = {item for one in asked.parts if one.id == part for item in one.items}
    # Where the edition is lost, what was counted still has its ids.
    for item in asked.titles or sorted({item for counts in counted for item in counts}):
        if not inside or item in inside:
            yield item, asked.titles.get(item, item), (item,)


def _summed(counts: Mapping[str, Column], items: Iterable[str]) -> dict[str, int]:
    return _added(counts.get(item, {}) for item in items)


def _added(columns: Iterable[Column]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in columns:
        for letter, n in column.items():
            found[letter] = found.get(letter, 0) + n
    return found


def _cell(klass: Klass, column: Column) -> Cell:
    applies = sum(column.values()) - sum(column.get(letter, 0) for letter in _ASIDE)
    holds = sum(column.get(letter, 0) for letter in _HOLDING)
    if not applies:
        return Cell(klass, None, 0, 0)
    share = (2 * holds * THOUSAND + applies) // (2 * applies)
    return Cell(klass, percent(share), band(share), applies)
