"""The door of the pages behind links about agreements, requests, certificates and storage.

A link that ended tells plainly why to whoever holds it, and tells whoever gave it that it was tried: once a day, so
that a flood fills nothing. What opens is asked for at each request; a form that was being filled in is not sent.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.links import A_SECOND, LinkPurpose
from kuramori.ground.people.models import Link
from kuramori.ground.people.visiting import by_link, private
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_links as events

GONE = 410
Shown = Callable[..., HttpResponseBase]


def link_door(purpose: LinkPurpose, *, posts: bool = False) -> Callable[[Shown], Shown]:
    """As `visiting.by_link`, for purposes that tell their end."""

    def around(view: Shown) -> Shown:
        living = by_link(purpose, posts=posts)(view)

        # Not held to the CSRF check for the reason told in `by_link`.
        @csrf_exempt
        @functools.wraps(view)
        def shown(request: HttpRequest, secret: str, **named: object) -> HttpResponseBase:
            link = _ended(secret, purpose)
            return living(request, secret, **named) if link is None else _told(request, link, purpose)

        return shown

    return around


def _ended(secret: str, purpose: LinkPurpose) -> Link | None:
    """The link that this secret once opened and no longer does; None for a living, another and a made-up one."""
    try:
        access.link_by_secret(secret, also_used_up=True)
    except Http404:
        link = access.ended_link_by_secret(secret)
        return link if link is not None and link.purpose == purpose.id else None
    return None


def _told(request: HttpRequest, link: Link, purpose: LinkPurpose) -> HttpResponseBase:
    with scope(organisation=link.organisation):
        _note(link, purpose)
        context = {
            "organisation": link.organisation,
            "words": purpose.words,
            "is_stopped": link.revoked_at is not None,
            "last_day": clock.day_of(link.expires_at - A_SECOND),
            "was_sent": request.method == "POST",
        }
        return private(render(request, "partners/link_ended.html", context, status=GONE))


def _note(link: Link, purpose: LinkPurpose) -> None:
    midnight = datetime.datetime.combine(clock.today(), datetime.time(), clock.TOKYO)
    noted = Entry.objects.filter(
        organisation_id=link.organisation_id,
        kind="link",
        thing_id=str(link.pk),
        event=events.TRIED_AFTER_END.id,
        at__gte=midnight,
    )
    if noted.exists():
        return
    with transaction.atomic():
        record(
            Visitor(link), events.TRIED_AFTER_END, kind="link", thing_id=link.pk, purpose=str(purpose.words)
        )
