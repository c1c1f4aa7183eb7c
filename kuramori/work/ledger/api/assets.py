"""Assets over the API: list, one on any day, register, propose, change, admit, decline, reclassify."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404
from ninja import Query, Router, Status

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import body_refusals, next_offset, refusals
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access, entry, looks, read, register
from kuramori.work.ledger.api.shapes import (
    AssetForm,
    AssetRow,
    AssetRows,
    AssetsAsked,
    ChangedAsset,
    DayAsked,
    Declined,
    KnowerRow,
    NewAsset,
    Reclassified,
    Seen,
)
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.entry import FIELDS, FieldRefused, Kind
from kuramori.work.ledger.laying import MODELS, DayRefused
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.reading.lists import narrowed
from kuramori.work.ledger.reclassify import Classes, reclassify

router = Router()


@router.get(
    "/assets",
    response={200: AssetRows, **refusals(422)},
    summary="守るべき情報の一覧（しぼり込み・検索）",
    operation_id="assets",
)
def assets(request: ActingRequest, asked: Query[AssetsAsked]) -> Any:
    """What stands in the ledger. 極秘 ones are masked for keys without the right to see them."""
    actor = request.actor
    actor.require(Can.ASSET_READ)
    wanted = read.Asked(
        q=asked.q,
        grade=asked.grade or "",
        layer=asked.layer or "",
        keeper=asked.keeper,
        part=asked.part,
        sort=asked.sort,
    )
    fitting = narrowed(actor, wanted)
    rows = tuple(fitting[asked.offset : asked.offset + asked.limit])
    looks.note(actor, access.opened(rows))
    return AssetRows(
        assets=[AssetRow.model_validate(line) for line in read.lines_of(rows, read.grade_names())],
        next_offset=next_offset(asked, fitting.count()),
    )


@router.post(
    "/assets",
    response={201: AssetForm, **body_refusals(), 409: Conflict},
    summary="台帳に登録する",
    operation_id="register_asset",
)
def register_asset(request: ActingRequest, wanted: NewAsset) -> Any:
    """The eight fields, and any other by its name in `more`."""
    request.actor.require(Can.ASSET_ADMIT)
    made = register.register(request.actor, _new(wanted), from_on=wanted.from_on)
    return Status(201, _shown(request.actor, made.pk))


@router.post(
    "/assets/proposals",
    response={201: AssetForm, **body_refusals(), 409: Conflict},
    summary="守るべき情報を提案する",
    operation_id="propose_asset",
)
def propose_asset(request: ActingRequest, wanted: NewAsset) -> Any:
    """The keeper or the steward admits it."""
    request.actor.require(Can.ASSET_PROPOSE)
    made = register.propose(request.actor, _new(wanted), from_on=wanted.from_on)
    return Status(201, _shown(request.actor, made.pk))


@router.get(
    "/assets/{uuid:asset_id}",
    response={200: AssetForm, **refusals(422)},
    summary="守るべき情報1件（過ぎた日の姿も）",
    operation_id="asset",
)
def asset(request: ActingRequest, asset_id: uuid.UUID, asked: Query[DayAsked]) -> Any:
    """Today, or on a past day; a masked one has no `values`."""
    access.asset_for(request.actor, asset_id, Can.ASSET_READ)
    if asked.on is not None and asked.on > clock.today():
        raise DayRefused(None)
    return _shown(request.actor, asset_id, asked)


@router.put(
    "/assets/{uuid:asset_id}",
    response={200: AssetForm, **body_refusals(), 409: Conflict},
    summary="台帳の内容を直す",
    operation_id="change_asset",
)
def change_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: ChangedAsset) -> Any:
    """Fields that are not spoken of stay; a stale `revision` is refused with 409."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_CHANGE)
    register.change(
        request.actor,
        found,
        _wanted(wanted.values),
        revision=wanted.revision,
        reason=wanted.reason,
        from_on=wanted.from_on,
    )
    return _shown(request.actor, asset_id)


@router.post(
    "/assets/{uuid:asset_id}/admit",
    response={200: AssetForm, **body_refusals(), 409: Conflict},
    summary="提案を台帳に登録する",
    operation_id="admit_asset",
)
def admit_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: Seen) -> Any:
    """409 where somebody decided first."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_ADMIT)
    register.admit(request.actor, found, revision=wanted.revision)
    return _shown(request.actor, asset_id)


@router.post(
    "/assets/{uuid:asset_id}/decline",
    response={200: AssetForm, **body_refusals(), 409: Conflict},
    summary="提案を見送る",
    operation_id="decline_asset",
)
def decline_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: Declined) -> Any:
    """The row stays, with the reason."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_ADMIT)
    register.decline(request.actor, found, revision=wanted.revision, reason=wanted.reason)
    return _shown(request.actor, asset_id)


@router.post(
    "/assets/{uuid:asset_id}/reclassify",
    response={200: AssetForm, **body_refusals(), 409: Conflict},
    summary="秘密区分・共有区分を変える",
    operation_id="reclassify_asset",
)
def reclassify_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: Reclassified) -> Any:
    """A received item is not treated more lightly without its owner's recorded consent (422)."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_RECLASSIFY)
    reclassify(
        request.actor,
        found,
        Classes(wanted.grade, wanted.layer, wanted.unit),
        reason=wanted.reason,
        approver=access.person_for(request.actor, wanted.approver, Can.ASSET_RECLASSIFY),
        revision=wanted.revision,
        from_on=wanted.from_on,
    )
    return _shown(request.actor, asset_id)


def _new(wanted: NewAsset) -> entry.Wanted:
    eight = {name: getattr(wanted, name) for name in entry.REQUIRED}
    return _wanted({**wanted.more, **eight})


def _wanted(values: Mapping[str, Any]) -> entry.Wanted:
    """Values with their references resolved; `Http404` for a row that this house does not have."""
    return entry.wanted({name: _resolved(name, value) for name, value in values.items()})


def _resolved(name: str, value: Any) -> Any:
    field = FIELDS.get(name)
    if field is None:
        raise FieldRefused(name, value)
    if field.kind not in MODELS or not value:
        return value
    try:
        ids = [uuid.UUID(str(one)) for one in (value if field.kind is Kind.PLACES else [value])]
    except ValueError as wrong:
        raise FieldRefused(name, value) from wrong
    rows = {row.pk: row for row in MODELS[field.kind].objects.filter(pk__in=ids)}
    if set(ids) - set(rows):
        raise Http404
    found = [entry.ref(rows[one]) for one in ids]
    return found if field.kind is Kind.PLACES else found[0]


def _shown(actor: Actor, asset_id: uuid.UUID, asked: DayAsked | None = None) -> AssetForm:
    """One asset as this key may see it; the look is noted here."""
    found: Asset = access.assets_seen_by(actor).get(pk=asset_id)
    day = asked or DayAsked()
    page = read.asset_page(actor, found, day.on, knows_then=day.known == "then" and day.on is not None)
    if page.top_shown:
        looks.note_ids(actor, [found.pk])
    row = AssetRow.model_validate(page.line).model_dump()
    return AssetForm(
        **row,
        on=page.on,
        is_there=page.is_there,
        values={} if page.is_masked else dict(page.values),
        knowers=[KnowerRow.model_validate(one) for one in page.knowers],
    )
