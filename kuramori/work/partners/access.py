"""The door from a request to what was agreed and handed over: strangers get 404, colleagues without the right 403."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.owned import Owned
from kuramori.ground.people.roles import Can
from kuramori.work.partners.models import (
    Agreement,
    Assurance,
    BroughtIn,
    Certificate,
    Channel,
    Decision,
    Demand,
    HandedItem,
    HandOver,
    JointProject,
    KeptMould,
    Occasion,
    OnwardRequest,
    Recipient,
    StorageConfirmation,
)

Row = TypeVar("Row", bound=Owned)


def agreement_for(actor: Actor, agreement_id: uuid.UUID, can: Can) -> Agreement:
    """One agreement with its partner."""
    return _one(actor, Agreement, agreement_id, can, "partner")


def assurance_for(actor: Actor, assurance_id: uuid.UUID, can: Can) -> Assurance:
    """One row of how far a partner was looked at."""
    return _one(actor, Assurance, assurance_id, can, "partner")


def decision_for(actor: Actor, decision_id: uuid.UUID, can: Can) -> Decision:
    """One answer that was given."""
    return _one(actor, Decision, decision_id, can, "partner", "asset")


def hand_over_for(actor: Actor, hand_over_id: uuid.UUID, can: Can) -> HandOver:
    """One hand-over with its partner."""
    return _one(actor, HandOver, hand_over_id, can, "partner", "agreement")


def item_for(actor: Actor, item_id: uuid.UUID, can: Can) -> HandedItem:
    """One thing of a hand-over."""
    return _one(actor, HandedItem, item_id, can, "hand_over__partner", "hand_over__agreement", "asset")


def recipient_for(actor: Actor, recipient_id: uuid.UUID, can: Can) -> Recipient:
    """One person of a hand-over, with their link."""
    return _one(
        actor, Recipient, recipient_id, can, "hand_over__partner", "hand_over__agreement", "link", "contact"
    )


def channel_for(actor: Actor, channel_id: uuid.UUID, can: Can) -> Channel:
    """One way to a partner's organisation."""
    return _one(actor, Channel, channel_id, can, "partner")


def occasion_for(actor: Actor, occasion_id: uuid.UUID, can: Can) -> Occasion:
    """One moment somebody prepares for."""
    return _one(actor, Occasion, occasion_id, can, "partner", "visit", "route", "keeper")


def _one(actor: Actor, model: type[Row], row_id: uuid.UUID, can: Can, *with_them: str) -> Row:
    found = model.objects.filter(pk=row_id).select_related(*with_them).first()
    if found is None:
        raise Http404
    actor.require(can)
    return found


def certificate_for(actor: Actor, certificate_id: uuid.UUID, can: Can) -> Certificate:
    """One certificate of return or destruction."""
    return _one(actor, Certificate, certificate_id, can, "hand_over__partner", "text")


def storage_for(actor: Actor, storage_id: uuid.UUID, can: Can) -> StorageConfirmation:
    """One confirmation of how things are kept."""
    return _one(actor, StorageConfirmation, storage_id, can, "partner")


def demand_for(actor: Actor, demand_id: uuid.UUID, can: Can) -> Demand:
    """One demand with its partner and asset."""
    return _one(actor, Demand, demand_id, can, "partner", "asset")


def onward_for(actor: Actor, onward_id: uuid.UUID, can: Can) -> OnwardRequest:
    """One request to pass on, with who is asked and where it would go."""
    return _one(actor, OnwardRequest, onward_id, can, "partner", "asset", "recipient", "paper")


def project_for(actor: Actor, project_id: uuid.UUID, can: Can) -> JointProject:
    """One joint development."""
    return _one(actor, JointProject, project_id, can, "partner", "agreement")


def brought_for(actor: Actor, brought_id: uuid.UUID, can: Can) -> BroughtIn:
    """One line of what was brought into a joint development."""
    return _one(actor, BroughtIn, brought_id, can, "project__partner", "asset")


def mould_for(actor: Actor, mould_id: uuid.UUID, can: Can) -> KeptMould:
    """One mould that is kept for a partner."""
    return _one(actor, KeptMould, mould_id, can, "partner", "place")
