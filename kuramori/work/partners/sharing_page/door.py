"""The one door of every address below `/link/<secret>/share/`: link, code, state and day are asked for each time.

A GET never uses anything up. HEAD, parts of a file (`Range`) and what a browser fetches ahead are answered without
content. What is refused is counted for whoever gave the link.

POSTs are not held to Django's CSRF check, as those of the link's own page are not (`people.views_link`): these pages
send no referrer, and whoever posts here holds the link and the cookie that goes with it alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.models import Link
from kuramori.ground.people.visiting import has_given_the_code, private, shut
from kuramori.work.partners.models import Tried
from kuramori.work.partners.sharing_page import attempts
from kuramori.work.partners.sharing_page.purpose import SHARED
from kuramori.work.partners.sharing_page.standing import Closed, Opened, opened, recipient_behind

GONE, NO_PART, NOT_AHEAD, FORBIDDEN = 410, 416, 403, 403
Shown = Callable[..., HttpResponseBase]


def share_door(method: str = "GET", *, is_content: bool = False) -> Callable[[Shown], Shown]:
    """The view gets `(request, opened)` within the organisation; `is_content`: it answers with content, not a page."""

    def around(view: Shown) -> Shown:
        @csrf_exempt
        @functools.wraps(view)
        def shown(request: HttpRequest, secret: str, **named: object) -> HttpResponseBase:
            link = access.ended_link_by_secret(secret)
            if link is None or link.purpose != SHARED.id:
                return shut(request)
            with scope(organisation=link.organisation):
                try:
                    return private(_through(request, link, secret, method, is_content, view, named))
                except Http404:
                    return shut(request)

        return shown

    return around


def _through(
    request: HttpRequest,
    link: Link,
    secret: str,
    method: str,
    is_content: bool,
    view: Shown,
    named: dict[str, object],
) -> HttpResponseBase:
    tried = _out_of_turn(request)
    if tried is not None:
        return _refused(link, tried, method)
    if request.method != method:
        return HttpResponseNotAllowed([method])
    try:
        living = access.link_by_secret(secret)
    except Http404:
        _note(link, Tried.AFTER_END)
        return ended(request, link, _why(link))
    if not has_given_the_code(request, living):
        if is_content:
            _note(living, Tried.WITHOUT_CODE)
            return HttpResponse(status=FORBIDDEN)
        return redirect(reverse("front:link", kwargs={"secret": secret}))
    try:
        page: Opened = opened(living)
        return view(request, page, **named)
    except Closed as closed:
        _note(living, Tried.CLOSED)
        return HttpResponse(status=FORBIDDEN) if is_content else ended(request, living, closed.code)


def ended(request: HttpRequest, link: Link, code: str) -> HttpResponseBase:
    """The page that says plainly why nothing opens, and that nothing is lost."""
    context = {
        "organisation": link.organisation,
        "code": code,
        "sentence": Closed(code).sentence,
    }
    return render(request, "partners/share_ended.html", context, status=GONE)


def _out_of_turn(request: HttpRequest) -> Tried | None:
    """HEAD, a part of a file, or what a program fetches before anybody asked for it."""
    if request.method == "HEAD" or "Range" in request.headers:
        return Tried.PART
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return Tried.AHEAD if "prefetch" in purpose.lower() or "preview" in purpose.lower() else None


def _refused(link: Link, tried: Tried, method: str) -> HttpResponseBase:
    _note(link, tried)
    if tried == Tried.AHEAD:
        return HttpResponse(status=NOT_AHEAD)
    return HttpResponse(status=NO_PART) if method == "GET" else HttpResponseNotAllowed([method])


def _note(link: Link, tried: Tried) -> None:
    attempts.note(Visitor(link), recipient_behind(link), tried)


def _why(link: Link) -> str:
    """Why a link is no good any more, as plainly as the rows tell."""
    try:
        opened(link)
    except Closed as closed:
        return closed.code
    return "withdrawn" if link.revoked_at is not None else "expired"
