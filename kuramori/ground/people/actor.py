"""Someone acting for one organisation, right now: what every verb takes first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied

from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can, Role

Via = Literal["browser", "api", "command"]


class NotAllowed(PermissionDenied):
    """A colleague without the right asked: 403, and the message says whom to ask."""

    def __init__(self, can: Can) -> None:
        super().__init__(can.value)
        self.can = can


@dataclass(frozen=True, slots=True)
class Actor:
    """`roles` are those held today; `permissions` is what they grant together (a token may narrow it)."""

    organisation: Organisation
    person_id: uuid.UUID | None
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Can]
    via: Via
    account_id: uuid.UUID | None = None

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.organisation.pk

    def may(self, can: Can) -> bool:
        return can in self.permissions

    def require(self, can: Can) -> None:
        """Raise `NotAllowed` unless this actor may."""
        if can not in self.permissions:
            raise NotAllowed(can)
