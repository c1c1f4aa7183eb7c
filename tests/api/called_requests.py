"""Requests, who is asked, and what the linter says: what each operation needs, by operationId."""

from __future__ import annotations

import datetime

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.requests import choosing
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
}


def drafted(owner: Actor, word: str) -> dict[str, str]:
    """A draft with one supplier."""
    (partner,) = asking_world.suppliers(owner, f"鋳造{word}")
    request = asking_world.draft(owner, scope=f"範囲{word}")
    choosing.choose_one(owner, request, partner)
    return {
        "request_id": str(request.pk),
        "profile_id": str(request.profile_id),
    }
