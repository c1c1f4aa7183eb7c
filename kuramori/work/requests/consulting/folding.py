"""Bring the columns of a talk to where its steps have led, and tell the other side of a step."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.requests import talk_states
from kuramori.rules.requests.talk_states import Step, Talk
from kuramori.rules.statements.bodies_asking import ConsultationTold, TalkStep
from kuramori.work.partners.models import Told as ToldStatement
from kuramori.work.partners.telling import channel_to, tell
from kuramori.work.requests.models import Consultation, ConsultationStep, TalkState


def led_to(row: Consultation) -> Talk:
    """Where the steps of a talk have led."""
    return talk_states.led_to(stepped(row, one) for one in row.steps.all())


def stepped(row: Consultation, one: ConsultationStep) -> Step:
    """A step as the rules know it."""
    return Step(
        turn=one.turn,
        house=one.is_written_here == row.is_begun_here,
        by_beginner=one.is_ours == row.is_asked_by_us,
        step=TalkStep(one.step),
        on=one.on,
        upon=one.upon,
        yen=one.yen,
        words=one.words,
        person=one.person,
    )


def refold(row: Consultation) -> Talk:
    """Write where the steps have led into the row. Inside a transaction, with the row locked."""
    talk = led_to(row)
    row.state = TalkState(talk.state.value)
    if talk.asked is not None:
        row.asked_on, row.asked_yen = talk.asked.on, talk.asked.yen
    row.answered_on = talk.answered.on if talk.answered else None
    row.agreed_on = talk.agreed.on if talk.agreed else None
    row.agreed_yen = talk.agreed.yen if talk.agreed else None
    row.ended_on = talk.ended.on if talk.ended else None
    row.turn, row.last = max(row.turn, talk.highest), talk.last
    row.changed_at = clock.now()
    row.revision += 1
    row.save()
    return talk


def tell_step(actor: Actor, row: Consultation, step: ConsultationStep) -> None:
    """Say the step to the partner's organisation, where a channel stands; first all that went before, where it was
    opened since."""
    channel = channel_to(row.partner, row.thread)
    if channel is None:
        return
    knows = ToldStatement.objects.filter(channel=channel, thread=row.thread, refused="").exists()
    before = [] if knows else list(row.steps.exclude(pk=step.pk).order_by("turn"))
    for one in (*before, step):
        tell(actor, row.partner, body_of(row, one), row.thread)


def body_of(row: Consultation, step: ConsultationStep) -> ConsultationTold:
    """The step as a statement of ours."""
    opens = step.turn == 1
    return ConsultationTold(
        step=TalkStep(step.step),
        turn=step.turn,
        upon=step.upon,
        for_other=not step.is_ours,
        person=step.person,
        topic=row.topic if opens else "",
        gap=str(row.gap.thread) if opens and row.gap else "",
        on=step.on,
        yen=step.yen,
        words=step.words,
    )
