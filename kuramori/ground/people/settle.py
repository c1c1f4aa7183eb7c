"""The organisation's own settings, and the first-run wizard's last step."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kuramori.ground.people import events, facts_of
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, OrganisationKind
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock


def change_organisation(
    actor: Actor, *, name: str, kinds: Sequence[OrganisationKind], headcount: int | None
) -> Organisation:
    """Name, kinds (they decide which rooms show) and number of people."""
    actor.require(Can.ORGANISATION_CHANGE)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
        before = facts_of.organisation(organisation)
        organisation.name = name
        organisation.kinds = [kind.value for kind in kinds]
        organisation.headcount = headcount
        organisation.save(update_fields=["name", "kinds", "headcount"])
        told = between(before, facts_of.organisation(organisation))
        record(actor, events.ORGANISATION_CHANGED, kind="organisation", thing_id=organisation.pk, **told)
    return organisation


def settle(actor: Actor) -> None:
    """The first-run wizard is done (or put aside): do not open it by itself again."""
    actor.require(Can.ORGANISATION_CHANGE)
    with transaction.atomic():
        first_time = Organisation.objects.filter(pk=actor.organisation.pk, settled_at__isnull=True)
        if first_time.update(settled_at=clock.now()):
            told = between({"is_settled": False}, {"is_settled": True})
            record(actor, events.SETTLED, kind="organisation", thing_id=actor.organisation.pk, **told)
