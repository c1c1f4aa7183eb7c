"""The one door of every address below `/link/<secret>/request/`: link and code are asked for each time.

A link that has ended says so plainly. What is posted keeps the browser in for another half hour: whoever is answering
153 questions is not sent away in the middle of one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.visiting import by_link, private, remember, secret_of, shut
from kuramori.work.requests.drafting import asked_behind
from kuramori.work.requests.link_purpose import REPLY
from kuramori.work.requests.models import Asked, AskedBy
from kuramori.work.requests.readdressing import has_moved

GONE = 410
Shown = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Behind:
    """Who holds the link, what it is about, and the secret that leads to its other pages."""

    visitor: Visitor
    asked: Asked
    secret: str

    def url(self, name: str, **named: object) -> str:
        return reverse(f"answering:{name}", kwargs={"secret": self.secret, **named})


def reply_door(*, posts: bool = False) -> Callable[[Shown], Shown]:
    """The view gets `(request, behind)` within the organisation. `posts`: the page has a form."""

    def around(view: Shown) -> Shown:
        @by_link(REPLY, posts=posts)
        @functools.wraps(view)
        def inside(request: HttpRequest, visitor: Visitor, **named: object) -> HttpResponseBase:
            asked = asked_behind(visitor)
            if asked is None:
                raise Http404
            secret = secret_of(request)
            response = view(request, Behind(visitor, asked, secret), **named)
            if request.method == "POST":
                remember(response, visitor.link, secret)
            return response

        @functools.wraps(view)
        def shown(request: HttpRequest, secret: str, **named: object) -> HttpResponseBase:
            try:
                access.link_by_secret(secret, also_used_up=True)
            except Http404:
                return _ended(request, secret)
            return inside(request, secret=secret, **named)

        return csrf_exempt(require_http_methods(["GET", "POST"])(shown)) if posts else require_GET(shown)

    return around


def _ended(request: HttpRequest, secret: str) -> HttpResponseBase:
    link = access.ended_link_by_secret(secret)
    if link is None or link.purpose != REPLY.id:
        return shut(request)
    with scope(organisation=link.organisation):
        moved = link.revoked_at is not None and has_moved(link)
        asked = Asked.objects.filter(pk=link.thing_id).select_related("merged_into").first()
    context = {
        "organisation": link.organisation,
        "is_revoked": link.revoked_at is not None,
        "has_moved": moved,
        "in_their_house": asked is not None and asked.way == AskedBy.CHANNEL,
        "merged_into": asked.merged_into if asked is not None else None,
    }
    return private(render(request, "requests/answering_ended.html", context, status=GONE))
