"""Who may know, over the API."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from kuramori.ground.people.access import department_for
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import body_refusals, refusals
from kuramori.ground.people.roles import Can, Role
from kuramori.work.ledger import access, looks, read
from kuramori.work.ledger.api.shapes import DayAsked, EndedGrant, GrantRow, GrantRows, KnowerRow, NewGrant
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.granting import Subject, end_grant, grant
from kuramori.work.ledger.laying import EntryRefused

router = Router()


class OneSubject(EntryRefused):
    """A grant names one subject."""

    @property
    def sentence(self) -> str:
        return _("人・部門・役割のうち、1つだけを書いてください。どれも書かないと全員です。")


@router.get(
    "/assets/{uuid:asset_id}/grants",
    response={200: GrantRows, **refusals(422)},
    summary="アクセスできる人（過ぎた日も）",
    operation_id="asset_grants",
)
def asset_grants(request: ActingRequest, asset_id: uuid.UUID, asked: Query[DayAsked]) -> Any:
    """What was granted on the day, and the people that this was; nothing of a masked one."""
    access.asset_for(request.actor, asset_id, Can.ASSET_READ)
    return _shown(request.actor, asset_id, asked)


@router.post(
    "/assets/{uuid:asset_id}/grants",
    response={201: GrantRows, **body_refusals(), 409: Conflict},
    summary="アクセスできる人を決める",
    operation_id="grant_asset",
)
def grant_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: NewGrant) -> Any:
    """Exactly what was known before changes nothing."""
    actor = request.actor
    found = access.asset_for(actor, asset_id, Can.ASSET_GRANT)
    subject = _subject(actor, wanted)
    grant(actor, found, subject, reason=wanted.reason, from_on=wanted.from_on, until_on=wanted.until_on)
    return Status(201, _shown(actor, asset_id))


@router.post(
    "/asset-grants/{uuid:grant_id}/end",
    response={200: GrantRows, **body_refusals()},
    summary="アクセスを終える",
    operation_id="end_grant",
)
def end(request: ActingRequest, grant_id: uuid.UUID, wanted: EndedGrant) -> Any:
    """Earlier days stay as they were."""
    granted = access.grant_for(request.actor, grant_id, Can.ASSET_GRANT)
    end_grant(request.actor, granted, last_day=wanted.last_day)
    return _shown(request.actor, granted.asset_id)


def _subject(actor: Actor, wanted: NewGrant) -> Subject:
    if sum(one is not None for one in (wanted.person, wanted.department, wanted.role)) > 1:
        raise OneSubject
    if wanted.person:
        return Subject(person=access.person_for(actor, wanted.person, Can.ASSET_GRANT))
    if wanted.department:
        return Subject(department=department_for(actor, wanted.department, Can.ASSET_GRANT))
    return Subject(role=Role(wanted.role)) if wanted.role else Subject()


def _shown(actor: Actor, asset_id: uuid.UUID, asked: DayAsked | None = None) -> GrantRows:
    day = asked or DayAsked()
    found = access.assets_seen_by(actor).get(pk=asset_id)
    page = read.asset_page(actor, found, day.on, knows_then=day.known == "then" and day.on is not None)
    if page.top_shown:
        looks.note_ids(actor, [found.pk])
    return GrantRows(
        grants=[GrantRow.model_validate(one) for one in page.grants],
        knowers=[KnowerRow.model_validate(one) for one in page.knowers],
    )
