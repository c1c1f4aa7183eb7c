"""What the trail tells of each row before and after a change. `*_TEXTS` were written freely, so erasable."""

from __future__ import annotations

import json
from typing import Any

from kuramori.work.partners.models import (
    Assurance,
    Certificate,
    Channel,
    HandedItem,
    HandOver,
    Recipient,
    StorageConfirmation,
    TakeBack,
)

HAND_OVER_TEXTS = ("purpose", "carried", "stopped_for")


def hand_over(row: HandOver) -> dict[str, Any]:
    return {
        "number": row.number,
        "side": row.side,
        "partner": row.partner_id,
        "agreement": row.agreement_id,
        "thread": row.thread,
        "purpose": row.purpose,
        "mode": row.mode,
        "medium": row.medium,
        "way": row.way,
        "state": row.state,
        "conditions": list(row.conditions),
        "met": sorted(row.met),
        "confirmed_on": row.confirmed_on,
        "carried": row.carried,
        "visit": row.visit_id,
        "receipt": row.receipt_id,
        "terms": row.terms_id,
        "handed_on": row.handed_on,
        "expires_on": row.expires_on,
        "return_by": row.return_by,
        "stopped_at": row.stopped_at,
        "stopped_for": row.stopped_for,
    }


ITEM_TEXTS = ("name", "kept_for")


def item(row: HandedItem) -> dict[str, Any]:
    return {
        "position": row.position,
        "asset": row.asset_id,
        "version": row.version_id,
        "decision": row.decision_id,
        "number": row.number,
        # Of our own things the asset tells the name, to whoever may know it.
        "name": "" if row.asset_id else row.name,
        "edition": row.edition,
        "grade": row.grade,
        "layer": row.layer,
        "content": row.content_id,
        "shown_as": row.shown_as,
        "may_print": row.may_print,
        "sha256": row.sha256,
        "copies": [str(one) for one in row.copies],
        "state": row.state,
        "ended_on": row.ended_on,
        "kept_until": row.kept_until,
        "kept_for": row.kept_for,
    }


RECIPIENT_TEXTS = ("name",)


def recipient(row: Recipient) -> dict[str, Any]:
    return {
        "contact": row.contact_id,
        "person": row.person_id,
        "name": row.name,
        "link": row.link_id,
        "accepted": row.accepted_id,
        "received_on": row.received_on,
        "withdrawn_at": row.withdrawn_at,
    }


TAKE_BACK_TEXTS = ("reason",)


def take_back(row: TakeBack) -> dict[str, Any]:
    return {
        "items": [str(one) for one in row.items],
        "by_on": row.by_on,
        "reason": row.reason,
        "link": row.link_id,
    }


CERTIFICATE_TEXTS = ("company", "person", "witness", "disposals")


def certificate(row: Certificate) -> dict[str, Any]:
    return {
        "side": row.side,
        "company": row.company,
        "person": row.person,
        "witness": row.witness,
        "disposals": json.dumps(row.disposals, ensure_ascii=False),
        "text": row.text_id,
        "accepted": row.accepted_id,
        "paper": row.paper_id,
        "certified_on": row.certified_on,
    }


ASSURANCE_TEXTS = ("words",)


def assurance(row: Assurance) -> dict[str, Any]:
    return {
        "partner": row.partner_id,
        "information": row.information,
        "it": row.it,
        "open_critical_gaps": row.open_critical_gaps,
        "as_of": row.as_of,
        "valid_until": row.valid_until,
        "basis": row.basis,
        "words": row.words,
        "paper": row.paper_id,
    }


def channel(row: Channel) -> dict[str, Any]:
    return {
        "partner": row.partner_id,
        "peer": row.peer,
        "carrier": row.carrier,
        "keys": [one["key"] for one in row.keys],
        "accepted_at": row.accepted_at,
        "closed_at": row.closed_at,
    }


STORAGE_TEXTS = ("about", "answers", "answered_by")


def storage(row: StorageConfirmation) -> dict[str, Any]:
    return {
        "partner": row.partner_id,
        "about": row.about,
        "due_on": row.due_on,
        "link": row.link_id,
        "answers": json.dumps(row.answers, ensure_ascii=False, sort_keys=True) if row.answers else "",
        "answered_by": row.answered_by,
        "answered_at": row.answered_at,
        "photo": row.photo_id,
    }
