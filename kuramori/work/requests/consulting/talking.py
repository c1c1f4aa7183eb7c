"""価格・費用の協議: keep who asked for talks, what was answered, what was agreed.

A talk is asked for by either side. What was said over the telephone is written down for the other side with the name of
who said it; only who asked, or after an answer, may end it without an agreement.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests import talk_states
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests import events_talks as events
from kuramori.work.requests import facts_talks as facts
from kuramori.work.requests.consulting.folding import refold, tell_step
from kuramori.work.requests.models import (
    Asked,
    Consultation,
    ConsultationPaper,
    ConsultationStep,
    Gap,
    TalkState,
    Told,
)
from kuramori.work.requests.models import TalkStep as KeptStep
from kuramori.work.requests.numbers import fresh
from kuramori.work.requests.refusing import NotSo, Stale, words

PREFIX = "C-"
MOST_YEN = 10**13
OLDEST = datetime.timedelta(days=10 * 366)


@dataclass(frozen=True, slots=True)
class Said:
    """A step: on which day, which amount (yen) where one was named, in which words. `person` said it, where it is
    written down for the other side."""

    on: datetime.date
    yen: int | None = None
    words: str = ""
    person: str = ""


def begin(
    actor: Actor,
    partner: Partner,
    topic: str,
    said: Said,
    *,
    by_us: bool,
    gap: Gap | None = None,
    way: Told = Told.PAGE,
    asked: Asked | None = None,
) -> Consultation:
    """Keep that talks were asked for, by us or by the partner; `asked`: behind the link of which request.

    Raises `NotSo`, `NotAllowed`.
    """
    actor.require(Can.CONSULT)
    about = words("topic", topic, 200, needed=_("何についての協議かを書いてください。"))
    if gap is not None and gap.partner_id != partner.pk:
        raise NotSo("gap", _("このギャップは、ほかの取引先とのものです。"))
    sound = _sound(TalkStep.ASKED, said, is_theirs=not by_us)
    with transaction.atomic():
        row = Consultation(
            organisation=actor.organisation,
            number=next_number(),
            partner=partner,
            gap=gap,
            asked=asked,
            topic=about,
            is_asked_by_us=by_us,
            asked_on=sound.on,
            asked_yen=sound.yen,
            changed_at=clock.now(),
        )
        row.save()
        step = _keep(actor, row, TalkStep.ASKED, sound, turn=1, is_ours=by_us, way=way)
        refold(row)
        tell_step(actor, row, step)
        record(
            actor,
            events.BEGUN,
            kind="consultation",
            thing_id=row.pk,
            number=row.number,
            partner=partner.name,
            **between(None, facts.talk(row) | facts.step(step), private=facts.TEXTS),
        )
    return row


def step(
    actor: Actor,
    talk: Consultation,
    kind: TalkStep,
    said: Said,
    *,
    revision: int,
    is_ours: bool = True,
    way: Told = Told.PAGE,
) -> Consultation:
    """One more step. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.CONSULT)
    sound = _sound(kind, said, is_theirs=not is_ours)
    with transaction.atomic():
        row: Consultation = (
            Consultation.objects.select_for_update(of=("self",))
            .select_related("partner", "gap")
            .get(pk=talk.pk)
        )
        if row.revision != revision:
            raise Stale
        if not talk_states.may(is_ours == row.is_asked_by_us, kind, talk_states.TalkState(row.state)) or (
            kind is TalkStep.ENDED and not is_ours and way is not Told.LINK
        ):
            raise NotSo("", _("いまのようすからは、その動きはできません。開き直して確かめてください。"))
        if sound.on < row.asked_on:
            raise NotSo("on", _("協議を求めた日より前の日は選べません。"))
        before = facts.talk(row)
        made = _keep(actor, row, kind, sound, turn=row.turn + 1, is_ours=is_ours, way=way)
        refold(row)
        tell_step(actor, row, made)
        record(
            actor,
            events.STEPPED,
            kind="consultation",
            thing_id=row.pk,
            number=row.number,
            what=str(KeptStep(kind.value).label),
            **between(before, facts.talk(row) | facts.step(made), private=facts.TEXTS),
        )
    return row


def add_paper(actor: Actor, talk: Consultation, title: str, file: File) -> ConsultationPaper:
    """Attach a paper; it stays with us. Raises `NotSo`, `NotAllowed`."""
    actor.require(Can.CONSULT)
    with transaction.atomic():
        made: ConsultationPaper = ConsultationPaper.objects.create(
            organisation=actor.organisation,
            consultation=talk,
            title=words("title", title, 120, needed=_("書類の名前を書いてください。")),
            file=file,
            added_by_id=actor.person_id,
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


def waiting_for_us() -> QuerySet[Consultation]:
    """Talks that a partner asked for and that we have not answered."""
    rows: QuerySet[Consultation] = Consultation.objects.filter(is_asked_by_us=False, state=TalkState.ASKED)
    return rows


def open_price_requests(partner_ids: Collection[uuid.UUID] | QuerySet[Partner]) -> frozenset[uuid.UUID]:
    """Which of these partners wait for our answer to a request to talk about prices; a query is asked as it is."""
    rows = waiting_for_us().filter(partner__in=partner_ids)
    return frozenset(rows.order_by().values_list("partner_id", flat=True).distinct())


def next_number() -> str:
    """A free number (`C-K7Q2M`)."""
    return fresh(Consultation, PREFIX)


def _keep(
    actor: Actor, row: Consultation, kind: TalkStep, said: Said, *, turn: int, is_ours: bool, way: Told
) -> ConsultationStep:
    made: ConsultationStep = ConsultationStep.objects.create(
        organisation=row.organisation,
        consultation=row,
        turn=turn,
        is_written_here=True,
        is_ours=is_ours,
        step=KeptStep(kind.value),
        upon=row.last if kind is TalkStep.AGREED else 0,
        on=said.on,
        yen=said.yen,
        words=said.words,
        person=said.person or actor.name,
        way=Told.PHONE if not is_ours and way is Told.PAGE else way,
        recorded_at=clock.now(),
    )
    return made


def _sound(kind: TalkStep, said: Said, *, is_theirs: bool) -> Said:
    """Raises `NotSo` naming the field."""
    today = clock.today()
    if not today - OLDEST <= said.on <= today:
        raise NotSo("on", _("今日か、それより前の日を書いてください。"))
    if said.yen is not None and not 0 <= said.yen <= MOST_YEN:
        raise NotSo("yen", _("金額は、0円から10兆円までの数で書いてください。"))
    needed = {
        TalkStep.ANSWERED: _("何と答えたかを書いてください。"),
        TalkStep.ENDED: _("合意せずに終えるわけを書いてください。"),
    }
    return Said(
        said.on,
        said.yen,
        words("words", said.words, 1_000, needed=needed.get(kind, "")),
        words(
            "person",
            said.person,
            120,
            needed=_("だれが言ったのかを書いてください。") if is_theirs else "",
        ),
    )
