"""Ask a colleague to answer one item, or take the request back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.ground.trail import holds
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.document import FORBIDDEN
from kuramori.work.checks import events, facts_of
from kuramori.work.checks.answer import UnknownItem, lock_draft
from kuramori.work.checks.models import Delegation, Sheet

LONGEST_MESSAGE = 300
ANSWERING_ROLES = tuple(
    role.value for role in Role if PERMISSIONS[role] & {Can.SHEET_ANSWER, Can.SHEET_ANSWER_DELEGATED}
)


class CannotAnswer(ValueError):
    """The one to be asked has no way to sign in, or no role today that may answer."""


def delegate(
    actor: Actor,
    sheet: Sheet,
    pack: Pack,
    item_id: str,
    *,
    person: Person,
    message: str = "",
    due_on: datetime.date | None = None,
) -> Delegation:
    """Ask `person` for the answer to one item; an earlier request for the same item is withdrawn.

    Raises `CannotAnswer`, `SheetAlreadyFinal`, `UnknownItem`.
    """
    actor.require(Can.SHEET_DELEGATE)
    if item_id not in pack:
        raise UnknownItem(item_id)
    if person.account_id is None or not who_can_answer().filter(person=person).exists():
        raise CannotAnswer(person.pk)
    with transaction.atomic():
        lock_draft(sheet)
        now = clock.now()
        standing = Delegation.objects.filter(sheet=sheet, item=item_id, withdrawn_at__isnull=True)
        earlier = standing.first()
        standing.update(withdrawn_at=now)
        asked = Delegation.objects.create(
            organisation=actor.organisation,
            sheet=sheet,
            item=item_id,
            person=person,
            asked_by_id=actor.person_id,
            message=FORBIDDEN.sub("", message).strip()[:LONGEST_MESSAGE],
            asked_at=now,
            due_on=due_on,
        )
        number = pack.item(item_id).number
        told = between(
            facts_of.delegation(earlier) if earlier else None,
            facts_of.delegation(asked),
            part=facts_of.asked(item_id),
            private=facts_of.TEXTS,
        )
        told["number"] = number
        record(actor, events.DELEGATED, kind="sheet", thing_id=sheet.pk, person=person.name, **told)
    return asked


def withdraw(actor: Actor, delegation: Delegation, pack: Pack) -> None:
    """Take a request back; the colleague no longer sees it among the things to do. Raises `trail.holds.UnderHold`."""
    actor.require(Can.SHEET_DELEGATE)
    with transaction.atomic():
        lock_draft(delegation.sheet)
        still_open = Delegation.objects.filter(pk=delegation.pk, withdrawn_at__isnull=True)
        # Pressed twice, or by two people: the second one changes nothing and leaves no entry.
        if still_open.exists():
            holds.ask(delegation)
        if still_open.update(withdrawn_at=clock.now()):
            number = pack.item(delegation.item).number
            record(
                actor,
                events.DELEGATION_WITHDRAWN,
                kind="sheet",
                thing_id=delegation.sheet_id,
                number=number,
                **between(
                    facts_of.delegation(delegation),
                    None,
                    part=facts_of.asked(delegation.item),
                    private=facts_of.TEXTS,
                ),
            )


def who_can_answer() -> QuerySet[Membership]:
    """The memberships of today that let their person answer what is asked of them."""
    return Membership.objects.filter(held_on(), role__in=ANSWERING_ROLES, person__account__isnull=False)
