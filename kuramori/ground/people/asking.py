"""A request inside an organisation, once the middleware has found out who acts."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kuramori.ground.people.actor import Actor


class ActingRequest(HttpRequest):
    """What the views and operations of an organisation are given."""

    actor: Actor
    htmx: HtmxDetails
