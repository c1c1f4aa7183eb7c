"""Between a request and work that demands an elevated session: leads to confirming who one is, and back again.

What was filled in is kept in the session until one is back. Who showed it a moment ago anyway goes straight on.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from kuramori.ground.people import elevation, second_step_asked
from kuramori.ground.people.actor import Actor, ElevationNeeded
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.kept_form import keep


class Elevating:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = getattr(request, "actor", None)
        request.elevated_until = None  # type: ignore[attr-defined]
        if actor is not None and actor.via == "browser":
            request.actor, request.elevated_until = elevation.within(request, actor)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and actor.elevated:
            self._note(request, actor)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        actor: Actor | None = getattr(request, "actor", None)
        if not isinstance(error, ElevationNeeded) or actor is None or actor.via != "browser":
            return None
        if not request.user.is_authenticated:
            return None  # Came by a link that opens one thing only: there is nobody to ask for a password.
        if second_step_asked.is_missing(actor):
            keep(request, actor)
            return self._to(request, url_for(actor, "people:second_step"))
        if elevation.is_fresh(request):
            return self._go_on(request, actor)
        keep(request, actor)
        return self._confirm(request, actor)

    def _go_on(self, request: HttpRequest, actor: Actor) -> HttpResponse:
        request.actor = elevation.begin(request, actor)  # type: ignore[attr-defined]
        self._note(request, request.actor)  # type: ignore[attr-defined]
        # A verb asks for the right before it changes anything, so the view can simply be called again.
        match = request.resolver_match
        assert match is not None  # noqa: S101  a view raised, so an address was found
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    @staticmethod
    def _confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
        back = url_for(actor, "people:elevated")
        methods = get_adapter().get_reauthentication_methods(request.user)
        address = methods[0]["url"] if methods else None
        # Without a way to confirm here (single sign-on alone), the page tells to sign in anew.
        return Elevating._to(request, f"{address}?{urlencode({'next': back})}" if address else back)

    @staticmethod
    def _to(request: HttpRequest, address: str) -> HttpResponse:
        htmx = getattr(request, "htmx", False)
        return HttpResponseClientRedirect(address) if htmx else redirect(address)

    @staticmethod
    def _note(request: HttpRequest, actor: Actor) -> None:
        match = request.resolver_match
        elevation.note(actor, method=request.method or "", route=match.view_name if match else "")
