"""The door from a request to a sheet and what hangs on it.

A stranger gets 404 (the manager sees only the acting organisation's rows), a colleague without the right 403.
"""

from __future__ import annotations

import uuid

from django.http import Http404

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.work.checks.models import Delegation, Evidence, Plan, Sheet


def sheet_for(actor: Actor, sheet_id: uuid.UUID, can: Can) -> Sheet:
    """One sheet of the actor's organisation."""
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    actor.require(can)
    return sheet


def sheet_to_answer(actor: Actor, sheet_id: uuid.UUID, item: str) -> Sheet:
    """A sheet whose `item` the actor may answer: by role, or because a colleague asked for this one item."""
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    require_may_answer(actor, sheet, item)
    return sheet


def require_may_answer(actor: Actor, sheet: Sheet, item: str) -> None:
    """Raise `NotAllowed` unless the actor may answer this item of this sheet."""
    if actor.may(Can.SHEET_ANSWER):
        return
    actor.require(Can.SHEET_ANSWER_DELEGATED)
    if not asked_items(actor, sheet, item):
        raise NotAllowed(Can.SHEET_ANSWER)


def asked_items(actor: Actor, sheet: Sheet, item: str | None = None) -> frozenset[str]:
    """The items of a sheet that a colleague asked this actor to answer."""
    asked = Delegation.objects.filter(sheet=sheet, person_id=actor.person_id, withdrawn_at__isnull=True)
    if item is not None:
        asked = asked.filter(item=item)
    return frozenset(asked.values_list("item", flat=True))


def evidence_for(actor: Actor, evidence_id: uuid.UUID, can: Can) -> Evidence:
    """One piece of evidence that has not been removed, with its sheet and file."""
    evidence = (
        Evidence.objects.filter(pk=evidence_id, removed_at__isnull=True)
        .select_related("sheet", "file")
        .first()
    )
    if evidence is None:
        raise Http404
    actor.require(can)
    return evidence


def delegation_for(actor: Actor, delegation_id: uuid.UUID) -> Delegation:
    """One open delegation, for those who may delegate."""
    delegation = (
        Delegation.objects.filter(pk=delegation_id, withdrawn_at__isnull=True).select_related("sheet").first()
    )
    if delegation is None:
        raise Http404
    actor.require(Can.SHEET_DELEGATE)
    return delegation


def plan_for(actor: Actor, plan_id: uuid.UUID, can: Can) -> Plan:
    """One plan; whoever may only finish plans reaches their own ones."""
    plan = Plan.objects.filter(pk=plan_id, dropped_at__isnull=True).select_related("sheet", "owner").first()
    if plan is None:
        raise Http404
    actor.require(can)
    if can is Can.PLAN_FINISH and not actor.may(Can.PLAN_CHANGE) and plan.owner_id != actor.person_id:
        raise NotAllowed(Can.PLAN_CHANGE)
    return plan
