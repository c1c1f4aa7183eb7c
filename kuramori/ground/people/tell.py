"""The trail of what somebody does to their own account: told in every organisation in which it stands for a person."""

from __future__ import annotations

from typing import Any

from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Account
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record


def tell(account: Account, event: Event, **detail: Any) -> None:
    """One entry for each person that this account stands for; none for an account of nobody. Needs a transaction."""
    for person in access.persons_of(account):
        oneself = Actor(
            organisation=person.organisation,
            person_id=person.pk,
            name=person.name,
            roles=frozenset(),
            permissions=frozenset(),
            via="browser",
            account_id=account.pk,
        )
        record(oneself, event, kind="person", thing_id=person.pk, **detail)
