"""What our own people write to an inquiry: saved as they go, several at once, laid in from our latest final check.

Nothing of it leaves the house before the keeper approved exactly what will be seen. The trail tells that somebody
wrote, and nothing of what.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import LONGEST
from kuramori.rules.requests.requirements import Requirements, read_requirements
from kuramori.work.checks.read import FinalAnswer, FinalAnswers
from kuramori.work.requests import drafting
from kuramori.work.requests import events_inquiries as events
from kuramori.work.requests import facts_inquiries as facts
from kuramori.work.requests.drafting import NOTHING, Draft, Saved, Wanted
from kuramori.work.requests.forms_answering import said_by_level
from kuramori.work.requests.inquiring import OVER, held
from kuramori.work.requests.models import Inquiry, InquiryState
from kuramori.work.requests.refusing import NotSo

Triple = tuple[str, str, str]


def draft_of(inquiry: Inquiry) -> Draft:
    """As it stands."""
    return drafting.draft_from(str(inquiry.draft), inquiry.draft_revision, inquiry.answered_at)


def evidence_of(inquiry: Inquiry) -> tuple[Triple, ...]:
    """What was chosen to be shown beside the answers."""
    chosen = json.loads(str(inquiry.draft)).get("evidence", [])
    return tuple((one[0], one[1], one[2]) for one in chosen)


def save(actor: Actor, inquiry: Inquiry, wanted: Mapping[str, Wanted]) -> Saved:
    """Write answers; what a colleague changed since stays and is named. A withdrawn inquiry takes them too: nothing is
    lost. What waited for approval is open again. Raises `drafting.AnswerRefused`, `NotAllowed`."""
    actor.require(Can.REPLY_GIVE)
    drafting.require_sense(read_requirements(inquiry.content), wanted)
    with transaction.atomic():
        row = held(inquiry)
        content = json.loads(str(row.draft))
        changed, conflicts = drafting.write_in(content["answers"], wanted, actor.name)
        if changed:
            before = _keep(row, content)
            record(
                actor,
                events.WRITTEN,
                kind="inquiry",
                thing_id=row.pk,
                number=row.number,
                count=len(changed),
                **between(before, facts.inquiry(row), private=facts.TEXTS),
            )
    return Saved(draft_of(row), tuple(changed), tuple(conflicts))


def fill(actor: Actor, inquiry: Inquiry, found: FinalAnswers) -> int:
    """Lay our last final answers in where nothing stands yet; how many. Raises `NotSo`, `NotAllowed`."""
    actor.require(Can.REPLY_GIVE)
    laid = from_check(read_requirements(inquiry.content), found)
    with transaction.atomic():
        row = held(inquiry)
        _require_running(row)
        content = json.loads(str(row.draft))
        wanted = {item: Wanted(given, NOTHING) for item, given in laid.items()}
        changed, _conflicts = drafting.write_in(content["answers"], wanted, actor.name)
        if changed:
            before = _keep(row, content)
            record(
                actor,
                events.FILLED,
                kind="inquiry",
                thing_id=row.pk,
                number=row.number,
                sheet=found.name,
                count=len(changed),
                **between(before, facts.inquiry(row), private=facts.TEXTS),
            )
    return len(changed)


def from_check(requirements: Requirements, found: FinalAnswers) -> dict[str, Given]:
    """Our own answers as answers to what is asked: levels with plans that run, and what does not apply where that is
    taken. What was written beside them is ours and stays here."""
    laid = {}
    for required in requirements.required:
        own = found.answers.get(required.item)
        if own is None:
            continue
        if own.level is None:
            if required.na_allowed and own.na:
                laid[required.item] = Given(Said.NA, words=own.na[: LONGEST["words"]])
        elif own.level <= requirements.best:
            is_short = own.level < required.level
            is_planned = is_short and own.plan_on is not None
            said, level = said_by_level(own.level, required, requirements.best, is_planned=is_planned)
            laid[required.item] = _with_plan(said, level, own) if is_short else Given(said, level)
    return laid


def choose(
    actor: Actor,
    inquiry: Inquiry,
    *,
    disclosure: str,
    given_by: str,
    equivalents: tuple[str, ...] | None = None,
    evidence: tuple[Triple, ...] | None = None,
) -> Inquiry:
    """How much is shown, who says so, what is held instead and what shows it (None: as before)."""
    actor.require(Can.REPLY_GIVE)
    requirements = read_requirements(inquiry.content)
    with transaction.atomic():
        row = held(inquiry)
        content = json.loads(str(row.draft))
        now = dict(content)
        content |= {"disclosure": disclosure, "given_by": given_by}
        if equivalents is not None:
            content["equivalents"] = sorted({one.id for one in requirements.equivalents} & set(equivalents))
        if evidence is not None:
            content["evidence"] = [list(one) for one in evidence if one[0] in requirements.items]
        if content == now:
            return row
        before = _keep(row, content)
        record(
            actor,
            events.CHOSEN,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            **between(before, facts.inquiry(row), private=facts.TEXTS),
        )
    return row


def resting(row: Inquiry) -> InquiryState:
    """Where an inquiry stands while nothing waits for approval."""
    if row.state in OVER:
        return InquiryState(row.state)
    return InquiryState.ANSWERED if row.answered_at is not None else InquiryState.OPEN


def _keep(row: Inquiry, content: dict[str, Any]) -> dict[str, Any]:
    """Write the draft; what stood before, for the trail. Whatever waited for approval was something else."""
    before = facts.inquiry(row)
    row.draft = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row.draft_revision += 1
    row.state, row.proposed_by = resting(row), None
    row.save(update_fields=["draft", "draft_revision", "state", "proposed_by"])
    return before


def _require_running(row: Inquiry) -> None:
    if row.state in OVER:
        raise NotSo("", _("このお願いは終わっています。書いたものは残っています。"))


def _with_plan(said: Said, level: int | None, own: FinalAnswer) -> Given:
    return Given(said, level, plan=own.plan[: LONGEST["plan"]], plan_on=own.plan_on)
