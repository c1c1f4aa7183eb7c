"""Talks about prices and costs from behind a link: who makes things for somebody asks what it may cost, without an
account, and sees what was answered."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests import talk_states
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.consulting.talking import Said
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.models import Consultation, Gap, Told
from kuramori.work.requests.refusing import NotSo

MOST_RUNNING = 20


def talk_behind(guest: Guest, talk_id: uuid.UUID) -> Consultation | None:
    """One talk that this link lets be seen; None for every other."""
    found: Consultation | None = guest.talks().select_related("partner", "gap").filter(pk=talk_id).first()
    return found


def ask(guest: Guest, topic: str, *, yen: int | None, text: str, gap: Gap | None = None) -> Consultation:
    """Ask for a talk, today. The same form sent twice is one talk. Raises `NotSo`."""
    said = Said(clock.today(), yen, text, guest.visitor.name)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=guest.partner.organisation_id)
        running = guest.talks().filter(state__in=[one.value for one in talk_states.RUNNING])
        for one in running.filter(topic=topic.strip(), asked_on=said.on, asked_yen=yen, turn=1, gap=gap):
            if one.steps.filter(words=text.strip(), person=said.person, way=Told.LINK).exists():
                return one
        if running.count() >= MOST_RUNNING:
            raise NotSo("", _("答えを待っている相談が多すぎます。いまの相談に書き足してください。"))
        return talking.begin(
            with_rights(guest.visitor, Can.CONSULT),
            guest.partner,
            topic,
            said,
            by_us=False,
            gap=gap,
            way=Told.LINK,
            asked=guest.asked,
        )


def step(
    guest: Guest, talk: Consultation, kind: TalkStep, *, yen: int | None, text: str, revision: int
) -> Consultation:
    """One more step of theirs, today; the same form sent twice is one step, and nobody agrees to what they asked for
    themselves. Raises `NotSo`, `Stale`."""
    said = Said(max(clock.today(), talk.asked_on), yen, text, guest.visitor.name)
    with transaction.atomic():
        fresh: Consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=talk.pk)
        if _was_last(fresh, kind, said):
            return fresh
        if fresh.revision == revision and kind not in may(fresh):
            raise NotSo("", _("いまのようすからは、その動きはできません。開き直して確かめてください。"))
        return talking.step(
            with_rights(guest.visitor, Can.CONSULT),
            talk,
            kind,
            said,
            revision=revision,
            is_ours=False,
            way=Told.LINK,
        )


def _was_last(talk: Consultation, kind: TalkStep, said: Said) -> bool:
    """Whether the newest step is this very one: a button that was pressed twice, a page that was gone back to."""
    last = talk.steps.order_by("-turn").first()
    return last is not None and (last.step, last.way, last.person, last.yen, last.words, last.on) == (
        kind.value,
        Told.LINK,
        said.person,
        said.yen,
        said.words.strip(),
        said.on,
    )


def may(talk: Consultation) -> tuple[TalkStep, ...]:
    """What whoever is behind the link may do now."""
    state, asks = talk_states.TalkState(talk.state), not talk.is_asked_by_us
    last = talk.steps.filter(turn=talk.last).order_by("-recorded_at").first()
    waits = last is not None and last.is_ours
    return tuple(
        one for one in TalkStep if talk_states.may(asks, one, state) and (one is not TalkStep.AGREED or waits)
    )
