"""The door from a request to what is asked and answered: strangers get 404, colleagues without the right 403."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.owned import Owned
from kuramori.ground.people.roles import Can
from kuramori.work.requests.models import (
    Asked,
    ClassSheet,
    Consultation,
    ConsultationPaper,
    Gap,
    GoodPractice,
    Inquiry,
    OfferedHelp,
    OwnReply,
    PartnerVisit,
    Profile,
    Promise,
    PromiseCheck,
    Reply,
    Request,
    Standing,
)

Row = TypeVar("Row", bound=Owned)


def request_for(actor: Actor, request_id: uuid.UUID, can: Can) -> Request:
    """One 確認のお願い."""
    return _one(actor, Request, request_id, can, "profile")


def asked_for(actor: Actor, asked_id: uuid.UUID, can: Can) -> Asked:
    """One partner of a request."""
    return _one(actor, Asked, asked_id, can, "request", "partner", "contact", "reply", "link")


def profile_for(actor: Actor, profile_id: uuid.UUID, can: Can) -> Profile:
    """One edition of a profile."""
    return _one(actor, Profile, profile_id, can)


def class_sheet_for(actor: Actor, sheet_id: uuid.UUID, can: Can) -> ClassSheet:
    """One table of classes that was read."""
    return _one(actor, ClassSheet, sheet_id, can, "made_by")


def reply_for(actor: Actor, reply_id: uuid.UUID, can: Can) -> Reply:
    """One reply as it was handed in."""
    return _one(actor, Reply, reply_id, can, "asked__request", "asked__partner")


def standing_for(actor: Actor, standing_id: uuid.UUID, can: Can) -> Standing:
    """Where one partner stands."""
    return _one(actor, Standing, standing_id, can, "partner", "reply")


def gap_for(actor: Actor, gap_id: uuid.UUID, can: Can) -> Gap:
    """One gap with its partner."""
    return _one(actor, Gap, gap_id, can, "partner", "asked__request")


def talk_for(actor: Actor, talk_id: uuid.UUID, can: Can) -> Consultation:
    """One talk about prices with its partner."""
    return _one(actor, Consultation, talk_id, can, "partner", "gap")


def talk_paper_for(actor: Actor, paper_id: uuid.UUID, can: Can) -> ConsultationPaper:
    """One paper of a talk."""
    return _one(actor, ConsultationPaper, paper_id, can, "file")


def visit_for(actor: Actor, visit_id: uuid.UUID, can: Can) -> PartnerVisit:
    """One visit with its partner."""
    return _one(actor, PartnerVisit, visit_id, can, "partner")


def help_for(actor: Actor, help_id: uuid.UUID, can: Can) -> OfferedHelp:
    """One help that was offered, with its gap."""
    return _one(actor, OfferedHelp, help_id, can, "partner", "gap")


def practice_for(actor: Actor, practice_id: uuid.UUID, can: Can) -> GoodPractice:
    """One good practice."""
    return _one(actor, GoodPractice, practice_id, can, "partner")


def promise_for(actor: Actor, promise_id: uuid.UUID, can: Can) -> Promise:
    """One demand of a customer with what it names."""
    return _one(
        actor,
        Promise,
        promise_id,
        can,
        "partner",
        "agreement",
        "asset",
        "keeper",
        "proof_file",
        "recorded_by",
    )


def promise_check_for(actor: Actor, check_id: uuid.UUID, can: Can) -> PromiseCheck:
    """One look at a promise."""
    return _one(actor, PromiseCheck, check_id, can, "promise", "file")


def inquiry_for(actor: Actor, inquiry_id: uuid.UUID, can: Can) -> Inquiry:
    """One request that reached us, with its customer."""
    return _one(actor, Inquiry, inquiry_id, can, "partner")


def own_reply_for(actor: Actor, reply_id: uuid.UUID, can: Can) -> OwnReply:
    """One reply of ours."""
    return _one(actor, OwnReply, reply_id, can, "inquiry__partner", "approved_by")


def _one(actor: Actor, model: type[Row], row_id: uuid.UUID, can: Can, *with_them: str) -> Row:
    found = model.objects.filter(pk=row_id).select_related(*with_them).first()
    if found is None:
        raise Http404
    actor.require(can)
    return found
