"""管理の操作: an elevated session. For fifteen minutes after somebody confirmed who they are, they may do what changes
who may do what: roles, tokens, keys, holds, and taking out the whole roster or trail.

It lives in the browser's session, for one organisation: so it ends with signing out, is on no other device, and ends as
soon as the roles that it was begun with are no longer those of the moment. Beginning, ending and every request under it
are entries of the trail.
"""

from __future__ import annotations

import dataclasses
import datetime
import time
import uuid
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django_scopes import scope

from kuramori.ground.people import events, second_step_asked
from kuramori.ground.people.access import actor_of_person
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.people.second_step_asked import SecondStepMissing
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock

MINUTES = 15
# A sign-in, or a confirmation, this long ago at most counts as just now: the first settings need no second password.
FRESH_SECONDS = 5 * 60
SESSION_KEY = "elevation"
ENDED_KEY = "elevation_ended_at"


def is_fresh(request: HttpRequest) -> bool:
    """Whether who is signed in showed it a moment ago (password, code, passkey, sign-on), and since the last end.

    allauth's own question answers yes to everybody who signs in elsewhere only; so the records themselves are read.
    """
    records = get_authentication_records(request, request.user)
    last = max((float(one.get("at", 0)) for one in records), default=0.0)
    ended = float(request.session.get(ENDED_KEY, 0))
    return last > ended and 0 <= time.time() - last < FRESH_SECONDS


def begin(request: HttpRequest, actor: Actor) -> Actor:
    """Begin an elevated session of this browser for the actor's organisation; the actor within it.

    Raises `SecondStepMissing` where the organisation asks for a second step that the account does not have.
    """
    if second_step_asked.is_missing(actor):
        raise SecondStepMissing(Can.ORGANISATION_CHANGE)
    until = clock.now() + datetime.timedelta(minutes=MINUTES)
    held = _held(request)
    held[str(actor.organisation_id)] = {
        "until": until.timestamp(),
        "person": str(actor.person_id),
        "roles": sorted(actor.roles),
    }
    with transaction.atomic():
        record(actor, events.ELEVATION_BEGUN, kind="person", thing_id=actor.person_id, minutes=MINUTES)
    request.session[SESSION_KEY] = held
    return dataclasses.replace(actor, elevated=True)


def within(request: HttpRequest, actor: Actor) -> tuple[Actor, datetime.datetime | None]:
    """The actor as this request has them, and until when they are elevated; one that ran out is ended and noted."""
    mine = _held(request).get(str(actor.organisation_id))
    if mine is None:
        return actor, None
    until = datetime.datetime.fromtimestamp(mine["until"], datetime.UTC)
    if mine["person"] != str(actor.person_id) or mine["roles"] != sorted(actor.roles):
        end(request, actor, events.ELEVATION_WITHDRAWN)
    elif until <= clock.now():
        end(request, actor, events.ELEVATION_RAN_OUT)
    elif second_step_asked.is_missing(actor):
        end(request, actor, events.ELEVATION_STEP_MISSING)
    else:
        return dataclasses.replace(actor, elevated=True), until
    return actor, None


def end(request: HttpRequest, actor: Actor, how: Event = events.ELEVATION_ENDED) -> None:
    """End it, if there is one: the next such work asks again who one is."""
    held = _held(request)
    if held.pop(str(actor.organisation_id), None) is None:
        return
    with transaction.atomic():
        record(actor, how, kind="person", thing_id=actor.person_id)
    request.session[SESSION_KEY] = held
    if how is events.ELEVATION_ENDED:
        request.session[ENDED_KEY] = time.time()


def note(actor: Actor, *, method: str, route: str) -> None:
    """One request under it: method and the route's name, never the address."""
    with transaction.atomic():
        record(
            actor, events.ELEVATION_USED, kind="person", thing_id=actor.person_id, method=method, route=route
        )


def _held(request: HttpRequest) -> dict[str, dict[str, Any]]:
    return dict(request.session.get(SESSION_KEY, {}))


@receiver(user_logged_out)
def _signed_out(sender: object, request: HttpRequest, **rest: object) -> None:
    # The session is about to be thrown away with everything in it; the trail has to say that this went with it.
    for organisation_id, mine in _held(request).items():
        actor = actor_of_person(uuid.UUID(organisation_id), uuid.UUID(mine["person"]))
        if actor is not None:
            with scope(organisation=actor.organisation), transaction.atomic():
                record(actor, events.ELEVATION_LEFT, kind="person", thing_id=actor.person_id)
