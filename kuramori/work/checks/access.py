"""The door from a request to a sheet and what hangs on it.

A stranger gets 404 (the manager sees only the acting organisation's rows), a colleague without the right 403.
"""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.db.models import CharField, Exists, OuterRef, QuerySet, UUIDField
from django.http import Http404

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Person
from kuramori.ground.people.prepared import Later, Prepared
from kuramori.ground.people.roles import Can
from kuramori.work.checks.models import Delegation, Evidence, Plan, Sheet, State

_BY_ID = Later("sheet", UUIDField())


def _with_asked(sheets: QuerySet[Any]) -> QuerySet[Any]:
    """Sheets that know, as `is_asked`, whether a colleague asked `person` to answer `item`."""
    asked = Delegation.objects.filter(
        person_id=Later("person", UUIDField()),
        withdrawn_at__isnull=True,
        sheet=OuterRef("pk"),
        item=Later("item", CharField()),
    )
    return sheets.annotate(is_asked=Exists(asked))


_TO_LOOK_AT = Prepared(lambda: Sheet.objects.filter(pk=_BY_ID).select_related("begun_by", "finalised_by"))
# The frozen result is of no use to somebody who answers.
_TO_ANSWER = Prepared(lambda: _with_asked(Sheet.objects.filter(pk=_BY_ID)).defer("result"))
_HELD = Prepared(
    lambda: _with_asked(Sheet.objects.select_for_update().filter(pk=_BY_ID)).values_list("state", "is_asked")
)


def sheet_for(actor: Actor, sheet_id: uuid.UUID, can: Can) -> Sheet:
    """One sheet of the actor's organisation, with those who began and finalised it."""
    sheet = _TO_LOOK_AT.first(sheet=sheet_id)
    if sheet is None:
        raise Http404
    actor.require(can)
    return cast(Sheet, sheet)


def sheet_behind_a_link(sheet_id: uuid.UUID) -> Sheet:
    """A sheet that a link names, for a page whose link has been checked; in the organisation that gave the link."""
    sheet = Sheet.objects.filter(pk=sheet_id).select_related("begun_by", "finalised_by").first()
    if sheet is None:
        raise Http404
    return sheet


def sheet_to_answer(actor: Actor, sheet_id: uuid.UUID, item: str) -> Sheet:
    """A sheet whose `item` the actor may answer: by role, or because a colleague asked for this one item."""
    sheet = _TO_ANSWER.first(sheet=sheet_id, person=actor.person_id, item=item)
    if sheet is None:
        raise Http404
    require_answer(actor, is_asked=sheet.is_asked)
    return cast(Sheet, sheet)


def hold_sheet(actor: Actor, sheet: Sheet, item: str) -> tuple[State, bool]:
    """Hold the sheet's row until the transaction ends; its state, and whether the actor was asked for `item`.

    Raises `Sheet.DoesNotExist` for a sheet of another organisation.
    """
    held = _HELD.first(sheet=sheet.pk, person=actor.person_id, item=item)
    if held is None:
        raise Sheet.DoesNotExist
    state, is_asked = held
    return State(state), bool(is_asked)


def asked_of(actor: Actor) -> QuerySet[Delegation]:
    """What colleagues ask of this actor and have not taken back; nothing is asked of a command."""
    if actor.person_id is None:
        return Delegation.objects.none()
    return Delegation.objects.filter(person_id=actor.person_id, withdrawn_at__isnull=True)


def require_answer(actor: Actor, *, is_asked: bool) -> None:
    """Raise `NotAllowed` unless the actor may answer by role, or is asked and may answer what is asked."""
    if actor.may(Can.SHEET_ANSWER):
        return
    actor.require(Can.SHEET_ANSWER_DELEGATED)
    if not is_asked:
        raise NotAllowed(Can.SHEET_ANSWER)


def require_may_answer(actor: Actor, sheet: Sheet, item: str) -> None:
    """Raise `NotAllowed` unless the actor may answer this item of this sheet."""
    is_asked = not actor.may(Can.SHEET_ANSWER) and item in asked_items(actor, sheet)
    require_answer(actor, is_asked=is_asked)


def asked_items(actor: Actor, sheet: Sheet) -> frozenset[str]:
    """The items of a sheet that a colleague asked this actor to answer."""
    return frozenset(asked_of(actor).filter(sheet=sheet).values_list("item", flat=True))


def evidence_to_see(actor: Actor, evidence_id: uuid.UUID) -> Evidence:
    """One piece of evidence that has not been removed, with its sheet and file, for those who may read both."""
    evidence = _evidence(evidence_id)
    actor.require(Can.SHEET_READ)
    actor.require(Can.FILE_READ)
    return evidence


def evidence_to_remove(actor: Actor, evidence_id: uuid.UUID) -> Evidence:
    """One piece of evidence of an item that the actor may answer."""
    evidence = _evidence(evidence_id)
    require_may_answer(actor, evidence.sheet, evidence.item)
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
    if sees_own_plans_only(actor) and plan.owner_id != actor.person_id:
        raise NotAllowed(Can.PLAN_CHANGE)
    return plan


def sees_own_plans_only(actor: Actor) -> bool:
    """Whoever finishes plans without steering them sees their own; readers such as auditors see all."""
    return actor.may(Can.PLAN_FINISH) and not actor.may(Can.PLAN_CHANGE)


def colleague_for(actor: Actor, person_id: uuid.UUID) -> Person:
    """Somebody on the organisation's roster, to be asked or to be put in charge."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    actor.require(Can.SHEET_READ)
    return person


def _evidence(evidence_id: uuid.UUID) -> Evidence:
    evidence = (
        Evidence.objects.filter(pk=evidence_id, removed_at__isnull=True)
        .select_related("sheet", "file")
        .first()
    )
    if evidence is None:
        raise Http404
    return evidence
