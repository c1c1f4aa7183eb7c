"""Whom a request acts for: resolves the actor of /o/<slug>/ and of the API, and opens the tenant scope around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor

PAGE = re.compile(r"^/o/(?P<slug>[a-z0-9-]{1,40})/")
API = re.compile(r"^/api/v1/o/(?P<slug>[a-z0-9-]{1,40})/")


class Acting:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        if match := PAGE.match(request.path_info):
            return self._page(request, match["slug"])
        if match := API.match(request.path_info):
            return self._api(request, match["slug"])
        return self.get_response(request)

    def _page(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not request.user.is_authenticated:
            # Asked before anything else: whether the organisation exists is not told to a stranger.
            return redirect_to_login(request.get_full_path())
        try:
            actor = access.actor_for(request.user, slug)
        except Http404:
            actor = None
        return self._as(request, actor)

    def _api(self, request: HttpRequest, slug: str) -> HttpResponse:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return JsonResponse({"detail": "鍵（Authorization: Bearer …）が要ります。"}, status=401)
        try:
            actor = access.actor_for_token(secret.strip(), slug)
        except Http404:
            return JsonResponse({"detail": "見つかりません。"}, status=404)
        return self._as(request, actor)

    def _as(self, request: HttpRequest, actor: Actor | None) -> HttpResponse:
        request.actor = actor
        if actor is None:
            return self.get_response(request)
        with scope(organisation=actor.organisation):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> None:
        """Views of an organisation get `request.actor`, not its short name."""
        if kwargs.pop("organisation", None) is not None and request.actor is None:
            raise Http404
