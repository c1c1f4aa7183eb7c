"""Someone acting for one organisation, right now: what every verb takes first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied

from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import ELEVATED, Can, Role

# By a link: somebody outside, let in to say one thing. By a statement: a partner's organisation.
Via = Literal["browser", "api", "command", "link", "statement"]


class NotAllowed(PermissionDenied):
    """A colleague without the right asked: 403, and the message says whom to ask."""

    def __init__(self, can: Can) -> None:
        super().__init__(can.value)
        self.can = can


class ElevationNeeded(NotAllowed):
    """The right is there, but who one is must be confirmed again first: see `elevation`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """`roles` are those held today; `permissions` is what they grant together (a token may narrow it).

    `elevated`: acts within an elevated session, or by a token that was issued for such work.
    """

    organisation: Organisation
    person_id: uuid.UUID | None
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Can]
    via: Via
    account_id: uuid.UUID | None = None
    elevated: bool = False

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.organisation.pk

    def may(self, can: Can) -> bool:
        return can in self.permissions

    @property
    def is_elevated(self) -> bool:
        # Who gives commands on the machine itself can read its keys: asking for a password would protect nothing.
        return self.elevated or self.via == "command"

    def require(self, can: Can | str) -> None:
        """Raise `NotAllowed` unless this actor may, and `ElevationNeeded` where only an elevated session may.

        A room that lies below `people` names the permission by its value.
        """
        can = Can(can)
        self.require_to_see(can)
        if can in ELEVATED:
            self.require_elevation(can)

    def require_to_see(self, can: Can) -> None:
        """Raise `NotAllowed` unless this actor may: for the page on which it is done, not for doing it."""
        if can not in self.permissions:
            raise NotAllowed(can)

    def require_elevation(self, can: Can) -> None:
        """Raise `ElevationNeeded` outside an elevated session; `can` is what it is needed for."""
        if not self.is_elevated:
            raise ElevationNeeded(can)
