"""Papers of a talk from behind a link, such as an estimate: given there, opened by both sides, removed in time.

Whoever holds the link sees the papers that were given by such a link; what the asking side attaches stays with it.
They belong to the record of the talk and are kept as long as that is promised, counted from its end.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.papers.store import keep, receive
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.holds import UnderHold, remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_talks as events
from kuramori.work.requests import facts_talks as facts
from kuramori.work.requests import left_bytes
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.drafting import tidy
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.models import Asked, Consultation, ConsultationPaper, TalkState
from kuramori.work.requests.reading.talks import kept_from
from kuramori.work.requests.refusing import NotSo

MOST = 20
LONGEST_TITLE = 120
OVER = (TalkState.AGREED, TalkState.ENDED)


def of(talk: Consultation) -> QuerySet[ConsultationPaper]:
    """What was given behind a link, the oldest first."""
    rows: QuerySet[ConsultationPaper] = ConsultationPaper.objects.filter(consultation=talk)
    return rows.exclude(given_by="").select_related("file").order_by("added_at")


def may_give(talk: Consultation) -> bool:
    """As long as the talk has not ended without an agreement."""
    return talk.state != TalkState.ENDED


def give(guest: Guest, talk: Consultation, title: str, file: Any) -> ConsultationPaper:
    """Attach a paper; the same sent twice is one. Raises `NotSo` and what `papers.store.receive` does."""
    if not may_give(talk):
        raise NotSo("", _("この相談は終わっているので、書類は付けられません。新しい相談から届けてください。"))
    if of(talk).count() >= MOST:
        raise NotSo("", _("一つの相談に付けられる書類は20件までです。"))
    actor = with_rights(guest.visitor, Can.CONSULT)
    received = receive(actor, name=file.name, chunks=file.chunks())
    name = " ".join(tidy(title).split())[:LONGEST_TITLE] or received.name[:LONGEST_TITLE]
    with transaction.atomic():
        Consultation.objects.select_for_update(of=("self",)).get(pk=talk.pk)
        stands: ConsultationPaper | None = of(talk).filter(title=name, file__sha256=received.sha256).first()
        if stands is not None:
            return stands
        made: ConsultationPaper = ConsultationPaper.objects.create(
            organisation=talk.organisation,
            consultation=talk,
            title=name,
            file=keep(actor, received),
            given_by=guest.visitor.name[:120],
            added_at=clock.now(),
        )
        record(
            actor,
            events.PAPER_ADDED,
            kind="consultation",
            thing_id=talk.pk,
            number=talk.number,
            **between(None, facts.paper(made), part=made.pk, private=facts.TEXTS),
        )
    return made


def behind(guest: Guest, paper_id: uuid.UUID) -> ConsultationPaper | None:
    """One that was given behind a link, of a talk that this link lets be seen; None for every other."""
    rows = ConsultationPaper.objects.filter(consultation__in=guest.talks()).exclude(given_by="")
    found: ConsultationPaper | None = rows.select_related("file").filter(pk=paper_id).first()
    return found


def kept_of(asked: Asked) -> int:
    """How many papers of talks came from behind the link of one request: they outlast its answers."""
    rows = ConsultationPaper.objects.filter(Q(consultation__asked=asked) | Q(consultation__gap__asked=asked))
    return rows.exclude(given_by="").count()


def remove_over(actor: Actor, today: datetime.date) -> int:
    """Remove those of talks that ended longer ago than records are kept; how many. What is held stays."""
    before = datetime.datetime.combine(kept_from(today), datetime.time(), clock.TOKYO)
    rows = ConsultationPaper.objects.exclude(given_by="").filter(
        consultation__state__in=OVER, consultation__changed_at__lt=before, added_at__lt=before
    )
    return sum(_removed(actor, one) for one in rows.select_related("file", "consultation").order_by("pk"))


def _removed(actor: Actor, paper: ConsultationPaper) -> bool:
    talk, file, reason = paper.consultation, paper.file, _("協議の記録を残す期間が過ぎたため")
    try:
        with transaction.atomic():
            remove(actor, paper, reason)
            record(actor, events.PAPER_REMOVED, kind="consultation", thing_id=talk.pk, number=talk.number)
            try:
                with transaction.atomic():
                    remove(actor, file, reason)
            except ProtectedError:
                return True
            left_bytes.note(talk.organisation, {file.sha256})
    except UnderHold:
        return False
    return True
