"""The share page as the house sees it: what is shown, who may come in, and everything that happened there."""

from __future__ import annotations

import datetime
import itertools
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link
from kuramori.ground.trail import read as trail
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger import looks
from kuramori.work.partners import events_share, reaching
from kuramori.work.partners.models import Attempt, HandedItem, HandOver, PageView, Recipient, Tried
from kuramori.work.partners.sharing_page import opening, preparing, putting, standing

MOST_LINES, MOST_READ = 60, 400
LOOKING_AFTER_LINKS = "link"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One thing: its file and how it is shown. `name` is "" where this reader may not know it."""

    id: uuid.UUID
    number: str
    name: str
    grade: str
    file_name: str
    size: int
    pages: int
    is_preparing: bool
    why_not: str
    shown_as: str
    shown_as_words: str
    may_print: bool
    is_masked: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One recipient: whether their link opens, whether they confirmed, what they looked at."""

    id: uuid.UUID
    name: str
    address: str
    is_withdrawn: bool
    has_link: bool
    until: datetime.date | None
    confirmed_at: datetime.datetime | None
    pages: int
    copies: int
    first_at: datetime.datetime | None
    last_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class TriedLine:
    """What was refused: who holds the link, what was tried, how often on which day."""

    name: str
    words: str
    times: int
    on: datetime.date
    last_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something that happened. Pages that one person looked at one after the other are one line."""

    at: datetime.datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class HousePage:
    """Everything of one share page. `may_change`: nobody has confirmed yet; `way_in`: why people might not come in."""

    hand_over: HandOver
    items: tuple[ShownItem, ...]
    people: tuple[PersonLine, ...]
    tried: tuple[TriedLine, ...]
    log: tuple[LogLine, ...]
    missing: int
    is_open: bool
    may_change: bool
    has_office: bool
    way_in: str


def house_page(actor: Actor, hand_over: HandOver) -> HousePage:
    """The page of one hand-over; looks at what is 極秘 are noted."""
    items = list(hand_over.items.select_related("asset", "content").order_by("position"))
    people = list(hand_over.recipients.select_related("contact", "link", "accepted").order_by("name"))
    known = [one.asset for one in items if one.asset is not None and ledger.may_know(actor, one.asset)]
    looks.note(actor, known)
    return HousePage(
        hand_over=hand_over,
        items=tuple(_item(actor, one) for one in items),
        people=_people(people),
        tried=tried_of(hand_over),
        log=log_of(hand_over, people),
        missing=len(opening.missing(hand_over)),
        is_open=hand_over.state in standing.OPEN_STATES and hand_over.stopped_at is None,
        may_change=hand_over.state in putting.BEFORE,
        has_office=preparing.has_office(),
        way_in=reaching.while_open(hand_over),
    )


def tried_of(hand_over: HandOver) -> tuple[TriedLine, ...]:
    """What was tried and refused, newest first: also for the hand-over's own page."""
    rows = (
        Attempt.objects.filter(recipient__hand_over=hand_over)
        .select_related("recipient")
        .order_by("-last_at")
    )
    return tuple(
        TriedLine(row.recipient.name, str(Tried(row.kind).label), row.times, row.on, row.last_at)
        for row in rows
    )


def log_of(hand_over: HandOver, people: list[Recipient] | None = None) -> tuple[LogLine, ...]:
    """The newest entries of the trail about this hand-over and the links to it, newest first."""
    links = Link.objects.filter(kind="hand_over", thing_id=str(hand_over.pk)).values_list("pk", flat=True)
    organisation = hand_over.organisation_id
    language = "en" if (get_language() or "ja").startswith("en") else "ja"
    found = list(
        trail.lines(organisation, kind="hand_over", thing_id=hand_over.pk, limit=MOST_READ, language=language)
    )
    for key in links:
        found += trail.lines(
            organisation, kind=LOOKING_AFTER_LINKS, thing_id=key, limit=MOST_LINES, language=language
        )
    newest_first = sorted(found, key=lambda line: line.index, reverse=True)
    told = []
    for (is_look, who), lines in itertools.groupby(newest_first, _by_looks):
        group = list(lines)
        if is_look and len(group) > 1:
            said = _("%(who)sさんがページを%(n)s枚見ました。") % {"who": who, "n": len(group)}
            told.append(LogLine(group[0].at, said))
        else:
            told += [LogLine(line.at, line.sentence) for line in group]
    return tuple(told[:MOST_LINES])


def _by_looks(line: trail.Line) -> tuple[bool, str]:
    return line.event == events_share.PAGE_VIEWED.id, line.who


def _item(actor: Actor, row: HandedItem) -> ShownItem:
    masked = row.asset is not None and not ledger.may_know(actor, row.asset)
    pages, why_not, is_preparing = 0, "", False
    if row.content is not None:
        try:
            pages = preparing.pages_of(row.content).count
        except preparing.NotShown as refused:
            why_not = refused.sentence
        except preparing.NotYet:
            is_preparing = True
        except PressFault:
            why_not = preparing.NotShown("failed").sentence
    return ShownItem(
        id=row.pk,
        number=row.number,
        name="" if masked else row.name,
        grade=row.grade,
        file_name="" if masked or row.content is None else row.content.name,
        size=row.content.size if row.content else 0,
        pages=pages,
        is_preparing=is_preparing,
        why_not=why_not,
        shown_as=row.shown_as,
        shown_as_words=str(row.get_shown_as_display()),
        may_print=row.may_print,
        is_masked=masked,
    )


def _people(rows: list[Recipient]) -> tuple[PersonLine, ...]:
    counted: dict[uuid.UUID, Any] = {
        one["recipient"]: one
        for one in PageView.objects.filter(recipient__in=rows)
        .values("recipient")
        .annotate(
            pages=Count("pk", filter=Q(as_copy=False)),
            copies=Count("pk", filter=Q(as_copy=True)),
            first=Min("viewed_at"),
            last=Max("viewed_at"),
        )
    }
    return tuple(_person(row, counted.get(row.pk, {})) for row in rows)


def _person(row: Recipient, seen: dict[str, Any]) -> PersonLine:
    link = row.link
    lives = link is not None and link.revoked_at is None and link.expires_at > clock.now()
    left = row.contact is not None and row.contact.retired_on is not None
    return PersonLine(
        id=row.pk,
        name=row.name,
        address=row.contact.email if row.contact else "",
        is_withdrawn=row.withdrawn_at is not None or left,
        has_link=lives,
        until=clock.day_of(link.expires_at - datetime.timedelta(seconds=1))
        if link is not None and lives
        else None,
        confirmed_at=row.accepted.accepted_at if row.accepted else None,
        pages=seen.get("pages", 0),
        copies=seen.get("copies", 0),
        first_at=seen.get("first"),
        last_at=seen.get("last"),
    )
