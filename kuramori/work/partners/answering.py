"""The answer of those who were asked: with a reason, and where it is yes, until a day."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.sharing.policy import Outcome
from kuramori.work.partners import deciders, events_deciding, facts_deciding, mailing_decisions
from kuramori.work.partners.models import Answer, Decision

LONGEST_REASON = 400
LONGEST_DAYS = 366
"""An approval is for a limited time; after a year the question is put again."""


class AnswerRefused(ValueError):
    """The answer cannot be taken: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "not_asked": _("この判断には、だれの承認も要りません。"),
            "answered": _("この判断への答えは、もう出ています。"),
            "not_you": _("この判断で聞かれている方だけが答えられます。"),
            "reason": _("わけを書いてください。"),
            "until": _("いつまで認めるかを、今日から1年のうちで決めてください。"),
        }[self.code]


def answer(
    actor: Actor, decision: Decision, *, allow: bool, reason: str, until_on: datetime.date | None = None
) -> Decision:
    """Answer for everybody that the actor stands for in this decision. One no refuses it; all yes approve it.

    Approved until the earliest day that somebody named. Raises `AnswerRefused`.
    """
    actor.require(Can.SHARING_APPROVE)
    why = " ".join(reason.split())[:LONGEST_REASON]
    today = clock.today()
    if not why:
        raise AnswerRefused("reason")
    if allow and (until_on is None or not 0 <= (until_on - today).days <= LONGEST_DAYS):
        raise AnswerRefused("until")
    with transaction.atomic():
        row = (
            Decision.objects.select_for_update(of=("self",))
            .select_related("asset", "partner", "asked_by")
            .get(pk=decision.pk)
        )
        if row.outcome != Outcome.ESCALATE:
            raise AnswerRefused("not_asked")
        codes = _open_for(actor, row)
        before = facts_deciding.decision(row)
        for code in codes:
            Answer.objects.create(
                organisation=actor.organisation,
                decision=row,
                code=code,
                allows=allow,
                reason=why,
                until_on=until_on if allow else None,
                person_id=actor.person_id,
                answered_at=clock.now(),
            )
        _settle(actor, row, allow=allow, why=why)
        mailing_decisions.tell_by_mail(actor, row)
        told = between(
            before,
            {**facts_deciding.decision(row), "reason": why, "until_on": until_on},
            private=facts_deciding.TEXTS,
        )
        record(
            actor,
            events_deciding.APPROVED if allow else events_deciding.REFUSED,
            kind="decision",
            thing_id=row.pk,
            number=row.asset.number,
            partner=row.partner.name,
            **told,
            **({"until_on": until_on.isoformat()} if allow and until_on else {}),
        )
    return row


def open_codes(decision: Decision) -> tuple[str, ...]:
    """Whom the table asked and who has not answered yet; nothing once the decision is settled."""
    if decision.outcome != Outcome.ESCALATE or decision.refused_at or decision.approved_at:
        return ()
    said = set(Answer.objects.filter(decision=decision).values_list("code", flat=True))
    return tuple(code for code in decision.kept["decision"]["to"] if code not in said)


def may_answer(actor: Actor, decision: Decision) -> bool:
    """Whether this actor stands for somebody who was asked and has not answered."""
    if not actor.may(Can.SHARING_APPROVE):
        return False
    return any(deciders.is_meant(actor.person_id, code) for code in open_codes(decision))


def _open_for(actor: Actor, row: Decision) -> list[str]:
    waiting = open_codes(row)
    if not waiting:
        raise AnswerRefused("answered")
    mine = [code for code in waiting if deciders.is_meant(actor.person_id, code)]
    if not mine:
        raise AnswerRefused("not_you")
    return mine


def _settle(actor: Actor, row: Decision, *, allow: bool, why: str) -> None:
    moment = clock.now()
    row.answer_reason = why
    if not allow:
        row.refused_at = moment
    elif not open_codes(row):
        row.approved_at = moment
        row.approved_by_id = actor.person_id
        days = Answer.objects.filter(decision=row, allows=True).values_list("until_on", flat=True)
        row.approved_until = min(day for day in days if day is not None)
    row.save(update_fields=["answer_reason", "refused_at", "approved_at", "approved_by", "approved_until"])
