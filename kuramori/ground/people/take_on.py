"""An owner who looks after it alone: the steward's role beside the owner's, without ending either."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people import events, facts_of
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock


def take_on_stewardship(actor: Actor) -> None:
    """From today the acting owner is 情報管理責任者 as well; nothing happens to one who is already."""
    actor.require(Can.ORGANISATION_CHANGE)
    if actor.person_id is None:
        # A command line is nobody of the roster.
        raise NotAllowed(Can.ORGANISATION_CHANGE)
    now = clock.now()
    with transaction.atomic():
        held = Membership.objects.select_for_update().filter(held_on(), person_id=actor.person_id)
        if Role.STEWARD in {Role(membership.role) for membership in held}:
            return
        person = Person.objects.get(pk=actor.person_id)
        before = facts_of.roles(person)
        Membership.objects.create(
            organisation=actor.organisation,
            person_id=actor.person_id,
            role=Role.STEWARD,
            from_on=clock.day_of(now),
            recorded_at=now,
        )
        record(
            actor,
            events.STEWARDSHIP_TAKEN,
            kind="person",
            thing_id=actor.person_id,
            role=Role.STEWARD.label,
            **between({"roles": before}, {"roles": facts_of.roles(person)}),
        )
