"""Requests, who is asked, and what the linter says: what each operation needs, by operationId."""

from __future__ import annotations

import datetime
import uuid

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.requests import asking, choosing
from kuramori.work.requests.models import Profile, Request, RequestState
from kuramori.work.requests.tests import asking_world
from tests.api.called import Call, call

DUE_ON = (clock.today() + datetime.timedelta(days=40)).isoformat()
REQUESTS: dict[str, Call] = {
    "profiles": call(Can.REQUEST_READ),
    "requests": call(Can.REQUEST_READ),
    "draft_request": call(
        Can.REQUEST_MAKE,
        body={"profile": "{profile_id}", "title": "ご確認のお願い", "deadline_on": DUE_ON},
        status=201,
    ),
    "request": call(Can.REQUEST_READ),
    "choose_partners": call(Can.REQUEST_MAKE, body={"words": "どこにもない"}),
    "request_findings": call(Can.REQUEST_READ),
    "asked_partners": call(Can.REQUEST_READ),
    "change_request": call(
        Can.REQUEST_MAKE, body={"title": "ご確認のお願い", "deadline_on": DUE_ON, "revision": 1}
    ),
    "leave_out_partners": call(Can.REQUEST_MAKE, body={"asked": ["{asked_id}"]}),
    "hand_in_request": call(Can.REQUEST_MAKE, body={"revision": 1}),
    "approve_request": call(Can.REQUEST_APPROVE, fill={"request_id": "waiting_request_id"}),
    "give_back_request": call(
        Can.REQUEST_MAKE, body={"reason": "範囲を見直すため"}, fill={"request_id": "waiting_request_id"}
    ),
    "send_request": call(Can.REQUEST_APPROVE, fill={"request_id": "approved_request_id"}, status=202),
    "request_sending": call(Can.REQUEST_READ),
    "withdraw_request": call(Can.REQUEST_MAKE, body={"reason": "求めすぎたため"}),
    "close_request": call(
        Can.REQUEST_APPROVE, body={"reason": "そろったため"}, fill={"request_id": "sent_request_id"}
    ),
}


def drafted(owner: Actor, word: str) -> dict[str, str]:
    """A draft with one supplier, and one request for each of the steps that come after."""
    (partner,) = asking_world.suppliers(owner, f"鋳造{word}")
    request = asking_world.draft(owner, scope=f"範囲{word}")
    asked = choosing.choose_one(owner, request, partner)
    steps = {"waiting": RequestState.WAITING, "approved": RequestState.APPROVED, "sent": RequestState.SENT}
    ids = {
        f"{step}_request_id": str(_at(owner, request.profile, partner, state))
        for step, state in steps.items()
    }
    return {
        **ids,
        "request_id": str(request.pk),
        "asked_id": str(asked.pk),
        "profile_id": str(request.profile_id),
    }


def _at(owner: Actor, profile: Profile, partner: Partner, state: RequestState) -> uuid.UUID:
    """As if somebody who left had drafted it, so that everybody who may approve does."""
    request = asking.make(owner, profile, asking_world.wanted())
    choosing.choose_one(owner, request, partner)
    went = clock.now() if state == RequestState.SENT else None
    Request.objects.filter(pk=request.pk).update(state=state, made_by=None, sent_at=went)
    return request.pk
