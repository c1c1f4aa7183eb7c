"""The partner's organisation as the doer of what its statements do in our records."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.work.partners.models import Channel


@dataclass(frozen=True, slots=True)
class Peer:
    """Who said it, for the trail. May nothing but what its statement says."""

    channel: Channel

    @property
    def organisation(self) -> Organisation:
        return self.channel.organisation

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.channel.organisation_id

    @property
    def person_id(self) -> uuid.UUID | None:
        return None

    @property
    def name(self) -> str:
        return self.channel.partner.name

    @property
    def via(self) -> str:
        return "statement"

    def with_right(self, *rights: Can) -> Actor:
        """The same as an actor with exactly these rights, to call a verb that asks for one."""
        return Actor(
            organisation=self.organisation,
            person_id=None,
            name=self.name,
            roles=frozenset(),
            permissions=frozenset(rights),
            via="statement",
        )
