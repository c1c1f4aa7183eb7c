"""The door to devices, take-outs, cloud services, listings and trips.

A stranger gets 404 (the manager sees only the acting organisation's rows), a colleague without the right 403.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import PERMISSIONS, Can
from kuramori.work.places.models import (
    CloudService,
    Device,
    DeviceCount,
    DeviceCountLine,
    ListingDraft,
    Place,
    ShadowUse,
    Software,
    TakeOut,
    TakeOutRule,
    TermsSnapshot,
    Trip,
)


def _one(actor: Actor, can: Can, rows: QuerySet[Any], key: uuid.UUID) -> Any:
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    actor.require(can)
    return row


def device_for(actor: Actor, key: uuid.UUID, can: Can) -> Device:
    return _one(actor, can, Device.objects.select_related("owner", "place", "erased_by"), key)


def count_for(actor: Actor, key: uuid.UUID, can: Can) -> DeviceCount:
    return _one(actor, can, DeviceCount.objects.select_related("begun_by"), key)


def count_line_for(actor: Actor, key: uuid.UUID, can: Can) -> DeviceCountLine:
    return _one(actor, can, DeviceCountLine.objects.select_related("count", "device"), key)


def software_for(actor: Actor, key: uuid.UUID, can: Can) -> Software:
    return _one(actor, can, Software.objects.select_related("device"), key)


def cloud_for(actor: Actor, key: uuid.UUID, can: Can) -> CloudService:
    return _one(actor, can, CloudService.objects.select_related("owner", "place"), key)


def terms_for(actor: Actor, key: uuid.UUID, can: Can) -> TermsSnapshot:
    return _one(actor, can, TermsSnapshot.objects.select_related("service", "file"), key)


def shadow_for(actor: Actor, key: uuid.UUID, can: Can) -> ShadowUse:
    return _one(actor, can, ShadowUse.objects.all(), key)


def listing_draft_for(actor: Actor, key: uuid.UUID, can: Can) -> ListingDraft:
    return _one(actor, can, ListingDraft.objects.all(), key)


def rule_for(actor: Actor, key: uuid.UUID, can: Can) -> TakeOutRule:
    return _one(actor, can, TakeOutRule.objects.all(), key)


def trip_for(actor: Actor, key: uuid.UUID, can: Can) -> Trip:
    """One trip; whoever only asks reaches the own ones."""
    row = _one(actor, can, Trip.objects.select_related("person", "planned_by"), key)
    if sees_own_only(actor) and row.person_id != actor.person_id:
        raise NotAllowed(Can.TAKE_OUT_APPROVE)
    return row


def take_out_for(actor: Actor, key: uuid.UUID, can: Can) -> TakeOut:
    """One take-out; whoever only asks reaches the own ones."""
    rows = TakeOut.objects.select_related("asked_by", "decided_by", "returned_to", "trip")
    row = _one(actor, can, rows, key)
    if sees_own_only(actor) and row.asked_by_id != actor.person_id:
        raise NotAllowed(Can.TAKE_OUT_APPROVE)
    return row


def sees_own_only(actor: Actor) -> bool:
    """Whoever asks without approving sees the own requests; readers such as auditors see all."""
    return actor.may(Can.TAKE_OUT_ASK) and not actor.may(Can.TAKE_OUT_APPROVE)


def take_outs_of(actor: Actor) -> QuerySet[Any]:
    """The take-outs that this actor may see."""
    rows = TakeOut.objects.select_related("asked_by", "decided_by", "trip")
    if not sees_own_only(actor):
        return rows
    return rows.filter(asked_by_id=actor.person_id) if actor.person_id else rows.none()


def trips_of(actor: Actor) -> QuerySet[Any]:
    """The trips that this actor may see."""
    rows = Trip.objects.select_related("person")
    if not sees_own_only(actor):
        return rows
    return rows.filter(person_id=actor.person_id) if actor.person_id else rows.none()


def colleague(key: uuid.UUID | None) -> Person | None:
    """Somebody on the roster, None for nobody; 404 where there is no such person."""
    return _there(Person.objects, key)


def place(key: uuid.UUID | None) -> Place | None:
    """A place of the tree, None for none; 404 where there is no such place."""
    return _there(Place.objects, key)


def _there(rows: Any, key: uuid.UUID | None) -> Any:
    if key is None:
        return None
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def approvers() -> QuerySet[Any]:
    """People who may approve take-outs today and can sign in."""
    roles = [role for role, cans in PERMISSIONS.items() if Can.TAKE_OUT_APPROVE in cans]
    holding = Membership.objects.filter(held_on(), role__in=roles).values("person_id")
    return Person.objects.filter(Q(pk__in=holding), account__isnull=False, account__is_active=True)


def another_may_approve(actor: Actor) -> bool:
    """Whether the house has somebody else who may approve: then the one who asks does not."""
    return approvers().exclude(pk=actor.person_id).exists()
