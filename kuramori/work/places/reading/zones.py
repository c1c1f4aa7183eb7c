"""Floor plans and zones as pages and printouts show them, today or on a past day."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.asof import held_on
from kuramori.work.places.models import (
    Drawing,
    DrawingTerm,
    Entitlement,
    Entry,
    Place,
    PlaceKind,
    ZoneRule,
    ZoneShape,
)


@dataclass(frozen=True, slots=True)
class Dress:
    """How a rule looks: a word, a colour and a pattern together, so that print in grey tells as much."""

    word: str | Promise
    english: str
    says: str | Promise
    colour: str
    pattern: str


DRESSES = {
    Entry.OPEN: Dress(_("だれでも"), "Open to visitors", _("どなたでも入れます。"), "#115a36", "plain"),
    Entry.ESCORTED: Dress(
        _("来訪者は同行で"),
        "Visitors with escort",
        _("来訪の方は、社員と一緒にお入りください。"),
        "#6e5600",
        "dots",
    ),
    Entry.STAFF: Dress(
        _("社員だけ"),
        "Staff only",
        _("社員のほかは入れません。ご用の方は声をおかけください。"),
        "#00428c",
        "lines",
    ),
    Entry.NAMED: Dress(
        _("許された人だけ"),
        "Authorised persons only",
        _("名前を登録された人だけが入れます。"),
        "#a90000",
        "cross",
    ),
}


@dataclass(frozen=True, slots=True)
class Entitled:
    person_id: uuid.UUID
    name: str
    reason: str
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone on a day. `corners` None: it is not on the drawing; `entry` "" while nobody has set the rule."""

    id: uuid.UUID
    name: str
    path: str
    entry: str
    photos: bool
    entitled: tuple[Entitled, ...]
    corners: tuple[tuple[int, int], ...] | None

    @property
    def dress(self) -> Dress:
        return DRESSES[Entry(self.entry)] if self.entry else DRESSES[Entry.STAFF]

    @property
    def entry_label(self) -> str:
        return str(Entry(self.entry).label) if self.entry else ""

    @property
    def typed(self) -> str:
        """The corners as they are typed: percents, one corner after the other."""
        return " ".join(f"{x / 100:g},{y / 100:g}" for x, y in self.corners or ())


@dataclass(frozen=True, slots=True)
class DrawnZone:
    """A zone as it is drawn: SVG points in the drawing's pixels, and where its name stands."""

    line: ZoneLine
    points: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Term:
    drawing_id: uuid.UUID
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The drawing of a place on a day, and the zones in it; `drawing_id` None where there is none."""

    place_id: uuid.UUID
    place: str
    on: datetime.date | None
    drawing_id: uuid.UUID | None
    width: int
    height: int
    drawn: tuple[DrawnZone, ...]
    others: tuple[ZoneLine, ...]
    terms: tuple[Term, ...]

    @property
    def zones(self) -> tuple[ZoneLine, ...]:
        return (*(one.line for one in self.drawn), *self.others)

    @property
    def font(self) -> int:
        """The size of a zone's name, in the drawing's pixels."""
        return max(self.width // 45, 12)


def zone_lines(on: datetime.date | None = None, drawing: Drawing | None = None) -> tuple[ZoneLine, ...]:
    """Every zone in use, in four queries."""
    zones = Place.objects.filter(kind=PlaceKind.ZONE, retired_on__isnull=True).order_by("path")
    rules = {row.zone_id: row for row in ZoneRule.objects.filter(held_on(on))}
    shapes = {row.zone_id: row.corners for row in ZoneShape.objects.filter(held_on(on), drawing=drawing)}
    entitled: dict[uuid.UUID, list[Entitled]] = {}
    for row in Entitlement.objects.filter(held_on(on)).select_related("person").order_by("person__name"):
        entitled.setdefault(row.zone_id, []).append(
            Entitled(row.person_id, row.person.name, row.reason, row.from_on, row.until_on)
        )
    return tuple(
        ZoneLine(
            id=zone.pk,
            name=zone.name,
            path=zone.path,
            entry=rules[zone.pk].entry if zone.pk in rules else "",
            photos=zone.pk in rules and rules[zone.pk].photos,
            entitled=tuple(entitled.get(zone.pk, ())),
            corners=tuple((x, y) for x, y in shapes[zone.pk]) if zone.pk in shapes else None,
        )
        for zone in zones
    )


def zone_line(zone: Place) -> ZoneLine:
    return next((line for line in zone_lines() if line.id == zone.pk), _unknown(zone))


def plan_page(place: Place, on: datetime.date | None = None) -> PlanPage:
    """The floor plan of a place, today or `on` a day: what was drawn then, by the rules of then."""
    terms = DrawingTerm.objects.filter(superseded_at__isnull=True, place=place).order_by("-from_on")
    held = DrawingTerm.objects.filter(held_on(on), place=place).select_related("drawing").first()
    drawing = held.drawing if held else None
    lines = zone_lines(on, drawing) if drawing else zone_lines(on)
    beneath = f"{place.path} / "
    return PlanPage(
        place_id=place.pk,
        place=place.name,
        on=on,
        drawing_id=drawing.pk if drawing else None,
        width=drawing.width if drawing else 0,
        height=drawing.height if drawing else 0,
        drawn=tuple(_drawn(line, drawing) for line in lines if drawing and line.corners),
        others=tuple(
            line
            for line in lines
            if not line.corners and (line.path.startswith(beneath) or line.id == place.pk)
        ),
        terms=tuple(Term(row.drawing_id, row.from_on, row.until_on) for row in terms),
    )


def _drawn(line: ZoneLine, drawing: Drawing) -> DrawnZone:
    corners = [(x * drawing.width / 10_000, y * drawing.height / 10_000) for x, y in line.corners or ()]
    return DrawnZone(
        line=line,
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        x=round(sum(x for x, _y in corners) / len(corners), 1),
        y=round(sum(y for _x, y in corners) / len(corners), 1),
    )


def _unknown(zone: Place) -> ZoneLine:
    return ZoneLine(zone.pk, zone.name, zone.path, "", False, (), None)
