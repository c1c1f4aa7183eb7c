"""Who the key acts as, over the API."""

from __future__ import annotations

import uuid
from typing import Any

from ninja import Router, Schema

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.calls import ActingRequest, Telling, not_allowed, refusals

router = Router(tags=["people"])

TELLING: Telling = {NotAllowed: not_allowed}


class OrganisationForm(Schema):
    id: uuid.UUID
    slug: str
    name: str
    kinds: list[str]


class RoleForm(Schema):
    id: str
    name: str


class MeForm(Schema):
    """`permissions` is what this key may do: what its holder's roles grant, narrowed when the key was made."""

    organisation: OrganisationForm
    person_id: uuid.UUID | None
    name: str
    roles: list[RoleForm]
    permissions: list[str]


@router.get("/me", response={200: MeForm, **refusals()}, summary="Whom this key acts as", operation_id="me")
def me(request: ActingRequest) -> Any:
    """The organisation, the person behind the key, the roles held today, and the permissions of the key."""
    actor = request.actor
    return MeForm(
        organisation=OrganisationForm.model_validate(actor.organisation),
        person_id=actor.person_id,
        name=actor.name,
        roles=[RoleForm(id=role.value, name=role.label) for role in sorted(actor.roles)],
        permissions=sorted(actor.permissions),
    )
