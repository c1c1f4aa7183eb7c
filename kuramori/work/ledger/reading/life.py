"""What the page of an asset's life and its panels show: copies, uses, take-outs, prior use, reviews, the end."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access, content, entry, register
from kuramori.work.ledger.asof import as_of, end_of
from kuramori.work.ledger.life import open_take_outs
from kuramori.work.ledger.models import (
    Asset,
    Copy,
    Disposal,
    Found,
    Grade,
    Origin,
    PriorRecord,
    Review,
    Round,
    Stage,
    Stop,
    Task,
    Use,
)
from kuramori.work.ledger.tasks_of import tasks_seen_by
from kuramori.work.places.models import TakeOut

MOST_USES = 20


@dataclass(frozen=True, slots=True)
class LifePage:
    """One asset's life so far. `may_*` say which buttons show; nothing may be done with what is gone."""

    asset: Asset
    copies: tuple[Copy, ...]
    uses: tuple[Use, ...]
    outs: tuple[TakeOut, ...]
    reviews: tuple[Review, ...]
    disposal: Disposal | None
    disposal_way: str
    is_received: bool
    is_standing: bool
    may_change: bool
    may_dispose: bool
    may_take_out: bool

    @property
    def out(self) -> int:
        return sum(copy.back_on is None for copy in self.copies)


@dataclass(frozen=True, slots=True)
class LifePanel:
    """The life in short, for the page of the asset on a day."""

    asset_id: uuid.UUID
    copies: int
    last_use: datetime.date | None
    is_out: bool
    disposal: Disposal | None
    way: str
    last_review: Review | None
    is_today: bool


@dataclass(frozen=True, slots=True)
class RoutePanel:
    asset_id: uuid.UUID
    route: str
    reason: str
    on: datetime.date | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class PriorPanel:
    asset_id: uuid.UUID
    used_since: datetime.date | None
    count: int
    first: PriorRecord | None
    may_change: bool


def life_page(actor: Actor, asset: Asset) -> LifePage:
    """The page of an asset from `access.asset_for`; six queries."""
    disposal = _disposal(asset)
    is_standing = asset.stage == Stage.ADMITTED
    return LifePage(
        asset=asset,
        copies=tuple(Copy.objects.filter(asset=asset).select_related("holder", "place").order_by("-number")),
        uses=tuple(Use.objects.filter(asset=asset).select_related("person").order_by("-used_on")[:MOST_USES]),
        outs=tuple(open_take_outs(asset).select_related("asked_by").order_by("due_on")),
        reviews=tuple(
            Review.objects.filter(asset=asset).select_related("reviewed_by").order_by("-reviewed_at")[:10]
        ),
        disposal=disposal,
        disposal_way=content.method_words(disposal.method) if disposal else "",
        is_received=asset.origin == Origin.RECEIVED,
        is_standing=is_standing,
        may_change=is_standing and access.may(actor, asset, Can.ASSET_CHANGE),
        may_dispose=is_standing and actor.may(Can.ASSET_DISPOSE),
        may_take_out=is_standing and actor.may(Can.TAKE_OUT_ASK),
    )


def life_panel(actor: Actor, asset: Asset, on: datetime.date | None) -> LifePanel | None:
    """What there was of copies, use and review by the day of the page."""
    if asset.stage in {Stage.PROPOSED, Stage.DECLINED}:
        return None
    day = on or clock.today()
    disposal = _disposal(asset)
    gone = disposal if disposal and disposal.done_on <= day else None
    out = Q(back_on__isnull=True) | Q(back_on__gt=day)
    return LifePanel(
        asset_id=asset.pk,
        copies=Copy.objects.filter(out, asset=asset, made_on__lte=day).count(),
        last_use=Use.objects.filter(asset=asset, used_on__lte=day)
        .order_by("-used_on")
        .values_list("used_on", flat=True)
        .first(),
        is_out=on is None and open_take_outs(asset).exists(),
        disposal=gone,
        way=content.method_words(gone.method) if gone else "",
        last_review=Review.objects.filter(asset=asset, reviewed_on__lte=day)
        .select_related("reviewed_by")
        .order_by("-reviewed_on")
        .first(),
        is_today=on is None,
    )


def route_panel(actor: Actor, asset: Asset, on: datetime.date | None) -> RoutePanel | None:
    """How it was protected by the day of the page."""
    values = as_of(asset, on).values if on else entry.given(register.current(asset))
    may_change = on is None and asset.stage == Stage.ADMITTED and access.may(actor, asset, Can.ASSET_CHANGE)
    if not values.get("route") and not may_change:
        return None
    return RoutePanel(
        asset.pk,
        entry.words("route", values.get("route")),
        entry.words("route_reason", values.get("route_reason")),
        values.get("route_on"),
        may_change,
    )


def prior_panel(actor: Actor, asset: Asset, on: datetime.date | None) -> PriorPanel | None:
    """What showed the prior use by the day of the page."""
    values = as_of(asset, on).values if on else entry.given(register.current(asset))
    rows = PriorRecord.objects.filter(asset=asset, withdrawn_at__isnull=True).order_by("of_on")
    if on is not None:
        rows = rows.filter(recorded_at__lte=end_of(on))
    may_change = on is None and asset.stage == Stage.ADMITTED and access.may(actor, asset, Can.ASSET_CHANGE)
    kept = list(rows)
    if not kept and not may_change:
        return None
    return PriorPanel(asset.pk, values.get("used_since"), len(kept), kept[0] if kept else None, may_change)


def prior_rows(asset: Asset) -> tuple[PriorRecord, ...]:
    """Every record of prior use, withdrawn ones included, the oldest first."""
    return tuple(
        PriorRecord.objects.filter(asset=asset)
        .select_related("file", "recorded_by")
        .order_by("of_on", "recorded_at")
    )


def _disposal(asset: Asset) -> Disposal | None:
    found: Disposal | None = Disposal.objects.filter(asset=asset).select_related("done_by", "witness").first()
    return found


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review; `called` is the number alone where the reader may not know the name."""

    review: Review
    called: str


def reviews_seen_by(actor: Actor) -> tuple[tuple[ReviewLine, ...], tuple[Asset, ...]]:
    """The newest five hundred reviews, and the assets whose names they show."""
    reviews = list(
        Review.objects.select_related("reviewed_by").order_by("-reviewed_on", "-reviewed_at")[:500]
    )
    assets = {
        asset.pk: asset
        for asset in access.assets_seen_by(actor).filter(pk__in={review.asset_id for review in reviews})
    }
    for review in reviews:
        review.asset = assets[review.asset_id]
    lines = tuple(ReviewLine(review, called(assets[review.asset_id])) for review in reviews)
    return lines, tuple(access.opened(assets.values()))


def called(asset: Asset) -> str:
    """Number and name, or the number alone where it is masked for the one who asked."""
    return asset.number if asset.is_masked else f"{asset.number} {asset.name}"


@dataclass(frozen=True, slots=True)
class StopLine:
    """One stop as the walker sees it; `what` is the number alone where they may not know the name."""

    stop: Stop
    what: str
    where: str
    grade: str
    grade_name: str
    seen: str
    is_fine: bool


@dataclass(frozen=True, slots=True)
class WalkPage:
    """A round with its stops. `shown` are assets whose names are told."""

    round: Round
    lines: tuple[StopLine, ...]
    shown: tuple[Asset, ...]

    @property
    def seen(self) -> int:
        return sum(bool(line.seen) for line in self.lines)

    @property
    def left(self) -> int:
        return len(self.lines) - self.seen

    @property
    def differing(self) -> int:
        return sum(bool(line.seen) and not line.is_fine for line in self.lines)

    @property
    def next(self) -> StopLine | None:
        return next((line for line in self.lines if not line.seen), None)


def walk_page(actor: Actor, walk: Round, names: dict[str, str], *, for_keeping: bool = False) -> WalkPage:
    """A round from `rounds.round_for`; two queries. `for_keeping`: 極秘 go by their number, whoever asks."""
    stops = list(Stop.objects.filter(round=walk).select_related("place").order_by("position"))
    keys = {stop.asset_id for stop in stops if stop.asset_id}
    assets = {asset.pk: asset for asset in access.assets_seen_by(actor).filter(pk__in=keys)}
    for asset in assets.values() if for_keeping else ():
        asset.is_masked = asset.is_masked or asset.grade == Grade.TOP
    lines = tuple(
        _stop_line(stop, assets.get(stop.asset_id) if stop.asset_id else None, names) for stop in stops
    )
    return WalkPage(walk, lines, tuple(access.opened(assets.values())))


def _stop_line(stop: Stop, asset: Asset | None, names: dict[str, str]) -> StopLine:
    where = stop.place.path if stop.place else ""
    return StopLine(
        stop=stop,
        what=called(asset) if asset else stop.place.name if stop.place else "",
        where=where,
        grade=asset.grade if asset else "",
        grade_name=names.get(asset.grade, "") if asset else "",
        seen=str(Found(stop.found).label) if stop.found else "",
        is_fine=stop.found == Found.THERE,
    )


def open_tasks(actor: Actor) -> tuple[Task, ...]:
    """What is left to put right, the most pressing first."""
    return tuple(tasks_seen_by(actor).filter(done_on__isnull=True).order_by("due_on", "made_at")[:200])


def closed_tasks(actor: Actor) -> tuple[Task, ...]:
    """What was put right, the newest first."""
    return tuple(tasks_seen_by(actor).filter(done_on__isnull=False).order_by("-done_on")[:50])
