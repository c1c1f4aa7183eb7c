"""The list of the ledger: searched, filtered, sorted, fifty lines at a time. Six queries, however much there is."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access, grades
from kuramori.work.ledger.findable import MOST, found_by
from kuramori.work.ledger.models import Asset, Grade, Layer, Origin, Stage
from kuramori.work.ledger.reading.lines import LACKS_MARK, SOON_DAYS, AssetLine, lines_of

PAGE = 50
LONGEST_QUESTION = 100
SORTS = {"number": ("number",), "-number": ("-number",), "review": ("review_on", "number")}
STANDING = Q(stage=Stage.ADMITTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. What cannot be read counts as not asked."""

    q: str = ""
    grade: str = ""
    layer: str = ""
    keeper: uuid.UUID | None = None
    part: str = "all"
    sort: str = "number"
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """From the query string."""
        part, sort, page = given.get("part", ""), given.get("sort", ""), given.get("page", "")
        return cls(
            q=given.get("q", "").strip()[:LONGEST_QUESTION],
            grade=given.get("grade", "") if given.get("grade") in Grade.values else "",
            layer=given.get("layer", "") if given.get("layer") in Layer.values else "",
            keeper=_uuid(given.get("keeper", "")),
            part=part if part in PARTS else "all",
            sort=sort if sort in SORTS else "number",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.grade or self.layer or self.keeper or self.part != "all")

    def query(self, **other: object) -> str:
        """The query string of the same list with something else; the first page unless told."""
        said = {
            "q": self.q,
            "grade": self.grade,
            "layer": self.layer,
            "keeper": self.keeper or "",
            "part": "" if self.part == "all" else self.part,
            "sort": "" if self.sort == "number" else self.sort,
        }
        return urlencode({name: str(value) for name, value in {**said, **other}.items() if value})


@dataclass(frozen=True, slots=True)
class Segment:
    """One saved view above the list."""

    name: str
    label: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """`assets` are the rows shown, for `looks.note`; `total` counts the ledger, `found` what fits."""

    lines: tuple[AssetLine, ...]
    assets: tuple[Asset, ...]
    asked: Asked
    total: int
    found: int
    waiting: int
    segments: tuple[Segment, ...]
    grades: tuple[tuple[str, str], ...]
    layers: tuple[tuple[str, str], ...]
    keepers: tuple[tuple[str, str], ...]
    may_see_top: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE))

    @property
    def before(self) -> str:
        return self.asked.query(page=self.asked.page - 1) if self.asked.page > 1 else ""

    @property
    def after(self) -> str:
        return self.asked.query(page=self.asked.page + 1) if self.asked.page < self.pages else ""

    @property
    def is_cut(self) -> bool:
        """More than the index gives at once may fit."""
        return bool(self.asked.q) and self.found >= MOST

    @property
    def has_masked(self) -> bool:
        return any(line.is_masked for line in self.lines)

    @property
    def sort_by_number(self) -> str:
        return self.asked.query(sort="-number" if self.asked.sort == "number" else "")

    @property
    def sort_by_review(self) -> str:
        return self.asked.query(sort="review")


def list_page(actor: Actor, asked: Asked) -> ListPage:
    """The list that this reader sees, for whoever may read the ledger."""
    actor.require(Can.ASSET_READ)
    fits = _fits(actor, asked)
    counted = Asset.objects.aggregate(
        total=Count("pk", filter=STANDING),
        found=Count("pk", filter=STANDING & fits),
        waiting=Count("pk", filter=Q(stage=Stage.PROPOSED)),
    )
    names = grades.names()
    rows = tuple(_page(access.assets_seen_by(actor).filter(STANDING & fits), asked))
    keeps = Exists(Asset.objects.filter(STANDING, keeper=OuterRef("pk")))
    keepers = Person.objects.filter(keeps).order_by("name")
    return ListPage(
        lines=lines_of(rows, names),
        assets=rows,
        asked=asked,
        segments=tuple(
            Segment(name, label(), asked.query(part="" if name == "all" else name), name == asked.part)
            for name, label in PARTS.items()
        ),
        grades=tuple(names.items()),
        layers=tuple((layer.value, str(layer.label)) for layer in Layer),
        keepers=tuple((str(pk), name) for pk, name in keepers.values_list("pk", "name")),
        may_see_top=actor.may(Can.ASSET_READ_TOP),
        **counted,
    )


def narrowed(actor: Actor, asked: Asked) -> QuerySet[Asset]:
    """Every row that fits, in its order, with its mask; the caller takes a portion."""
    return access.assets_seen_by(actor).filter(STANDING & _fits(actor, asked)).order_by(*SORTS[asked.sort])


PARTS = {
    "all": lambda: _("全部"),
    "due": lambda: _("見直し期限"),
    "received": lambda: _("預かり物"),
    "unmarked": lambda: _("表示なし"),
}


def _page(rows: QuerySet[Asset], asked: Asked) -> QuerySet[Asset]:
    start = (asked.page - 1) * PAGE
    return rows.order_by(*SORTS[asked.sort])[start : start + PAGE]


def _fits(actor: Actor, asked: Asked) -> Q:
    fits = Q()
    if asked.grade:
        fits &= Q(grade=asked.grade)
    if asked.layer:
        fits &= Q(layer=asked.layer)
    if asked.keeper:
        fits &= Q(keeper_id=asked.keeper)
    if asked.part == "due":
        fits &= Q(review_on__lte=clock.today() + datetime.timedelta(days=SOON_DAYS))
    elif asked.part == "received":
        fits &= Q(origin=Origin.RECEIVED)
    elif asked.part == "unmarked":
        fits &= LACKS_MARK
    if asked.q:
        fits &= Q(pk__in=[uuid.UUID(found) for found in found_by(actor, asked.q)])
    return fits


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
