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
    """`assets` are those shown, for `looks.note`; `left_out` counts the masked ones."""

    on: datetime.date
    columns: tuple[Column, ...]
    people: tuple[PersonRow, ...]
    assets: tuple[Asset, ...]
    left_out: int
    page: int
    pages: int
    department: str
    departments: tuple[str, ...]

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
    """Who could know what on a day, as is known of it now; nine queries. Public entries do not need a table."""
    actor.require(Can.ASSET_READ)
    day = on or clock.today()
    rows = (
        access.assets_seen_by(actor)
        .filter(stage__in=(Stage.ADMITTED, Stage.DISPOSED))
        .exclude(grade=Grade.PUBLIC)
        .order_by("number")
    )
    everything = list(rows.select_related(None).only("pk", "number", "grade", "keeper", "stage"))
    shown = [asset for asset in everything if not asset.is_masked]
    held = held_on(day)
    versions = {
        version.asset_id: version
        for version in Version.objects.filter(held, asset__in=[asset.pk for asset in shown])
        if version.values["stage"] == Stage.ADMITTED
    }
    then = [asset for asset in shown if asset.pk in versions]
    pages = max(1, -(-len(then) // across))
    at = min(max(page, 1), pages)
    part = tuple(then[(at - 1) * across : at * across])
    house = house_on(day)
    granted: dict[uuid.UUID, list[Grant]] = {}
    for grant in Grant.objects.filter(held, asset__in=part).select_related("person"):
        granted.setdefault(grant.asset_id, []).append(grant)
    names = grades.names(day)
    known, columns = [], []
    for asset in part:
        values = entry.given(versions[asset.pk].values)
        keeper = values["keeper"].id
        found = knowers(granted.get(asset.pk, []), keeper, house)
        known.append({one.person.id: "keeper" if one.person.id == keeper else "granted" for one in found})
        judged = judge(str(values["grade"]), found, house)
        columns.append(
            Column(
                asset.pk,
                asset.number,
                str(values["name"]),
                str(values["grade"]),
                names[str(values["grade"])],
                judged,
            )
        )
    return WhoPage(
        on=day,
        columns=tuple(columns),
        people=_people(house, known, department),
        assets=part,
        left_out=len(everything) - len(shown),
        page=at,
        pages=pages,
        department=department,
        departments=tuple(sorted(set(house.departments.values()))),
    )


def mark_words(mark: str) -> str:
    """A mark as it is printed."""
    return {"keeper": _("◎"), "granted": _("○")}.get(mark, _("×"))


def _people(house: House, known: list[dict[uuid.UUID, str]], department: str) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(one.id, one.name, one.department, tuple(circle.get(one.id, "") for circle in known))
        for one in sorted(house.people.values(), key=lambda one: (one.department, one.name))
        if not department or department in one.department
    )
