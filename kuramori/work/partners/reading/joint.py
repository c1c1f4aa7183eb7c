"""The lists of this part: projects, requests to pass on, and kept moulds with what stood unused for long."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.outside import clock
from kuramori.work.partners.joint.moulds import OVER
from kuramori.work.partners.joint.tooling import Tooling, tooling
from kuramori.work.partners.models import (
    BroughtIn,
    JointProject,
    KeptMould,
    MouldState,
    OnwardRequest,
    OnwardSide,
    OnwardState,
    StorageTalk,
)

EACH = 100
MOST_PRINTED = 2_000


@dataclass(frozen=True, slots=True)
class OnwardLine:
    """`where` and `tone` say how it stands on that day: an allowed one may have run out."""

    row: OnwardRequest
    where: str
    tone: str


@dataclass(frozen=True, slots=True)
class MouldLine:
    """`talk` is the newest about the cost; `is_old` where it stood unused for long."""

    row: KeptMould
    talk: StorageTalk | None
    is_old: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class MouldsPage:
    """`partner` is the owner whose moulds alone are shown, `owners` are all who have one that stands here or stood."""

    lines: tuple[MouldLine, ...]
    only: str
    partner: Partner | None
    owners: tuple[Partner, ...]
    kept: int
    old: int
    says: Tooling


@dataclass(frozen=True, slots=True)
class ProjectLine:
    row: JointProject
    lines: int
    unconfirmed: int


def onward_line(row: OnwardRequest, on: datetime.date | None = None) -> OnwardLine:
    day = on or clock.today()
    if row.state == OnwardState.ALLOWED and row.until_on is not None and row.until_on < day:
        return OnwardLine(row, _("期限が過ぎた"), "care")
    tones = {OnwardState.ASKED: "now", OnwardState.ALLOWED: "ok", OnwardState.REFUSED: "stop"}
    return OnwardLine(row, str(row.get_state_display()), tones.get(OnwardState(row.state), "off"))


def onwards(side: str = "") -> tuple[OnwardLine, ...]:
    """Those that wait first, then the newest."""
    rows = OnwardRequest.objects.select_related("partner", "asset")
    if side in OnwardSide.values:
        rows = rows.filter(side=side)
    first = Case(When(state=OnwardState.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = rows.annotate(rank=first).order_by("rank", "-asked_on", "-number")[:EACH]
    return tuple(onward_line(one) for one in found)


def projects() -> tuple[ProjectLine, ...]:
    """Running ones first, then the newest."""
    lines = BroughtIn.objects.filter(struck_on__isnull=True)
    rows = JointProject.objects.select_related("partner", "agreement").prefetch_related(
        Prefetch("brought", queryset=lines, to_attr="lines")
    )
    over = Case(When(ended_on__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    return tuple(
        ProjectLine(one, len(one.lines), sum(line.confirmed_on is None for line in one.lines))
        for one in rows.annotate(over=over).order_by("over", "-from_on", "-number")[:EACH]
    )


def old_moulds(today: datetime.date | None = None) -> Q:
    """Which moulds still stand here and were not used for long."""
    before = tooling().unused_before(today or clock.today())
    return ~Q(state__in=OVER) & (Q(used_on__lte=before) | Q(used_on__isnull=True, since_on__lte=before))


def is_old(row: KeptMould) -> bool:
    last = row.used_on or row.since_on
    return row.state not in OVER and last <= tooling().unused_before(clock.today())


def mould_line(row: KeptMould, talk: StorageTalk | None) -> MouldLine:
    late = row.by_on is not None and row.state not in OVER and row.by_on < clock.today()
    return MouldLine(row, talk, is_old(row), late)


def moulds(only: str = "", partner: Partner | None = None, *, most: int = EACH) -> MouldsPage:
    """What stands here, of one owner or of all, the longest unused first; `only`: old, asked, gone."""
    rows = KeptMould.objects.select_related("partner", "place")
    owners = Partner.objects.filter(pk__in=rows.values("partner")).order_by("sorts_as", "pk")
    if partner is not None:
        rows = rows.filter(partner=partner)
    here = rows.exclude(state__in=OVER)
    shown = {
        "old": here.filter(old_moulds()),
        "asked": here.exclude(state=MouldState.KEPT),
        "gone": rows.filter(state__in=OVER),
    }.get(only, here)
    found = list(shown.annotate(last=Coalesce("used_on", "since_on")).order_by("last", "number")[:most])
    talks = newest_talks([one.pk for one in found])
    return MouldsPage(
        tuple(mould_line(one, talks.get(one.pk)) for one in found),
        only if only in {"old", "asked", "gone"} else "",
        partner,
        tuple(owners),
        here.count(),
        here.filter(old_moulds()).count(),
        tooling(),
    )


def newest_talks(moulds: list[uuid.UUID]) -> dict[uuid.UUID, StorageTalk]:
    """What was said last about the cost of each."""
    rows = StorageTalk.objects.filter(mould__in=moulds).order_by("on", "recorded_at")
    return {one.mould_id: one for one in rows}
