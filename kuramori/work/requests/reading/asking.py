"""What pages show of requests: the list, one request, its partners with the state of their mail, the telephone list."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.post.models import Delivery, State
from kuramori.ground.post.reasons import reason_of
from kuramori.outside import clock
from kuramori.rules.requests.requirements import read_requirements
from kuramori.rules.tokens import normal
from kuramori.work.partners.models import Told, Way
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Request, RequestState

PER_PAGE = 50
ANSWERED = frozenset({AskedState.REPLIED, AskedState.EQUIVALENT})
AWAITED = (AskedState.PREPARED, AskedState.SENT, AskedState.OPENED, AskedState.ANSWERING)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many partners of a request stand where. `by` holds every state that occurs."""

    by: Mapping[str, int]

    @property
    def all(self) -> int:
        return sum(self.by.values()) - self.by.get(AskedState.WITHDRAWN, 0)

    @property
    def replied(self) -> int:
        return sum(number for state, number in self.by.items() if state in ANSWERED)

    @property
    def prepared(self) -> int:
        return self.by.get(AskedState.PREPARED, 0)

    @property
    def waiting(self) -> int:
        """Asked, or about to be, and nothing said yet."""
        return self.prepared + self.unopened + self.opened

    @property
    def went(self) -> int:
        """To how many it went."""
        return self.all - self.prepared

    @property
    def opened(self) -> int:
        """Opened, and not answered yet."""
        return self.by.get(AskedState.OPENED, 0) + self.by.get(AskedState.ANSWERING, 0)

    @property
    def unopened(self) -> int:
        return self.by.get(AskedState.SENT, 0)

    @property
    def declined(self) -> int:
        return self.by.get(AskedState.DECLINED, 0)


@dataclass(frozen=True, slots=True)
class Line:
    row: Request
    counts: Counts


@dataclass(frozen=True, slots=True)
class ListPage:
    lines: tuple[Line, ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is asked, before it goes out: how many can be written to."""

    all: int
    with_address: int

    @property
    def without(self) -> int:
        return self.all - self.with_address


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One partner with its mail. `mail` is one of queued, sent, unknown, failed, or "" where none was written."""

    row: Asked
    mail: str
    mail_words: str
    why: str

    @property
    def is_dead(self) -> bool:
        return self.mail == State.FAILED


@dataclass(frozen=True, slots=True)
class AskedPage:
    lines: tuple[AskedLine, ...]
    total: int
    number: int
    pages: int


def counts_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    """Of a page's requests: one grouped query over an index."""
    found: dict[uuid.UUID, dict[str, int]] = {}
    rows = Asked.objects.filter(request__in=list(ids)).values_list("request_id", "state")
    for request, state, number in rows.annotate(Count("pk")).order_by():
        found.setdefault(request, {})[state] = number
    return {request: Counts(by) for request, by in found.items()}


def counts(request: Request) -> Counts:
    return counts_of([request.pk]).get(request.pk, Counts({}))


def list_page(number: int = 1) -> ListPage:
    """Fifty requests, the newest first."""
    rows = Request.objects.order_by("-made_at", "pk")
    pages = max(1, -(-rows.count() // PER_PAGE))
    number = min(max(1, number), pages)
    shown = list(rows.defer("content")[(number - 1) * PER_PAGE : number * PER_PAGE])
    known = counts_of(row.pk for row in shown)
    return ListPage(tuple(Line(row, known.get(row.pk, Counts({}))) for row in shown), number, pages)


def whom(request: Request) -> Whom:
    """Two counts over the index of states."""
    rows = Asked.objects.filter(request=request).exclude(state=AskedState.WITHDRAWN)
    written = rows.filter(contact__isnull=False).exclude(contact__email="")
    return Whom(rows.count(), written.count())


def by_class(request: Request) -> tuple[tuple[str, int], ...]:
    """How many partners of each class are asked."""
    rows = Asked.objects.filter(request=request).exclude(state=AskedState.WITHDRAWN)
    return tuple(rows.order_by().values_list("klass").annotate(Count("pk")).order_by("klass"))


def items_of(request: Request) -> int:
    return len(read_requirements(request.content).required)


def asked_page(request: Request, *, part: str = "", words: str = "", number: int = 1) -> AskedPage:
    """Fifty partners of a request in the order of their numbers' partners; `part` narrows by how they stand."""
    rows = narrowed(Asked.objects.filter(request=request), request, part)
    for word in normal(words).split():
        rows = rows.filter(partner__words__contains=word)
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    ordered = rows.select_related("partner", "contact").order_by("partner__sorts_as", "pk")
    return AskedPage(lines_of(ordered[(number - 1) * PER_PAGE : number * PER_PAGE]), total, number, pages)


def narrowed(rows: QuerySet[Asked], request: Request, part: str) -> QuerySet[Asked]:
    """`part`: waiting, replied, dead (their mail failed), no_address, phone; anything else: all that are asked."""
    rows = rows.exclude(state=AskedState.WITHDRAWN, sent_at__isnull=True)
    if part == "waiting":
        return rows.filter(state__in=AWAITED)
    if part == "replied":
        return rows.filter(state__in=tuple(ANSWERED))
    if part == "no_address":
        return rows.filter(Q(contact__isnull=True) | Q(contact__email=""))
    if part == "dead":
        return rows.filter(_dead(), state__in=AWAITED)
    if part == "phone":
        return rows.filter(phone(request))
    return rows


def phone(request: Request) -> Q:
    """Who is to be called: cannot be written to, or did not open it with the deadline near or gone."""
    if request.state != RequestState.SENT:
        return Q(pk__in=())
    nobody = (Q(contact__isnull=True) | Q(contact__email="")) & ~Q(way=AskedBy.CHANNEL)
    near = request.deadline_on is not None and (
        clock.today() >= request.deadline_on - datetime.timedelta(days=calendar().phone_before_days)
    )
    past = request.deadline_on is not None and clock.today() > request.deadline_on
    late = Q(state__in=AWAITED) if past else Q(state=AskedState.SENT) if near else Q(pk__in=())
    return Q(state__in=AWAITED) & (nobody | Q(_dead()) | late)


def lines_of(rows: Iterable[Asked]) -> tuple[AskedLine, ...]:
    """With the state of the newest mail of each: one query."""
    shown = list(rows)
    mails = {
        one.message_id: one
        for one in Delivery.objects.filter(message__in=[row.mail for row in shown if row.mail])
    }
    told = _told(shown)
    lines = []
    for row in shown:
        if row.thread in told:
            lines.append(AskedLine(row, *told[row.thread], ""))
            continue
        mail = mails.get(row.mail) if row.mail else None
        failed = mail is not None and mail.state == State.FAILED
        lines.append(
            AskedLine(
                row,
                mail.state if mail else "",
                str(State(mail.state).label) if mail else "",
                reason_of(mail.stage, mail.code, mail.enhanced) if mail is not None and failed else "",
            )
        )
    return tuple(lines)


def _told(rows: Iterable[Asked]) -> dict[uuid.UUID, tuple[str, str]]:
    """How the statement to each connected partner stands, by its matter."""
    threads = [row.thread for row in rows if row.way == AskedBy.CHANNEL]
    found = Told.objects.filter(thread__in=threads, way=Way.SENT, kind="request-sent") if threads else ()
    arrived, going = _("相手の蔵守に届いた"), _("相手の蔵守へ運んでいます")
    return {one.thread: (State.SENT, arrived) if one.delivered_at else (State.QUEUED, going) for one in found}


def trouble(request: Request) -> tuple[int, int]:
    """How many cannot be written to, and how many are to be called."""
    rows = Asked.objects.filter(request=request)
    dead = narrowed(rows, request, "dead").count() if request.sent_at else 0
    return dead, narrowed(rows, request, "phone").count()


def _dead() -> Exists:
    return Exists(Delivery.objects.filter(message=OuterRef("mail"), state=State.FAILED))
