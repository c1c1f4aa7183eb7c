"""The ○× table: people down, assets across, for a day."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access, entry, grades
from kuramori.work.ledger.breadth import Breadth, Judged, judge
from kuramori.work.ledger.handling import Handling, handlings
from kuramori.work.ledger.knowing import House, house_on, knowers
from kuramori.work.ledger.models import Asset, Grade, Grant, Stage, Version

ACROSS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One asset; `breadth` says whether its circle is wide."""

    id: uuid.UUID
    number: str
    name: str
    grade: str
    grade_name: str
    judged: Judged

    @property
    def is_broad(self) -> bool:
        return self.judged.breadth is Breadth.BROAD

    @property
    def asks_whether_told(self) -> bool:
        return self.judged.breadth is Breadth.TELL


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; `marks` are as long as the columns: "keeper", "granted" or ""."""

    id: uuid.UUID
    name: str
    department: str
    marks: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(bool(mark) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class WhoPage:
    """`assets` are those shown, for `looks.note`; `left_out` counts the masked ones.

    `handling` holds the rules of the day for the grades shown.
    """

    on: datetime.date
    columns: tuple[Column, ...]
    people: tuple[PersonRow, ...]
    assets: tuple[Asset, ...]
    left_out: int
    page: int
    pages: int
    department: str
    departments: tuple[str, ...]
    handling: tuple[Handling, ...]

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)

    @property
    def broad(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_broad)

    @property
    def to_tell(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.asks_whether_told)


def who_page(
    actor: Actor,
    on: datetime.date | None = None,
    *,
    page: int = 1,
    department: str = "",
    across: int = ACROSS,
) -> WhoPage:
    """Who could know what on a day, as is known of it now; ten queries. Public entries do not need a table."""
    actor.require(Can.ASSET_READ)
    day = on or clock.today()
    everything = _everything(actor)
    shown = [asset for asset in everything if not asset.is_masked]
    then, said = _standing(shown, day)
    pages = max(1, -(-len(then) // across))
    at = min(max(page, 1), pages)
    part = tuple(then[(at - 1) * across : at * across])
    house, names = house_on(day), grades.names(day)
    granted: dict[uuid.UUID, list[Grant]] = {}
    for grant in Grant.objects.filter(held_on(day), asset__in=part).select_related("person"):
        granted.setdefault(grant.asset_id, []).append(grant)
    across_then = [_column(asset, said[asset.pk], granted.get(asset.pk, []), house, names) for asset in part]
    columns = tuple(column for column, _circle in across_then)
    rules = handlings(names, day)
    return WhoPage(
        on=day,
        columns=columns,
        people=_people(house, [circle for _column, circle in across_then], department),
        assets=part,
        left_out=len(everything) - len(shown),
        page=at,
        pages=pages,
        department=department,
        departments=tuple(sorted(set(house.departments.values()))),
        handling=tuple(rules[grade] for grade in rules if grade in {column.grade for column in columns}),
    )


def _everything(actor: Actor) -> list[Asset]:
    """What ever stood in the ledger and is not public, each with whether it is masked."""
    rows = access.assets_seen_by(actor).filter(stage__in=(Stage.ADMITTED, Stage.DISPOSED))
    kept = rows.exclude(grade=Grade.PUBLIC).order_by("number").select_related(None)
    return list(kept.only("pk", "number", "grade", "keeper", "stage"))


def _standing(
    shown: list[Asset], day: datetime.date
) -> tuple[list[Asset], dict[uuid.UUID, dict[str, entry.Value]]]:
    """Those that stood in the ledger on the day, and what each said."""
    said = {
        version.asset_id: entry.given(version.values)
        for version in Version.objects.filter(held_on(day), asset__in=[asset.pk for asset in shown])
        if version.values["stage"] == Stage.ADMITTED
    }
    return [asset for asset in shown if asset.pk in said], said


def _column(
    asset: Asset,
    values: dict[str, entry.Value],
    granted: list[Grant],
    house: House,
    names: dict[str, str],
) -> tuple[Column, dict[uuid.UUID, str]]:
    """One asset's heading, and its mark by person."""
    keeper = values["keeper"]
    keeper_id = keeper.id if isinstance(keeper, entry.Ref) else None
    found = knowers(granted, keeper_id, house)
    grade = str(values["grade"])
    judged = judge(grade, found, house)
    column = Column(asset.pk, asset.number, str(values["name"]), grade, names[grade], judged)
    return column, {one.person.id: "keeper" if one.person.id == keeper_id else "granted" for one in found}


def mark_words(mark: str) -> str:
    """A mark as it is printed."""
    return {"keeper": _("◎"), "granted": _("○")}.get(mark, _("×"))


def _people(house: House, known: list[dict[uuid.UUID, str]], department: str) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(one.id, one.name, one.department, tuple(circle.get(one.id, "") for circle in known))
        for one in sorted(house.people.values(), key=lambda one: (one.department, one.name))
        if not department or department in one.department
    )
