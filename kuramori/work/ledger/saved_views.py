"""The verbs of saved views: keep what is asked of the list under a name, for oneself or for everybody; drop it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events_import as events
from kuramori.work.ledger.models import SavedView

LONGEST_NAME = 40
MOST = 30


class NameMissing(ValueError):
    """A view needs a name."""


class TooMany(ValueError):
    """Nobody finds anything among more."""


@dataclass(frozen=True, slots=True)
class Named:
    """A view as the page offers it; `is_own`: whoever looks may drop it."""

    id: uuid.UUID
    name: str
    asked: str
    is_shared: bool
    may_drop: bool


def keep(actor: Actor, *, name: str, asked: str, is_shared: bool) -> SavedView:
    """Keep a view; one of the same name now asks for this. Raises `NameMissing`, `TooMany`."""
    actor.require(Can.ASSET_CHANGE if is_shared else Can.ASSET_READ)
    called = " ".join(name.split())[:LONGEST_NAME]
    if not called:
        raise NameMissing
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        person_id = None if is_shared else actor.person_id
        whose = Q(person_id=person_id) if person_id else Q(person__isnull=True)
        theirs = SavedView.objects.filter(whose, dropped_at__isnull=True)
        row = theirs.filter(name=called).first()
        if row is None and theirs.count() >= MOST:
            raise TooMany
        before = {"name": row.name, "asked": row.asked} if row else None
        row = row or SavedView(organisation=actor.organisation, person_id=person_id, name=called)
        row.asked = asked[:400]
        row.save()
        told = between(before, {"name": row.name, "asked": row.asked}, private=("name", "asked"))
        record(actor, events.VIEW_KEPT, kind="ledger_view", thing_id=row.pk, **told)
    return row


def drop(actor: Actor, view: SavedView) -> None:
    """It is offered no more."""
    actor.require(Can.ASSET_CHANGE if view.person_id is None else Can.ASSET_READ)
    with transaction.atomic():
        if SavedView.objects.filter(pk=view.pk, dropped_at__isnull=True).update(dropped_at=clock.now()):
            told = between({"name": view.name}, None, private=("name",))
            record(actor, events.VIEW_DROPPED, kind="ledger_view", thing_id=view.pk, **told)


def view_for(actor: Actor, view_id: uuid.UUID) -> SavedView:
    """One of the actor's own views, or one of everybody's."""
    view = _seen_by(actor).filter(pk=view_id).first()
    if view is None:
        raise Http404
    actor.require(Can.ASSET_CHANGE if view.person_id is None else Can.ASSET_READ)
    return view


def views_of(actor: Actor) -> tuple[Named, ...]:
    """The views that this person is offered: everybody's first."""
    rows = sorted(_seen_by(actor), key=lambda row: (row.person_id is not None, row.name))
    return tuple(
        Named(
            row.pk,
            row.name,
            row.asked,
            row.person_id is None,
            row.person_id is not None or actor.may(Can.ASSET_CHANGE),
        )
        for row in rows
    )


def _seen_by(actor: Actor) -> QuerySet[SavedView]:
    mine = Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    return SavedView.objects.filter(mine | Q(person__isnull=True), dropped_at__isnull=True)
