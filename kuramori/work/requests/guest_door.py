"""The one door of pages that stand behind two kinds of links: that of a request, and that of a partner's gaps.

Who answers a request sees what belongs to that request; who was given the partner's gaps sees those. Both see talks
that came by such a link, so that nobody reads a price behind a link that was never spoken of there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.visiting import by_link, secret_of
from kuramori.work.requests.answering_door import Behind, reply_door
from kuramori.work.requests.gapping.by_link import GAPS
from kuramori.work.requests.guest import Guest

Shown = Callable[..., HttpResponseBase]
ANSWERING, GAP_LINK = "answering", "gap_link"
NAMES: Final = (
    *("gap", "move", "note", "new_gap", "help", "help_request"),
    *("talks", "talk", "talk_step", "give_talk_paper", "talk_paper"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """Where the pages of this link lie; `names` are those of their addresses, for templates."""

    secret: str
    names: Mapping[str, str]

    def url(self, name: str, **named: object) -> str:
        return reverse(self.names[name], kwargs={"secret": self.secret, **named})


def way_of(app: str, secret: str) -> Way:
    first = {"first": f"{app}:page", "gaps": f"{app}:gaps" if app == ANSWERING else f"{app}:page"}
    return Way(secret, first | {name: f"{app}:{name}" for name in NAMES})


def guest_door(*, posts: bool = False) -> Callable[[Shown], Shown]:
    """The view gets `(request, guest, way)` within the organisation. `posts`: the page has a form."""

    def around(view: Shown) -> Shown:
        @reply_door(posts=posts)
        @functools.wraps(view)
        def answering(request: HttpRequest, behind: Behind, **named: object) -> HttpResponseBase:
            guest = Guest(behind.visitor, behind.asked.partner, behind.asked)
            return view(request, guest, way_of(ANSWERING, behind.secret), **named)

        @by_link(GAPS, posts=posts)
        @functools.wraps(view)
        def gaps(request: HttpRequest, visitor: Visitor, **named: object) -> HttpResponseBase:
            partner = Partner.objects.filter(pk=visitor.link.thing_id).first()
            if partner is None:
                raise Http404
            return view(request, Guest(visitor, partner, None), way_of(GAP_LINK, secret_of(request)), **named)

        doors: Mapping[str, Shown] = {ANSWERING: answering, GAP_LINK: gaps}

        @functools.wraps(view)
        def shown(request: HttpRequest, secret: str, **named: object) -> HttpResponseBase:
            assert request.resolver_match is not None  # noqa: S101  the page was found by its address
            return doors[request.resolver_match.app_name](request, secret=secret, **named)

        return csrf_exempt(shown) if posts else shown

    return around
