"""取引先の状況 over the API, read only: the first page, the list with the page's own filters, the map, one partner."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, Telling, next_offset, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.requests.reading import portfolio, portfolio_list, portfolio_lists, portfolio_map
from kuramori.work.requests.reading.portfolio_lists import Questions
from kuramori.work.requests.reading.portfolio_partner import partner_page

router = Router()
TELLING: Telling = {}


class Pack(Schema):
    """`pack`: the id of a list of questions; left out, the one that most have answered."""

    pack: str = Field("", max_length=120)


class MapAsked(Pack):
    """`by` item or part; `part`: only the items of that part."""

    by: Literal["part", "item"] = "part"
    part: str = Field("", max_length=60)


class ListAsked(Pack, Portion):
    """Filters as the list's own address has them; what is not known narrows nothing.

    `klass` "-": in no class. `band` 1–5 or none. `state` of `item` or `part`: lacking, held, met, part, planned,
    alternative, na, not, open. `move`: up, same, down. `ending`: 90, over. `top`: 1, below. `reply`: none, sent,
    opened, begun, reading, waiting, over, dead, declined, answered, of the newest request or of `round` (its id).
    `sort`: share, -share, name, -short, as_of, until, move, tops.
    """

    q: str = Field("", max_length=100)
    klass: str = Field("", max_length=20)
    band: str = Field("", max_length=4)
    part: str = Field("", max_length=60)
    item: str = Field("", max_length=60)
    state: str = Field("", max_length=12)
    move: str = Field("", max_length=4)
    ending: str = Field("", max_length=4)
    top: str = Field("", max_length=5)
    critical: str = Field("", max_length=1)
    reply: str = Field("", max_length=10)
    round: str = Field("", max_length=36)
    sort: str = Field("", max_length=10)


class BandForm(Schema):
    """How many partners lie from `from_percent` to `to_percent`."""

    band: int
    from_percent: int
    to_percent: int
    partners: int


class CameForm(Schema):
    """`klass` is empty for all of them together."""

    klass: str
    asked: int
    answered: int
    begun: int
    unopened: int
    declined: int


class AskedRound(Schema):
    id: uuid.UUID
    number: str
    title: str
    deadline_on: datetime.date | None
    whole: CameForm
    classes: list[CameForm]


class WeakForm(Schema):
    item: str
    title: str
    percent: int | None


class OverviewForm(Schema):
    """`holders_below`: those with top secrets of ours of whom too little was seen; null where the key may not read
    hand-overs; `agreements` likewise. The other numbers are partners, but `ending_seen` and `agreements`."""

    pack: str
    name: str
    rounds: list[AskedRound]
    bands: list[BandForm]
    unseen: int
    up: int
    same: int
    down: int
    weakest: list[WeakForm]
    holders_below: int | None
    ending_replies: int
    over_replies: int
    ending_seen: int | None
    agreements: int | None


class LineForm(Schema):
    """One partner. `percent` is null where its giver shows no result or it has answered nothing (then `as_of` is null
    too); `tops` is null where the key may not read hand-overs; `reply` is a code of the filter `reply`."""

    partner_id: uuid.UUID
    name: str
    klass: str
    reply: str
    percent: int | None
    moved: int | None
    short: int
    critical: int
    as_of: datetime.date | None
    valid_until: datetime.date | None
    tops: int | None
    assurance: list[str] | None


class LineForms(Schema):
    pack: str
    partners: list[LineForm]
    total: int
    next_offset: int | None


class ClassForm(Schema):
    """`klass` "-": in no class; "" : all together."""

    klass: str
    partners: int


class MapRowForm(Schema):
    """`percent` in the order of `classes`, all together last; null where nobody answered or shows it."""

    id: str
    title: str
    percent: list[int | None]


class MapForm(Schema):
    pack: str
    digest: str
    classes: list[ClassForm]
    rows: list[MapRowForm]


class PartForm(Schema):
    title: str
    percent: int | None
    lacking: list[str]


class PastForm(Schema):
    on: datetime.date
    percent: int | None
    reply_id: uuid.UUID


class StandsForm(Schema):
    pack: str
    name: str
    percent: int | None
    short: int
    critical: int
    as_of: datetime.date | None
    valid_until: datetime.date | None
    parts: list[PartForm]
    rounds: list[PastForm]


class StandingPartner(Schema):
    """`waits`: numbers of requests that wait for an answer; `gaps`: those that are open."""

    partner_id: uuid.UUID
    name: str
    standings: list[StandsForm]
    waits: list[str]
    gaps: list[uuid.UUID]


@router.get(
    "/requests/portfolio",
    response={200: OverviewForm, **refusals(422)},
    summary="取引先の状況",
    operation_id="portfolio",
)
def overview(request: ActingRequest, asked: Query[Pack]) -> Any:
    """The numbers of the first page."""
    found = _questions(request, asked.pack)
    page = portfolio.overview(request.actor, found)
    may_read = page.agreements is not None
    return OverviewForm(
        pack=found.pack_id,
        name=found.name,
        rounds=[_round(one) for one in page.rounds],
        bands=[
            BandForm(
                band=one.number,
                from_percent=one.from_percent,
                to_percent=one.to_percent,
                partners=one.partners,
            )
            for one in page.bands
        ],
        unseen=page.unseen,
        up=page.up,
        same=page.same,
        down=page.down,
        weakest=[WeakForm(item=row.id, title=row.title, percent=row.all.percent) for row in page.weakest],
        holders_below=None if page.holders is None else page.holders_count,
        ending_replies=page.ending_replies,
        over_replies=page.over_replies,
        ending_seen=page.ending_seen if may_read else None,
        agreements=page.agreements,
    )


@router.get(
    "/requests/portfolio/partners",
    response={200: LineForms, **refusals(422)},
    summary="取引先の状況の一覧",
    operation_id="portfolio_list",
)
def listed(request: ActingRequest, asked: Query[ListAsked]) -> Any:
    """Partners by where they stand, with the filters of the page."""
    found = _questions(request, asked.pack)
    filters = portfolio_list.filters_from(asked.dict(exclude={"limit", "offset"}))
    rows = portfolio_list.found(request.actor, found, filters)
    total, sees = rows.count(), request.actor.may(Can.HAND_OVER_READ)
    return LineForms(
        pack=found.pack_id,
        partners=[
            _line(one, sees=sees)
            for one in portfolio_list.portion(request.actor, found, rows, asked.offset, asked.limit)
        ],
        total=total,
        next_offset=next_offset(asked, total),
    )


@router.get(
    "/requests/portfolio/map",
    response={200: MapForm, **refusals(422)},
    summary="設問 × 区分の地図",
    operation_id="portfolio_map",
)
def heat(request: ActingRequest, asked: Query[MapAsked]) -> Any:
    """Per cent of the answers that hold, by item or part and class."""
    found = _questions(request, asked.pack)
    by_item = asked.by == "item" or bool(asked.part) or not found.parts
    told = portfolio_map.heat(found, by_item=by_item, part=asked.part)
    return MapForm(
        pack=found.pack_id,
        digest=found.digest,
        classes=[
            ClassForm(klass=one.asked, partners=one.partners) for one in (*told.classes, told.everybody)
        ],
        rows=[
            MapRowForm(id=row.id, title=row.title, percent=[cell.percent for cell in (*row.cells, row.all)])
            for row in told.rows
        ],
    )


@router.get(
    "/requests/portfolio/partners/{uuid:partner_id}",
    response={200: StandingPartner, **refusals()},
    summary="一社の状況",
    operation_id="portfolio_partner",
)
def one(request: ActingRequest, partner_id: uuid.UUID) -> Any:
    """The newest reply by parts, the rounds so far, what waits and which gaps are open."""
    page = partner_page(request.actor, partner_for(request.actor, partner_id, Can.REPLY_READ))
    return StandingPartner(
        partner_id=page.partner.pk,
        name=page.partner.name,
        standings=[
            StandsForm(
                pack=stands.row.pack_id,
                name=stands.name,
                percent=stands.line.percent,
                short=stands.line.short,
                critical=stands.line.critical,
                as_of=stands.line.as_of,
                valid_until=stands.line.valid_until,
                parts=[
                    PartForm(
                        title=part.title,
                        percent=part.percent,
                        lacking=[f"{title}: {words}" for title, words in part.lacking],
                    )
                    for part in stands.parts
                ],
                rounds=[
                    PastForm(on=point.on, percent=point.percent, reply_id=point.reply_id)
                    for point in stands.rounds
                ],
            )
            for stands in page.standings
        ],
        waits=[row.number for row in page.waits],
        gaps=[gap.pk for gap in page.gaps],
    )


def _questions(request: ActingRequest, pack: str) -> Questions:
    request.actor.require(Can.REPLY_READ)
    found = portfolio_lists.questions(pack)
    if found is None or (pack and found.pack_id != pack):
        raise Http404
    return found


def _round(row: portfolio.Round) -> AskedRound:
    return AskedRound(
        id=row.id,
        number=row.number,
        title=row.title,
        deadline_on=row.deadline_on,
        whole=_came(row.whole),
        classes=[_came(one) for one in row.classes],
    )


def _came(came: portfolio.Came) -> CameForm:
    return CameForm(
        klass=came.name,
        asked=came.asked,
        answered=came.answered,
        begun=came.begun,
        unopened=came.waits,
        declined=came.declined,
    )


def _line(line: portfolio_list.Line, *, sees: bool) -> LineForm:
    return LineForm(
        partner_id=line.partner_id,
        name=line.name,
        klass=line.klass,
        reply=line.reply.code if line.reply else "",
        percent=line.percent,
        moved=line.moved,
        short=line.short,
        critical=line.critical,
        as_of=line.as_of,
        valid_until=line.valid_until,
        tops=line.tops if sees else None,
        assurance=list(line.seen) if line.seen else None,
    )
