"""Withdraw a request, or close it: with a reason, and told by mail to whom it went and who has not answered."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import ask_for_sending, queue
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests import telling_requests
from kuramori.work.requests.asking import RequestRefused, held
from kuramori.work.requests.link_purpose import ENDED
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Nudge, Request, RequestState

JOB = "requests:tell_end"
STEP = "ended"
SLICE = 50
ANSWERED = (AskedState.REPLIED, AskedState.EQUIVALENT)
WENT = (AskedState.SENT, AskedState.OPENED, AskedState.ANSWERING, AskedState.DECLINED)


def withdraw(actor: Actor, request: Request, reason: str) -> Request:
    """No answer is wanted any more; what came in stays. Raises `WrongState`, `RequestRefused`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    if request.state == RequestState.SENT:
        actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row = held(
            request,
            RequestState.DRAFT,
            RequestState.WAITING,
            RequestState.APPROVED,
            RequestState.SENT,
        )
        return _end(actor, row, reason, RequestState.WITHDRAWN)


def close(actor: Actor, request: Request, reason: str) -> Request:
    """No reminder any more; an answer that still comes is taken in. Raises as `withdraw`."""
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row = held(request, RequestState.SENT)
        return _end(actor, row, reason, RequestState.CLOSED)


def _end(actor: Actor, row: Request, reason: str, state: RequestState) -> Request:
    why = reason.strip()
    if not why or len(why) > 400:
        raise RequestRefused("reason", _("わけを400文字までで書いてください。取引先へのお知らせに載ります。"))
    went = row.sent_at is not None
    if went:
        # Who lets out may also call back.
        actor.require(Can.REQUEST_APPROVE)
    before = facts.request(row)
    row.state, row.end_reason, row.closed_at = state, why, clock.now()
    row.revision += 1
    row.save(update_fields=["state", "end_reason", "closed_at", "revision"])
    event = events.WITHDRAWN if state == RequestState.WITHDRAWN else events.CLOSED
    record(
        actor,
        event,
        kind="request",
        thing_id=row.pk,
        number=row.number,
        **between(before, facts.request(row), private=facts.REQUEST_TEXTS),
    )
    if went and (is_on() or telling_requests.to_tell_end(row).exists()):
        enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, request=str(row.pk))
    return row


@job(JOB)
def tell_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """Mail to whom it went; each once, also where the worker died over it."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None:
        raise Trouble(_("頼んだ方が、いまはこの組織にいません。"))
    with scope(organisation=actor.organisation):
        request = Request.objects.filter(pk=uuid.UUID(str(arguments["request"]))).first()
        if request is None:
            return
        told = telling_requests.tell_end(actor, request)
        if is_on():
            tell(actor, request, progress)
        elif not told:
            raise Trouble(_("メールの送り出しが設定されていません。"))


def tell(actor: Actor, request: Request, progress: Progress | None = None) -> int:
    """To how many it was told."""
    done = 0
    while taken := _slice(actor, request):
        done += taken
        if progress is not None:
            progress(done, done)
    return done


def _slice(actor: Actor, request: Request) -> int:
    told = Nudge.objects.filter(asked=OuterRef("pk"), step=STEP)
    rows = Asked.objects.filter(
        ~Exists(told), request=request, state__in=WENT, sent_at__isnull=False, contact__isnull=False
    ).exclude(way=AskedBy.CHANNEL)
    with transaction.atomic():
        chosen = rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
        chunk = list(chosen.select_related("contact", "partner")[:SLICE])
        moment = clock.now()
        Nudge.objects.bulk_create(
            Nudge(organisation=actor.organisation, asked=one, step=STEP, noted_at=moment) for one in chunk
        )
        for one in chunk:
            _post(actor, request, one)
        if chunk:
            ask_for_sending(actor.organisation_id)
    return len(chunk)


def _post(actor: Actor, request: Request, asked: Asked) -> None:
    assert asked.contact is not None  # noqa: S101  asked for so
    try:
        to = Recipient(checked(asked.contact.email), asked.contact.name)
    except AddressUnusable:
        return
    withdrawn = request.state == RequestState.WITHDRAWN
    subject = (
        _("確認のお願いの取り下げ（%(organisation)s）")
        if withdrawn
        else _("確認のお願いの締め切り（%(organisation)s）")
    )
    what = (
        _("下記のお願いを取り下げました。ご回答はいりません。お手数をおかけし、申し訳ありません。")
        if withdrawn
        else _("下記のお願いを締め切りました。いまからのご回答も、期限内のリンクからお受けします。")
    )
    queue(
        actor,
        to=[to],
        subject=subject % {"organisation": actor.organisation.name},
        text=_(
            "%(partner)s\n%(person)s 様\n\n%(what)s\n\n件名: %(title)s\n番号: %(number)s\nわけ: %(reason)s\n\n"
            "書きかけの回答は、リンクの期限までお手元に控えを取れます。\n\n%(organisation)s\n"
        )
        % {
            "partner": asked.partner.name,
            "person": to.name,
            "what": what,
            "title": request.title,
            "number": asked.number,
            "reason": request.end_reason,
            "organisation": actor.organisation.name,
        },
        purpose=ENDED,
        about=("asked", asked.pk),
        wakes=False,
    )
