"""Whoever holds a link may do one thing with what it is about: the actor for the verbs that ask for a right."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can


def with_rights(visitor: Visitor, *can: Can) -> Actor:
    """The visitor with exactly these rights. The caller has made sure that the thing is the one behind the link."""
    return Actor(
        organisation=visitor.organisation,
        person_id=None,
        name=visitor.name,
        roles=frozenset(),
        permissions=frozenset(can),
        via="link",
    )
