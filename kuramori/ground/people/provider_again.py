"""「もう一度、会社のログインで」: who comes in by company sign-on alone shows who they are at their provider.

allauth asks such accounts for nothing, so that a stolen session could add another way in and confirm itself with it;
and it takes every sign-in by a provider for one of just now, though many let people in by a session of yesterday.
"""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kuramori.ground.people.connections import connections_of
from kuramori.ground.people.elevation import is_fresh


def asked(request: HttpRequest, next_url: str) -> HttpResponse | None:
    """The page that leads to the provider, for who has no other way to show it and has not shown it just now."""
    is_bare = request.user.is_authenticated and not get_reauthentication_flows(request.user)
    if not is_bare or is_fresh(request):
        return None
    ways = connections_of(request.user)
    if not ways:
        return None
    return render(request, "account/sign_on_again.html", {"ways": ways, "next": next_url}, status=403)


def date_back(request: HttpRequest, since: float, signed_in_at: int | None) -> None:
    """A sign-in by a provider counts from when they showed the provider who they are; from never, where it is silent.

    `since`: when this trip came back, in seconds since 1970; only what was noted after it is of this trip.
    """
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if not records:
        return
    last = records[-1]
    if last["method"] != "socialaccount" or last.get("reauthenticated") or last["at"] < since:
        return
    at = float(min(signed_in_at or 0, time.time()))
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records[:-1], {**last, "at": at}]
