"""Tell a request, and its withdrawal, to partners whose Kuramori is connected: instead of a link by mail.

As with mails a slice is one transaction: the statement and the partner's new state stand together or not at all.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.changes import parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import RequestSent, RequestWithdrawn
from kuramori.rules.statements.encoding import built, plain
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.work.partners.models import Channel
from kuramori.work.partners.telling import tell
from kuramori.work.requests import events_asking as events
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Nudge, Request, RequestState

SLICE = 20
ENDED = "ended"


def to_tell(request: Request) -> QuerySet[Asked]:
    """Whom it can be told over a channel and was not sent to yet; nobody where it does not fit into a statement."""
    rows: QuerySet[Asked] = Asked.objects.filter(
        _connected(), request=request, state=AskedState.PREPARED, way=AskedBy.MAIL
    )
    return rows if fits(request) else rows.none()


def tell_all(actor: Actor, request: Request) -> int:
    """To how many it was told; the partner's own Kuramori has it from then on."""
    done = 0
    while told := _slice(actor, request):
        done += told
    return done


def to_tell_end(request: Request) -> QuerySet[Asked]:
    """Who heard of it over a channel and not yet that it was withdrawn."""
    told = Nudge.objects.filter(asked=OuterRef("pk"), step=ENDED)
    rows: QuerySet[Asked] = Asked.objects.filter(
        ~Exists(told), request=request, way=AskedBy.CHANNEL, sent_at__isnull=False
    )
    return rows


def tell_end(actor: Actor, request: Request) -> int:
    """To how many the withdrawal was told. One that was only closed still takes answers: nothing to tell."""
    if request.state != RequestState.WITHDRAWN:
        return 0
    done = 0
    while True:
        with transaction.atomic():
            rows = to_tell_end(request).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
            chunk = list(rows.select_related("partner")[:SLICE])
            Nudge.objects.bulk_create(
                Nudge(organisation=actor.organisation, asked=one, step=ENDED, noted_at=clock.now())
                for one in chunk
            )
            for one in chunk:
                tell(actor, one.partner, RequestWithdrawn(request.end_reason), one.thread)
        if not chunk:
            return done
        done += len(chunk)


def body_of(request: Request, number: str) -> RequestSent:
    """The request as a statement, with the number that stands on this partner's letter."""
    return RequestSent(
        number=number,
        title=request.title,
        reason=request.reason,
        scope=request.scope,
        deadline_on=request.deadline_on or clock.today(),
        requirements=request.content,
        content_sha256=request.content_digest,
        disclosure=request.disclosure,
        readers=request.readers,
        keep_months=request.keep_months,
        support=request.support,
        cost_contact=request.cost_contact,
    )


def _slice(actor: Actor, request: Request) -> int:
    with transaction.atomic():
        row: Request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.state != RequestState.SENT:
            return 0
        rows = to_tell(row).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
        went = []
        for one in rows.select_related("partner")[:SLICE]:
            # A channel that is closed in this very moment leaves the partner to the mail.
            if tell(actor, one.partner, body_of(row, one.number), one.thread):
                one.state, one.way, one.sent_at = AskedState.SENT, AskedBy.CHANNEL, clock.now()
                went.append(one)
        Asked.objects.bulk_update(went, ["state", "sent_at", "way"])
        if went:
            record(
                actor,
                events.SENT_TO,
                kind="request",
                thing_id=row.pk,
                number=row.number,
                count=len(went),
                **parts({str(one.pk): facts_of(one) for one in went}),
            )
    return len(went)


def _connected() -> Exists:
    return Exists(
        Channel.objects.filter(partner=OuterRef("partner"), accepted_at__isnull=False, closed_at__isnull=True)
    )


def fits(request: Request) -> bool:
    """Whether a recipient would take it: a list of a thousand long questions may be too long for one statement."""
    try:
        built(RequestSent, plain(body_of(request, "R")))
    except StatementRefused:
        return False
    return request.deadline_on is not None
