"""Whom a request acts for: resolves the actor of /o/<slug>/ and of the API, and opens the tenant scope around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.people import access, tokens
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.arrive import arrive
from kuramori.site.refusal import is_api, refusal

PAGE = re.compile(r"^/o/(?P<slug>[a-z0-9-]{1,40})/")
API = re.compile(r"^/api/v1/o/(?P<slug>[^/]+)/")


class Acting:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if match := PAGE.match(request.path_info):
            return self._page(request, match["slug"])
        if match := API.match(request.path_info):
            return self._api(request, match["slug"])
        return self.get_response(request)

    def _page(self, request: HttpRequest, slug: str) -> HttpResponse:
        if actor := arrive(request, slug):
            return self._as(request, actor)
        if not request.user.is_authenticated:
            # Asked before anything else: whether the organisation exists is not told to a stranger.
            return redirect_to_login(request.get_full_path())
        try:
            actor = access.actor_for(request.user, slug)
        except Http404:
            actor = None
        return self._as(request, actor)

    def _api(self, request: HttpRequest, slug: str) -> HttpResponse:
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        actor = None
        if kind.lower() == "bearer" and secret.strip():
            try:
                actor = access.actor_for_token(secret.strip(), slug)
            except access.TokenUnknown:
                # As good as none: `process_view` says 401 for an address that exists.
                tokens.note_refused(secret.strip())
            except Http404:
                return refusal(404, _("見つかりません。"))
        response = self._as(request, actor)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def _as(self, request: HttpRequest, actor: Actor | None) -> HttpResponse:
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None:
            return self.get_response(request)
        with scope(organisation=actor.organisation):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Views of an organisation get `request.actor`, not its short name; without an actor none is called."""
        inside = kwargs.pop("organisation", None) is not None
        if not inside or getattr(request, "actor", None) is not None:
            return None
        if is_api(request.path_info):
            return refusal(401, no_key())
        raise Http404


def no_key() -> str:
    """What to say where a key is needed and none that lives was sent."""
    return _("鍵（Authorization: Bearer kura_…）が要ります。止められた鍵や期限の切れた鍵は使えません。")
