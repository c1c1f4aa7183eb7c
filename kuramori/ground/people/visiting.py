"""What a page behind a link needs: the link is asked for at every request, the code was given in this browser."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.links import OPEN_FOR, LinkPurpose
from kuramori.ground.people.models import Link

COOKIE = "kura_link"
SALT = "kuramori.people.visiting"

Shown = Callable[..., HttpResponseBase]


def by_link(purpose: LinkPurpose, *, posts: bool = False) -> Callable[[Shown], Shown]:
    """The view gets `(request, visitor)`, within the organisation, once the link holds and its code was given.

    Otherwise: the page that asks for the code, or the one 404 page that is the same for every link that is no good.
    `posts`: the page has a form. It is not held to Django's CSRF check, for the reason told in `views_link`; another
    site's form would come without the cookie, which is `SameSite=Lax`.
    """

    def around(view: Shown) -> Shown:
        @functools.wraps(view)
        def shown(request: HttpRequest, secret: str, **named: object) -> HttpResponseBase:
            try:
                link = access.link_by_secret(secret, also_used_up=True)
            except Http404:
                return shut(request)
            if link.purpose != purpose.id:
                return shut(request)
            if not has_given_the_code(request, link):
                return private(redirect(reverse("front:link", kwargs={"secret": secret})))
            with scope(organisation=link.organisation):
                try:
                    return private(view(request, Visitor(link), **named))
                except Http404:
                    return shut(request)

        return csrf_exempt(require_http_methods(["GET", "POST"])(shown)) if posts else require_GET(shown)

    return around


def secret_of(request: HttpRequest) -> str:
    """The secret in the address by which a page behind a link was found, to lead to its other pages."""
    assert request.resolver_match is not None  # noqa: S101  the page was found by its address
    return str(request.resolver_match.kwargs["secret"])


def has_given_the_code(request: HttpRequest, link: Link) -> bool:
    """Whether this browser gave the right code for this very link in the last 30 minutes."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return False
    return bool(kept == str(link.pk))


def remember(response: HttpResponseBase, link: Link, secret: str) -> None:
    """The cookie for `has_given_the_code`: for the pages of this link only, unreadable for scripts."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(link.pk), salt=SALT),
        max_age=OPEN_FOR,
        path=reverse("front:link", kwargs={"secret": secret}),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def shut(request: HttpRequest) -> HttpResponseBase:
    """One page for expired, revoked, used up, foreign and made-up links: which it was is nobody's business."""
    return private(render(request, "people/link_shut.html", status=404))


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Not kept, not found by searching, and the address is told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
