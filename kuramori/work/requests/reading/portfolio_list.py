"""The list of partners by where they stand: narrowed, ordered, fifty at a time.

What narrows is said in the database's own words: no ids are gathered, whatever the number of partners.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Least, Substr
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests.bands import BANDS, limits
from kuramori.rules.requests.outcomes import Outcome
from kuramori.rules.requests.requirements import read_requirements
from kuramori.rules.tokens import normal
from kuramori.work.ledger.models import Grade
from kuramori.work.partners import bringing
from kuramori.work.partners.models import Assurance, HandedItem, HandOverState, ItemState
from kuramori.work.partners.models import Side as HandedSide
from kuramori.work.partners.reading.deciding import level_name
from kuramori.work.requests.models import Request, Standing
from kuramori.work.requests.reading import portfolio_reply
from kuramori.work.requests.reading.portfolio_lists import Questions
from kuramori.work.requests.reading.shown import percent, state_words

A_PAGE: Final = 50
SOON_DAYS: Final = 90
LACKING: Final = "".join((Outcome.PART, Outcome.PLANNED, Outcome.ALTERNATIVE, Outcome.NOT, Outcome.OPEN))
"""The letters of an item that is not there yet."""
STATES: Final[Mapping[str, str]] = {
    "lacking": LACKING,
    "held": "".join((Outcome.MET, Outcome.NA)),
    **{one.name.lower(): one.value for one in Outcome},
}
ORDERS: Final[Mapping[str, tuple[Any, ...]]] = {
    "share": (F("share").asc(nulls_first=True),),
    "-share": (F("share").desc(nulls_last=True),),
    "name": (),
    "-short": (F("short").desc(nulls_last=True),),
    "as_of": (F("as_of").asc(nulls_first=True),),
    "until": (F("valid_until").asc(nulls_last=True),),
    "move": (F("moved").asc(nulls_last=True),),
    "tops": (F("tops").desc(nulls_last=True),),
}
"""By what; whoever is alike stands by its reading."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to, as its address has it; "" narrows nothing. `klass` "-" are those without a class.

    `item` or `part` with `state` (a key of `STATES`); `band` 1–5 or "none" (nothing is shown); `move` up, same, down;
    `ending` "90" or "over"; `top` "1": something 極秘 of ours is there, "below": and less was seen than is asked.
    `reply` is a key of `portfolio_reply.WORDS`, of the newest request or of `round`, the id of one.
    """

    pack: str = ""
    q: str = ""
    klass: str = ""
    band: str = ""
    part: str = ""
    item: str = ""
    state: str = ""
    move: str = ""
    ending: str = ""
    top: str = ""
    critical: str = ""
    reply: str = ""
    round: str = ""
    sort: str = ""

    @property
    def query(self) -> str:
        """As an address carries it."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As a form carries it."""
        return tuple((name, value) for name, value in asdict(self).items() if value)

    @property
    def narrows(self) -> bool:
        return any(value for name, value in asdict(self).items() if name not in {"pack", "sort"})

    @property
    def by_reply(self) -> bool:
        """Whether also those are meant who have not answered."""
        return bool(self.reply or self.round)

    @property
    def of_standings(self) -> bool:
        """Whether only those are meant who have answered something."""
        return any((self.klass, self.band, self.part, self.item, self.move, self.ending, self.critical))


@dataclass(frozen=True, slots=True)
class Line:
    """One partner. `percent` is None where its giver shows no result; `moved` in points since the round before.

    `as_of` is None where it has answered nothing yet; then nothing is counted either.
    `tops` counts what we marked 極秘 and is there; `seen` is how far it was looked at, on both axes, in words.
    """

    partner_id: uuid.UUID
    name: str
    klass: str
    percent: int | None
    moved: int | None
    short: int
    critical: int
    as_of: datetime.date | None
    valid_until: datetime.date | None
    is_over: bool
    is_ending: bool
    tops: int
    seen: tuple[str, str] | None
    reply: portfolio_reply.Reply | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of one page; `number` and `pages` count from 1."""

    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def filters_from(said: Mapping[str, str]) -> Filters:
    """What an address says; what nobody knows narrows nothing."""
    told = {name: str(said.get(name) or "").strip()[:100] for name in Filters.__dataclass_fields__}
    known: dict[str, Iterable[str]] = {
        "band": (*map(str, BANDS), "none"),
        "state": STATES,
        "move": ("up", "same", "down"),
        "ending": (str(SOON_DAYS), "over"),
        "top": ("1", "below"),
        "critical": ("1",),
        "reply": portfolio_reply.WORDS,
        "sort": ORDERS,
    }
    told["round"] = _id(told["round"])
    return Filters(
        **{name: "" if name in known and told[name] not in known[name] else told[name] for name in told}
    )


def _id(written: str) -> str:
    try:
        return str(uuid.UUID(written)) if written else ""
    except ValueError:
        return ""


def state_choices() -> tuple[tuple[str, str], ...]:
    """What the list can be narrowed to by the state of an item, in words."""
    words = state_words()
    plain = [(one.name.lower(), words[one.value]) for one in Outcome if one is not Outcome.HIDDEN]
    return (("lacking", _("まだ足りない")), ("held", _("満たしている・当てはまらない")), *plain)


def page(actor: Actor, asked: Questions, filters: Filters, number: int = 1) -> Page:
    """One page; five questions to the database, whatever the number of partners."""
    rows = found(actor, asked, filters)
    total = rows.count()
    pages = max(1, -(-total // A_PAGE))
    number = min(max(number, 1), pages)
    return Page(portion(actor, asked, rows, (number - 1) * A_PAGE, A_PAGE), total, number, pages)


def found(actor: Actor, asked: Questions, filters: Filters) -> QuerySet[Any]:
    """Whatever matches, as it is shown: standings; partners where also those are meant who have not answered."""
    if not actor.may(Can.HAND_OVER_READ):
        filters = replace(filters, top="", sort="" if filters.sort == "tops" else filters.sort)
    by_top = bool(filters.top)
    if not filters.by_reply and not by_top:
        return in_order(narrowed(asked, filters), filters)
    if filters.by_reply:
        round_id = uuid.UUID(filters.round) if filters.round else None
        rows = portfolio_reply.narrowed(asked, reply=filters.reply, round_id=round_id, klass=filters.klass)
        filters = replace(filters, klass="")
    else:
        rows = Partner.objects.all()
    if by_top:
        # The few who hold something lead the way, not the thousands who are looked at.
        items = _below() if filters.top == "below" else tops_out()
        rows = rows.filter(pk__in=items.values("hand_over__partner"))
    if filters.of_standings:
        rows = rows.filter(pk__in=narrowed(asked, replace(filters, q="")).values("partner"))
    for word in normal(filters.q).split():
        rows = rows.filter(words__contains=word)
    order = ORDERS[filters.sort or "share"]
    if order:
        standing = Standing.objects.filter(partner=OuterRef("pk"), pack_id=asked.pack_id)
        standing = standing.annotate(moved=F("share") - F("last_share"))
        wanted = order[0].expression.name
        value = _how_many("pk") if wanted == "tops" else Subquery(standing.values(wanted)[:1])
        rows = rows.annotate(**{wanted: value})
    return rows.order_by(*order, "sorts_as", "pk")


def portion(actor: Actor, asked: Questions, rows: QuerySet[Any], offset: int, limit: int) -> tuple[Line, ...]:
    """The lines of some rows of `found`."""
    return _told(actor, asked, list(rows[offset : offset + limit]))


def holders_below(actor: Actor, asked: Questions, most: int) -> tuple[tuple[Line, ...], int]:
    """Who holds 極秘 of ours with less seen than it asks: those with most of it, and how many there are."""
    # Counting the groups beside their first rows spares asking twice for everything that is out.
    grouped = _below().order_by().values("hand_over__partner")
    counted = grouped.annotate(n=Count("asset", distinct=True), of=Window(Count("*")))
    worst = list(counted.order_by("-n", "hand_over__partner__sorts_as", "hand_over__partner")[:most])
    if not worst:
        return (), 0
    place = {row["hand_over__partner"]: at for at, row in enumerate(worst)}
    partners = Partner.objects.filter(pk__in=list(place))
    return _told(actor, asked, sorted(partners, key=lambda one: place[one.pk])), worst[0]["of"]


def _told(actor: Actor, asked: Questions, shown: list[Any]) -> tuple[Line, ...]:
    ids = [row.partner_id if isinstance(row, Standing) else row.pk for row in shown]
    replies, nobody = portfolio_reply.replies_of(asked, ids), portfolio_reply.nobody()
    if shown and isinstance(shown[0], Partner):
        known = Standing.objects.filter(partner__in=ids, pack_id=asked.pack_id)
        standings = {row.partner_id: row for row in known.select_related("partner").defer("states")}
        lines = _mixed(actor, shown, standings, replies)
    else:
        lines = lines_of(actor, shown)
    return tuple(replace(line, reply=replies.get(line.partner_id, nobody)) for line in lines)


def _mixed(
    actor: Actor,
    partners: list[Partner],
    standings: Mapping[uuid.UUID, Standing],
    replies: Mapping[uuid.UUID, portfolio_reply.Reply],
) -> tuple[Line, ...]:
    """Of partners some of whom have answered nothing yet; in the class in which they were asked."""
    answered = {line.partner_id: line for line in lines_of(actor, list(standings.values()))}
    others = [one.pk for one in partners if one.pk not in answered]
    seen, tops, today = _seen(actor, others), _tops(actor, others), clock.today()
    told = []
    for one in partners:
        reply = replies.get(one.pk)
        line = answered.get(one.pk) or Line(
            one.pk, one.name, "", None, None, 0, 0, None, None, False, False,
            tops.get(one.pk, 0), _levels(seen.get(one.pk), today),
        )  # fmt: skip
        told.append(replace(line, klass=reply.klass) if reply and not line.klass else line)
    return tuple(told)


def in_order(rows: QuerySet[Standing], filters: Filters) -> QuerySet[Standing]:
    """The rows as they are shown, each with its partner and nothing of the answers."""
    if filters.sort == "move":
        rows = rows.annotate(moved=F("share") - F("last_share"))
    elif filters.sort == "tops":
        rows = rows.annotate(tops=_how_many("partner"))
    order = (*ORDERS[filters.sort or "share"], "partner__sorts_as", "pk")
    return rows.select_related("partner").defer("states").order_by(*order)


def narrowed(asked: Questions, filters: Filters) -> QuerySet[Standing]:
    """The standings that match, in no order; by what is kept of answers only."""
    rows = Standing.objects.filter(pack_id=asked.pack_id)
    if filters.klass:
        rows = rows.filter(klass="" if filters.klass == "-" else filters.klass)
    if filters.band == "none":
        rows = rows.filter(share__isnull=True)
    elif filters.band:
        rows = rows.filter(share__range=limits(int(filters.band)))
    for word in normal(filters.q).split():
        rows = rows.filter(partner__words__contains=word)
    if filters.move:
        rows = rows.filter(
            **{{"up": "share__gt", "same": "share", "down": "share__lt"}[filters.move]: F("last_share")}
        )
    if filters.ending:
        today = clock.today()
        days = (today, today + datetime.timedelta(days=SOON_DAYS))
        rows = (
            rows.filter(valid_until__range=days)
            if filters.ending != "over"
            else rows.filter(valid_until__lt=today)
        )
    if filters.critical:
        rows = rows.filter(critical__gt=0)
    return _by_item(rows, asked, filters)


def tops_out() -> QuerySet[HandedItem]:
    """What we marked 極秘 and is with a partner now."""
    found: QuerySet[HandedItem] = HandedItem.objects.filter(
        state=ItemState.OUT,
        hand_over__side=HandedSide.GIVEN,
        hand_over__state=HandOverState.OUT,
        asset__grade=Grade.TOP,
    )
    return found


def _how_many(partner: str) -> Subquery:
    """How much of ours that is 極秘 lies with whoever `partner` names."""
    theirs = tops_out().filter(hand_over__partner=OuterRef(partner)).order_by()
    counted = theirs.values("hand_over__partner").annotate(n=Count("asset", distinct=True))
    return Subquery(counted.values("n")[:1])


def lines_of(actor: Actor, rows: list[Standing]) -> tuple[Line, ...]:
    """What a page shows of standings; two questions more."""
    today, partners = clock.today(), [row.partner_id for row in rows]
    seen, tops = _seen(actor, partners), _tops(actor, partners)
    return tuple(_line(row, seen.get(row.partner_id), tops.get(row.partner_id, 0), today) for row in rows)


def _seen(actor: Actor, partners: list[uuid.UUID]) -> Mapping[uuid.UUID, Assurance]:
    if not partners or not actor.may(Can.AGREEMENT_READ):
        return {}
    return bringing.assured(partners, clock.today())


def _tops(actor: Actor, partners: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    if not partners or not actor.may(Can.HAND_OVER_READ):
        return {}
    counted = tops_out().filter(hand_over__partner__in=partners).values_list("hand_over__partner")
    return dict(counted.annotate(n=Count("asset", distinct=True)))


def _levels(seen: Assurance | None, today: datetime.date) -> tuple[str, str] | None:
    counts = bringing.level_of(seen, today)
    return (level_name(counts.information), level_name(counts.it)) if counts else None


def _line(row: Standing, seen: Assurance | None, tops: int, today: datetime.date) -> Line:
    until = row.valid_until
    moved = None
    if row.share is not None and row.last_share is not None:
        moved = (percent(row.share) or 0) - (percent(row.last_share) or 0)
    return Line(
        partner_id=row.partner_id,
        name=row.partner.name,
        klass=row.klass,
        percent=percent(row.share),
        moved=moved,
        short=row.short,
        critical=row.critical,
        as_of=row.as_of,
        valid_until=until,
        is_over=until is not None and until < today,
        is_ending=until is not None and today <= until <= today + datetime.timedelta(days=SOON_DAYS),
        tops=tops,
        seen=_levels(seen, today),
    )


def _below() -> QuerySet[HandedItem]:
    """What is 極秘 and out with somebody of whom less was seen than it asks; where it asks nothing: nothing at all.

    The newest look counts, by its lower axis, until its last day.
    """
    today = clock.today()
    is_living = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    newest = Assurance.objects.filter(
        partner=OuterRef("hand_over__partner"), superseded_at__isnull=True, as_of__lte=today
    ).order_by("-as_of", "-recorded_at")
    level = Case(When(is_living, then=Least("information", "it")), default=0)
    asked = [When(asset__required_assurance=f"A{step}", then=step) for step in range(2, 5)]
    found: QuerySet[HandedItem] = (
        tops_out()
        .alias(
            need=Case(*asked, default=1, output_field=IntegerField()),
            seen=Coalesce(Subquery(newest.annotate(level=level).values("level")[:1]), 0),
        )
        .filter(seen__lt=F("need"))
    )
    return found


def _by_item(rows: QuerySet[Standing], asked: Questions, filters: Filters) -> QuerySet[Standing]:
    items = {filters.item} if filters.item else set()
    if filters.part and not filters.item:
        items = {item for one in asked.parts if one.id == filters.part for item in one.items}
    if not items:
        return rows
    letters = STATES[filters.state or "lacking"]
    # Letters stand in the order of what was asked: of each frozen list, those places.
    found, marks = Q(pk__in=[]), {}
    contents = (
        Request.objects.filter(pack_id=asked.pack_id).order_by().values_list("content_digest", "content")
    )
    for digest, content in contents.distinct():
        places = [at for at, item in enumerate(read_requirements(content).items, start=1) if item in items]
        for at in places:
            marks[f"at_{at}"] = Substr("states", Value(at), Value(1))
        if places:
            one = Q()
            for at in places:
                one |= Q(**{f"at_{at}__in": list(letters)})
            found |= Q(content_digest=digest) & one
    return rows.alias(**marks).filter(found)
