"""Shut every door for somebody who left: sessions, API tokens, invitations and links, in one transaction.

The roles have ended already, so every request is refused from the moment the transaction commits. What is done here
makes it final: a token or link does not open again if the person comes back.
"""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.ground.people import events, links
from kuramori.ground.people.access import stands_elsewhere
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Leaving, Link, Person, Token
from kuramori.ground.people.sessions import end_sessions, open_sessions
from kuramori.ground.trail.record import record
from kuramori.outside import clock


@dataclass(frozen=True, slots=True)
class Openings:
    """What opens a door for a person now. `keeps_account`: the account also stands for somebody elsewhere, so its
    sessions stay and only this organisation's doors shut."""

    sessions: int
    tokens: int
    links: int
    keeps_account: bool


def openings_of(person: Person) -> Openings:
    """What would end if this person left now."""
    return Openings(
        sessions=len(seen_sessions(person)),
        tokens=_tokens(person).count(),
        links=Link.objects.filter(links.of_person(person)).count(),
        keeps_account=person.account is not None and stands_elsewhere(person.account, person),
    )


def seen_sessions(person: Person) -> tuple[str, ...]:
    """The sessions that end with this person; none where the account also stands for somebody elsewhere.

    Read before the transaction: it looks at every session of the instance and must not hold the write lock.
    """
    if person.account is None or stands_elsewhere(person.account, person):
        return ()
    return open_sessions(person.account)


def shut_out(actor: Actor, leaving: Leaving, seen: tuple[str, ...]) -> None:
    """End what still opens a door, and write down how much it was. Inside the caller's transaction."""
    person, now = leaving.person, clock.now()
    ended = {
        "sessions": len(seen),
        "tokens": _tokens(person).update(revoked_at=now),
        "links": links.revoke_of_person(person),
    }
    if person.account is not None and not stands_elsewhere(person.account, person):
        end_sessions(person.account, seen)
    leaving.ended, leaving.settled_at = ended, now
    leaving.save(update_fields=["ended", "settled_at"])
    record(actor, events.ENDED, kind="person", thing_id=person.pk, person=person.name, **ended)


def _tokens(person: Person):  # type: ignore[no-untyped-def]
    return Token.objects.filter(person=person, revoked_at__isnull=True)
