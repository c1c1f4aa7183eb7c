"""催促: each step of the calendar reaches a partner once; what is left after them is a list for the telephone.

A step is noted in the transaction of its mail, and the database lets it be noted once. Nobody gets two on one day.
"""

from __future__ import annotations

import datetime
import time
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.pace import Pace
from kuramori.ground.people.roles import Can
from kuramori.ground.post.queue import ask_for_sending
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.requests import events_asking as events
from kuramori.work.requests.asking import RequestRefused
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Nudge, Request, RequestState
from kuramori.work.requests.sending import NoAddress, post, why_no_mail

UNOPENED = "unopened"
AWAITED = (AskedState.SENT, AskedState.OPENED, AskedState.ANSWERING)
DAY = datetime.timedelta(days=1)


@schedule("requests:remind", daily_at="09:10", says=gettext_lazy("確認のお願いの回答を催促する"))
def remind_all() -> None:
    """Remind in every organisation."""
    if why_no_mail():
        return
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            remind(access.actor_of_schedule(organisation))


def remind(actor: Actor) -> int:
    """Today's steps of every open request of the acting organisation; to how many partners mail went."""
    today = clock.today()
    open_ones = Request.objects.filter(state=RequestState.SENT, deadline_on__gte=today)
    return sum(
        remind_of(actor, request, step, today)
        for request in open_ones.order_by("pk")
        for step in steps_of(request, today)
    )


def steps_of(request: Request, today: datetime.date) -> tuple[str, ...]:
    """Which steps may be due on a day, the pressing one first: the days left, then what lies unopened."""
    if request.deadline_on is None:
        return ()
    left = (request.deadline_on - today).days
    due = [days for days in calendar().before_days if left <= days]
    return (*((str(min(due)),) if due and left >= 0 else ()), UNOPENED)


def remind_of(actor: Actor, request: Request, step: str, today: datetime.date) -> int:
    """Slice by slice, each behind the one before, and once more for whom somebody held meanwhile.

    Interrupted, the rest is found again.
    """
    pace, done = Pace(most=20, largest=60, least=5), 0
    after: uuid.UUID | None = None
    while True:
        begun = time.monotonic()
        last, told = _slice(actor, request, step, today, pace.most, after)
        if last is None and after is None:
            return done
        pace.took(time.monotonic() - begun)
        done, after = done + told, last


def due(request: Request, step: str, today: datetime.date) -> QuerySet[Asked]:
    """Whom this step is due for: an answer is awaited, it went there before the step's day, no mail went today."""
    rows = Asked.objects.filter(request=request, state__in=AWAITED, contact__isnull=False)
    # Whoever has no address is on the list for the telephone, and nobody notes that it was reminded.
    rows = rows.exclude(contact__email="")
    # Whoever has it in a Kuramori of its own is reminded there.
    rows = rows.exclude(way=AskedBy.CHANNEL)
    if step == UNOPENED:
        since = today - datetime.timedelta(days=calendar().unopened_after_days - 1)
        rows = rows.filter(state=AskedState.SENT, opened_at__isnull=True, sent_at__lt=_begin(since))
    elif request.deadline_on is not None:
        on = request.deadline_on - datetime.timedelta(days=int(step))
        rows = rows.filter(sent_at__lt=_begin(on + DAY), replied_at__isnull=True)
    # Nobody is written to twice on one day, the day of the request itself included.
    rows = rows.filter(sent_at__lt=_begin(today))
    # Each by the steps of that one partner: asked in one question, or by their organisation, SQLite reads the steps of
    # everybody for everybody (12,000 partners took longer than a quarter of an hour).
    found: QuerySet[Asked] = rows.exclude(nudges__step=step).exclude(nudges__noted_at__gte=_begin(today))
    return found


def _slice(
    actor: Actor, request: Request, step: str, today: datetime.date, most: int, after: uuid.UUID | None
) -> tuple[uuid.UUID | None, int]:
    """The last one taken, None where nobody is left, and to how many mail went."""
    with transaction.atomic():
        row: Request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.state != RequestState.SENT:
            return None, 0
        rows = due(row, step, today)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        rows = rows.select_for_update(skip_locked=True, of=("self",))
        chunk = list(rows.select_related("contact", "partner", "link").order_by("pk")[:most])
        if not chunk:
            return None, 0
        moment = clock.now()
        Nudge.objects.bulk_create(
            Nudge(organisation=actor.organisation, asked=one, step=step, noted_at=moment) for one in chunk
        )
        told = [one for one in chunk if _posted(actor, row, one, step)]
        Asked.objects.bulk_update(told, ["link", "mail"])
        if told:
            record(
                actor,
                events.REMINDED,
                kind="request",
                thing_id=row.pk,
                number=row.number,
                step=step_words(step),
                count=len(told),
                **parts({str(one.pk): facts_of(one) for one in told}),
            )
            ask_for_sending(actor.organisation_id)
    return chunk[-1].pk, len(told)


def _posted(actor: Actor, request: Request, asked: Asked, step: str) -> bool:
    """False where nobody there can be written to any more: the list for the telephone has them."""
    try:
        post(actor, request, asked, first=False, words=_words(step))
    except NoAddress:
        return False
    return True


def step_words(step: str) -> str:
    """What a step is called."""
    if step == UNOPENED:
        return _("開かれていないとき")
    return _("期限の当日") if step == "0" else _("期限の%(days)s日前") % {"days": step}


def _words(step: str) -> str:
    if step == UNOPENED:
        return _(
            "先日お送りしたお願いが、まだ開かれていないようです。行き違いでしたらお許しください。リンクを新しくしました。"
        )
    if step == "0":
        return _(
            "本日が期限です。途中まででも保存できます。間に合わないときは、その旨だけでもお知らせください。"
        )
    return _(
        "期限が近づきました。行き違いでしたらお許しください。書きかけの回答は、そのまま残っています。リンクを新しくしました。"
    )


def note_call(actor: Actor, asked: Asked, words: str) -> Asked:
    """What was said on the telephone. Raises `RequestRefused`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    said = FORBIDDEN.sub("", words).strip()
    if not said or len(said) > 400:
        raise RequestRefused("note", _("電話の結果を、400文字までで書いてください。"))
    with transaction.atomic():
        row: Asked = Asked.objects.select_for_update(of=("self",)).select_related("request").get(pk=asked.pk)
        before = {"note": row.note}
        row.note = said
        row.revision += 1
        row.save(update_fields=["note", "revision"])
        told = between(before, {"note": row.note}, private=("note",))
        record(actor, events.CALLED, kind="asked", thing_id=row.pk, number=row.request.number, **told)
    return row


def _begin(on: datetime.date) -> datetime.datetime:
    """The first moment of a day in Tokyo."""
    return datetime.datetime.combine(on, datetime.time(), clock.TOKYO)
