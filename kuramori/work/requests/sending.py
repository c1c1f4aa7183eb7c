"""Send: each partner gets a link of its own by mail. Interrupted anywhere, nothing goes out twice.

A slice of partners is one transaction: the link, the mail in the outbox and the partner's new state stand together or
not at all. So whoever goes on finds the rest where it was; what the outbox then does has its own guard (`ground.post`).
"""

from __future__ import annotations

import datetime
import time
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.people import access, links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.named import day_of
from kuramori.ground.people.pace import Pace
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import count_anew
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import ask_for_sending, queue
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests import telling_requests
from kuramori.work.requests.asking import RequestRefused, held, require_deadline
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.link_purpose import ASKED, REMINDED, REPLY
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Request, RequestState

JOB = "requests:send"
MANY = 500
"""From here on the database looks anew how many rows share a key, and does not wait for the night."""


class NoAddress(Exception):
    """Nobody at this partner has a mail address that could be written to."""


def why_no_mail() -> str:
    """Why links cannot be mailed from this house; "" where they can."""
    if not is_on():
        return _("メールの送り出しが設定されていないので、リンクは手で渡します。")
    if not settings.INSTANCE.site.address:
        return _("蔵守のアドレスが設定されていないので、リンクは手で渡します。")
    return ""


def send(actor: Actor, request: Request) -> Job | None:
    """Let an approved request out: the job that tells or mails it, None where links are handed over.

    Raises `WrongState`, `RequestRefused`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row = held(request, RequestState.APPROVED)
        if row.deadline_on is not None:
            require_deadline(row.deadline_on)
        before = facts.request(row)
        row.state, row.sent_at = RequestState.SENT, clock.now()
        row.revision += 1
        row.save(update_fields=["state", "sent_at", "revision"])
        waiting = to_mail(row).count()
        record(
            actor,
            events.SENDING_BEGUN,
            kind="request",
            thing_id=row.pk,
            number=row.number,
            count=waiting,
            **between(before, facts.request(row), private=facts.REQUEST_TEXTS),
        )
        goes = telling_requests.to_tell(row).exists() or (waiting and not why_no_mail())
        return _enqueue(actor, row) if goes else None


def send_the_rest(actor: Actor, request: Request) -> Job | None:
    """Once more for whoever it did not go to, such as one whose address is known by now.

    Raises `WrongState`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row = held(request, RequestState.SENT)
        goes = telling_requests.to_tell(row).exists() or (to_mail(row).exists() and not why_no_mail())
        return _enqueue(actor, row) if goes else None


def _enqueue(actor: Actor, row: Request) -> Job:
    return enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, request=str(row.pk))


@job(JOB)
def send_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part; may run again after a death, and two may run at once."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.REQUEST_APPROVE):
        raise Trouble(_("頼んだ方が、いまはお願いを送れない役割です。"))
    with scope(organisation=actor.organisation):
        request = Request.objects.filter(pk=uuid.UUID(str(arguments["request"]))).first()
        if request is None:
            raise Trouble(_("お願いが見つかりません。"))
        told = telling_requests.tell_all(actor, request)
        if not why_no_mail():
            go_on(actor, request, progress)
        elif not told and to_mail(request).exists():
            raise Trouble(why_no_mail())


def to_mail(request: Request) -> QuerySet[Asked]:
    """Whom it still has to be mailed to: somebody there has an address."""
    rows: QuerySet[Asked] = Asked.objects.filter(
        request=request, state=AskedState.PREPARED, way=AskedBy.MAIL, contact__isnull=False
    ).exclude(contact__email="")
    return rows


def go_on(actor: Actor, request: Request, progress: Progress | None = None) -> int:
    """Mail to everybody who is left, slice by slice; returns to how many."""
    pace, done = Pace(most=20, largest=60, least=5), 0
    total = to_mail(request).count()
    while True:
        begun = time.monotonic()
        taken, sent = _slice(actor, request, pace.most)
        if not taken:
            if done > MANY:
                count_anew(Asked)
            return done
        pace.took(time.monotonic() - begun)
        done += sent
        if progress is not None:
            progress(done, max(total, done))


def _slice(actor: Actor, request: Request, most: int) -> tuple[int, int]:
    """How many were looked at, and to how many it went. Whose address is none gets the link by hand."""
    with transaction.atomic():
        row: Request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.state != RequestState.SENT:
            return 0, 0
        chosen = to_mail(row).select_for_update(skip_locked=True, of=("self",))
        chunk = list(chosen.select_related("contact", "partner").order_by("pk")[:most])
        went, by_hand, before = [], [], {one.pk: facts_of(one) for one in chunk}
        for one in chunk:
            try:
                post(actor, row, one, first=True)
            except NoAddress:
                one.way = AskedBy.HANDED
                by_hand.append(one)
            else:
                one.state, one.sent_at = AskedState.SENT, clock.now()
                went.append(one)
        Asked.objects.bulk_update(chunk, ["state", "sent_at", "way", "link", "mail"])
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
            ask_for_sending(actor.organisation_id)
        for one in by_hand:
            told = between(before[one.pk], facts_of(one))
            record(actor, events.ADDRESSEE_CHANGED, kind="asked", thing_id=one.pk, number=row.number, **told)
    return len(chunk), len(went)


def post(actor: Actor, request: Request, asked: Asked, *, first: bool, words: str = "") -> None:
    """A fresh link in the mail of one partner; the older link ends. Sets `link` and `mail`, which the caller saves.

    Inside the caller's transaction. Raises `NoAddress`.
    """
    issued = fresh_link(actor, request, asked)
    address = (settings.INSTANCE.site.address or "").rstrip("/")
    url = f"{address}{reverse('front:link', kwargs={'secret': issued.secret})}"
    to = links.recipient_of(issued.link)
    message = queue(
        actor,
        to=[to],
        subject=(
            _("確認のお願い（%(organisation)s）")
            if first
            else _("確認のお願い（再度のご案内・%(organisation)s）")
        )
        % {"organisation": actor.organisation.name},
        text=letter_text(request, asked, to.name, url, words),
        purpose=ASKED if first else REMINDED,
        about=("asked", asked.pk),
        expires_at=issued.link.expires_at,
        wakes=False,
    )
    asked.mail = message.pk


def fresh_link(actor: Actor, request: Request, asked: Asked, *, by_hand: bool = False) -> links.Issued:
    """A link for this partner's contact, in the place of the last. Sets `link`.

    Raises `NoAddress`; not where it is given `by_hand`: then the code is told by telephone.
    """
    try:
        to = _addressee(asked)
    except NoAddress:
        if not by_hand:
            raise
        to = Recipient("", (asked.contact.name if asked.contact else "") or asked.partner.name)
    doer = _doer(actor)
    if asked.link is not None:
        links.revoke(doer, asked.link)
    issued = links.issue(
        doer, REPLY, about=("asked", asked.pk), until_on=link_until(request), outside=to, most_uses=None
    )
    asked.link = issued.link
    return issued


def _addressee(asked: Asked) -> Recipient:
    if asked.contact is None or not asked.contact.email:
        raise NoAddress
    try:
        return Recipient(checked(asked.contact.email), asked.contact.name)
    except AddressUnusable as unusable:
        raise NoAddress from unusable


def link_until(request: Request) -> datetime.date:
    """The last day of a link: the deadline and the days for corrections, as far as links of this purpose last."""
    today = clock.today()
    last = today + datetime.timedelta(days=REPLY.longest_days)
    wanted = (request.deadline_on or today) + datetime.timedelta(days=calendar().link_extra_days)
    return min(last, max(wanted, today + datetime.timedelta(days=calendar().link_extra_days)))


def genuine_address() -> str:
    """Where the number can be typed in, as it is printed."""
    return f"{(settings.INSTANCE.site.address or '').rstrip('/')}{reverse('genuine:page')}"


def letter_text(request: Request, asked: Asked, person: str, url: str, words: str) -> str:
    """The mail: how to check that it is genuine comes before the link."""
    return _(
        "%(partner)s\n%(person)s 様\n\n%(organisation)sです。いつもお世話になっております。\n%(words)s\n"
        "「%(title)s」について、%(deadline)sまでにお答えをお願いいたします。\n\n"
        "■ このお願いが本物かを、先にお確かめください\n"
        "リンクを押す前に、%(genuine)s をご自身で開き、次の番号を打ち込んでください。\n"
        "    番号: %(number)s\n"
        "お電話でも確かめられます: %(call_back)s（以前からご存じの番号でもかまいません）\n\n"
        "■ お願いするわけ\n%(reason)s\n\n"
        "■ 答え方（登録もソフトも要りません。途中で保存できます）\n%(url)s\n"
        "開くと、このメールあてに6けたの確認コードが届きます。\n\n"
        "いまできていないことがあっても、それだけで取引を見直すことはありません。\n"
        "費用のご相談: %(cost)s\n\n%(organisation)s\n"
    ) % {
        "partner": asked.partner.name,
        "person": person,
        "organisation": request.organisation.name,
        "words": f"\n{words}\n" if words else "",
        "title": request.title,
        "deadline": day_of(request.deadline_on) if request.deadline_on else "—",
        "genuine": genuine_address(),
        "number": asked.number,
        "call_back": request.call_back,
        "reason": request.reason,
        "url": url,
        "cost": request.cost_contact or request.call_back,
    }


def _doer(actor: Actor) -> Actor:
    """Whoever may let requests out, and the schedule that reminds, give the links that belong to them."""
    if actor.may(Can.REQUEST_MAKE):
        return actor
    return Actor(
        organisation=actor.organisation,
        person_id=actor.person_id,
        name=actor.name,
        roles=frozenset(),
        permissions=frozenset({Can.REQUEST_MAKE}),
        via=actor.via,
    )


def hand_link(actor: Actor, asked: Asked) -> links.Issued:
    """A link to hand over oneself; told once. From then on the request counts as sent to this partner.

    Also where nobody there has a mail address. Raises `WrongState`, `RequestRefused`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row = held(asked.request, RequestState.SENT)
        one: Asked = (
            Asked.objects.select_for_update(of=("self",))
            .select_related("contact", "partner", "link")
            .get(pk=asked.pk)
        )
        if one.state == AskedState.WITHDRAWN:
            raise RequestRefused("asked", _("このお願い先は外してあります。"))
        before = facts_of(one)
        issued = fresh_link(actor, row, one, by_hand=True)
        one.way = AskedBy.HANDED
        if one.state == AskedState.PREPARED:
            one.state, one.sent_at = AskedState.SENT, clock.now()
        one.revision += 1
        one.save(update_fields=["link", "way", "state", "sent_at", "revision"])
        record(
            actor,
            events.LINK_MADE,
            kind="asked",
            thing_id=one.pk,
            number=row.number,
            **between(before, facts_of(one)),
        )
    return issued
