"""Notes from where and when each session was last used, at most once in five minutes.

Reading a page must not write each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

EVERY_SECONDS = 300
MOST_REMEMBERED = 10_000


class LastSeen:
    """Each process remembers whom it noted lately, so that an ordinary request costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._noted: dict[tuple[str, str], float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The session is asked only where there is a cookie of one: looking must not open any.
        if request.session.session_key and SESSION_KEY in request.session:
            self._note(request, request.session.session_key)
        return self.get_response(request)

    def _note(self, request: HttpRequest, key: str) -> None:
        now, place = time.monotonic(), (key, get_adapter().get_client_ip(request))
        if now - self._noted.get(place, -EVERY_SECONDS) < EVERY_SECONDS or not request.user.is_authenticated:
            return
        UserSession.objects.create_from_request(request)
        if len(self._noted) >= MOST_REMEMBERED:
            self._noted.clear()
        self._noted[place] = now
