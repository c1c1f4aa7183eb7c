"""What the letter promised about keeping: told ahead, removed when its time is over, certified to who gave it.

Each step is noted on the asked row in the transaction that takes it, so a night that was cut off goes on in the next
one, and nobody is written to twice. Nothing is removed that was not announced here for a week: a house that was
switched off for months finds the answers where they were.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Attachment, Recipient
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.changes import parts
from kuramori.ground.trail.holds import UnderHold
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press import pdf
from kuramori.press.faults import PressFault
from kuramori.work.ledger.content import after_months
from kuramori.work.requests import events_replies as events
from kuramori.work.requests import keeping, left_bytes
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.consulting import guest_papers
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.link_purpose import KEPT
from kuramori.work.requests.models import Asked, Nudge, Request
from kuramori.work.requests.papers.removal import certificate

SLICE = 200
HELD, CERTIFIED = "hld-", "crt-"
DAY = datetime.timedelta(days=1)


@schedule("requests:remove_in_time", daily_at="04:30", says=gettext_lazy("預かる期間が過ぎた回答を消す"))
def remove_everywhere() -> None:
    """In every organisation: announce, remove, certify."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            in_time(access.actor_of_schedule(organisation))


def in_time(actor: Actor) -> int:
    """Today's steps in the acting organisation; of how many partners answers were removed."""
    doer, today = _doer(actor), clock.today()
    for days in calendar().keeping_notice_days:
        for request in _old_enough(today + days * DAY):
            _announce(doer, request, days, today)
    removed = sum(_remove(doer, asked) for request in _old_enough(today) for asked in _over(request, today))
    guest_papers.remove_over(doer, today)
    left_bytes.take_away()
    certify(doer)
    return removed


def ending(request: Request, on: datetime.date) -> QuerySet[Asked]:
    """Whose answers to this request are kept until `on` at most."""
    last = on - (after_months(on, request.keep_months) - on)
    rows: QuerySet[Asked] = Asked.objects.filter(
        request=request, reply__isnull=False, replied_at__lt=_begin(last + DAY)
    )
    return rows


def soon(today: datetime.date) -> Iterator[tuple[Request, int, datetime.date]]:
    """The requests of which answers are removed within the longest notice: of how many partners, from which day on."""
    days = max(calendar().keeping_notice_days)
    for request in _old_enough(today + days * DAY):
        rows = ending(request, today + days * DAY)
        first = rows.select_related("request").order_by("replied_at").first()
        until = keeping.keep_until(first) if first is not None else None
        if until is not None and until >= today:
            yield request, rows.count(), until + DAY


def _old_enough(on: datetime.date) -> Iterator[Request]:
    """Nothing of a request can be over before the request itself is that old."""
    for request in Request.objects.filter(sent_at__isnull=False).order_by("sent_at"):
        if request.sent_at and after_months(clock.day_of(request.sent_at), request.keep_months) <= on:
            yield request


def _announce(actor: Actor, request: Request, days: int, today: datetime.date) -> None:
    """Note for each partner that its answers end in so many days; the pages tell it from the days themselves."""
    prefix = _notice(days)
    rows = ending(request, today + days * DAY).select_related("request").order_by("pk")
    last = None
    while chunk := list((rows.filter(pk__gt=last) if last else rows)[:SLICE]):
        last = chunk[-1].pk
        with transaction.atomic():
            told = set(
                Nudge.objects.filter(asked__in=chunk, step__startswith=prefix).values_list("asked_id", "step")
            )
            fresh = [one for one in chunk if (one.pk, _step(prefix, one)) not in told]
            Nudge.objects.bulk_create(
                Nudge(
                    organisation=actor.organisation,
                    asked=one,
                    step=_step(prefix, one),
                    noted_at=clock.now(),
                )
                for one in fresh
            )
            if fresh:
                record(
                    actor,
                    events.ENDS_SOON,
                    kind="request",
                    thing_id=request.pk,
                    number=request.number,
                    days=days,
                    count=len(fresh),
                    **parts({str(one.pk): facts_of(one) for one in fresh}),
                )


def _over(request: Request, today: datetime.date) -> Iterator[Asked]:
    """Whose time is over, and was announced here a week ago or longer."""
    shortest = min(calendar().keeping_notice_days)
    before = _begin(today - (shortest - 1) * DAY)
    keys = list(ending(request, today - DAY).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        one: Asked = Asked.objects.select_related("request", "contact", "partner").get(pk=key)
        step = _step(_notice(shortest), one)
        if Nudge.objects.filter(asked=one, step=step, noted_at__lt=before).exists():
            yield one


def _remove(actor: Actor, asked: Asked) -> bool:
    """False where a hold stands against it; then who gave the answers is told so, once."""
    try:
        keeping.remove_answers(actor, asked, keeping.reason_of_time())
    except keeping.NothingToRemove:
        return False
    except UnderHold:
        _tell_held(actor, asked)
        return False
    return True


def _tell_held(actor: Actor, asked: Asked) -> None:
    step = _step(HELD, asked)
    to = recipient(asked)
    if to is None or not is_on() or Nudge.objects.filter(asked=asked, step=step).exists():
        return
    with transaction.atomic():
        Nudge.objects.create(organisation=actor.organisation, asked=asked, step=step, noted_at=clock.now())
        _mail(
            actor,
            asked,
            to,
            _("お預かりしている回答について（%(organisation)s）"),
            _(
                "お預かりした回答の期間が過ぎましたが、消してはいけない定め（保全）があるため、まだ消していません。\n"
                "解けたら消し、証明書をお送りします。お尋ねは %(call_back)s へお願いします。"
            ),
        )


def uncertified() -> QuerySet[Nudge]:
    """Removals of which the certificate did not go to who gave the answers yet, the oldest first."""
    given = Nudge.objects.filter(
        asked=OuterRef("asked"), step__startswith=CERTIFIED, noted_at__gte=OuterRef("noted_at")
    )
    rows: QuerySet[Nudge] = Nudge.objects.filter(~Exists(given), step__startswith=keeping.REMOVED)
    return rows.order_by("noted_at", "pk")


def certify(actor: Actor) -> int:
    """Mail the certificates that are due; how many. Who has no mail gets it on paper: the next actions have them."""
    if not is_on():
        return 0
    done = 0
    for removal in list(uncertified().select_related("asked__request", "asked__contact", "asked__partner")):
        asked, to = removal.asked, recipient(removal.asked)
        told = keeping.removal_of(asked)
        if to is None or told is None or _is_soon_gone(asked):
            continue
        try:
            paper = certificate(actor, asked, told)
        except PressFault:
            continue
        with transaction.atomic():
            _given(actor, removal)
            _mail(
                actor,
                asked,
                to,
                _("回答を消した証明書（%(organisation)s）"),
                _(
                    "お預かりした回答を、お約束のとおり消しました。証明書を添えます。\n"
                    "載っている照合値は、お手元の「提出の控え」のものと比べられます。"
                    "お尋ねは %(call_back)s へお願いします。"
                ),
                Attachment(f"{asked.number}.pdf", pdf.MEDIA_TYPE, paper),
            )
        done += 1
    return done


def _is_soon_gone(asked: Asked) -> bool:
    """Whether a certificate that waits for a night can say more: that the bytes of evidence are gone as well."""
    left = left_bytes.left_of(asked)
    return bool(left.left) and left.by_on is not None and clock.today() <= left.by_on


def handed(actor: Actor, asked: Asked) -> None:
    """Somebody took the certificate to hand it over: it does not have to be mailed any more."""
    for removal in uncertified().filter(asked=asked):
        _given(actor, removal)


def taken(visitor: Visitor, asked: Asked) -> None:
    """Whoever gave the answers took the certificate behind their link.

    Where a night can still make it say more, the whole one is mailed all the same.
    """
    with transaction.atomic():
        record(visitor, events.REMOVAL_TAKEN, kind="asked", thing_id=asked.pk, number=asked.number)
        if not _is_soon_gone(asked):
            handed(with_rights(visitor), asked)


def _given(actor: Actor, removal: Nudge) -> None:
    step = f"{CERTIFIED}{removal.step[len(CERTIFIED) :]}"
    Nudge.objects.get_or_create(
        organisation=actor.organisation, asked=removal.asked, step=step, defaults={"noted_at": clock.now()}
    )


def recipient(asked: Asked) -> Recipient | None:
    """Who at the partner can be written to; None for nobody."""
    if asked.contact is None or not asked.contact.email:
        return None
    try:
        return Recipient(checked(asked.contact.email), asked.contact.name)
    except AddressUnusable:
        return None


def _mail(
    actor: Actor, asked: Asked, to: Recipient, subject: str, words: str, *attachments: Attachment
) -> None:
    told = {
        "organisation": actor.organisation.name,
        "call_back": asked.request.call_back or actor.organisation.name,
    }
    head = _("%(partner)s\n%(person)s 様\n\n") % {"partner": asked.partner.name, "person": to.name}
    foot = _("\n\nお願い: %(title)s\n番号: %(number)s\n%(organisation)s\n") % {
        "title": asked.request.title,
        "number": asked.number,
        **told,
    }
    queue(
        actor,
        to=[to],
        subject=subject % told,
        text=head + words % told + foot,
        purpose=KEPT,
        about=("asked", asked.pk),
        attachments=attachments,
    )


def _notice(days: int) -> str:
    return f"n{days:02d}-"


def _step(prefix: str, asked: Asked) -> str:
    return keeping.step_of(prefix, asked.reply_id)


def _begin(on: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time(), clock.TOKYO)


def _doer(actor: Actor) -> Actor:
    """The schedule holds no right; here it may remove what was promised to be removed, and nothing else."""
    return Actor(
        organisation=actor.organisation,
        person_id=actor.person_id,
        name=actor.name,
        roles=frozenset(),
        permissions=frozenset({Can.REQUEST_APPROVE}),
        via=actor.via,
    )
