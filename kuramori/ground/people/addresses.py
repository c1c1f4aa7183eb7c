"""Addresses inside an organisation: every one begins with /o/<short name>/."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kuramori.ground.people.actor import Actor


def url_for(actor: Actor, name: str, **kwargs: object) -> str:
    """The address of a page in the actor's organisation."""
    return reverse(name, kwargs={"organisation": actor.organisation.slug, **kwargs})


def outside_url(request: HttpRequest, path: str) -> str:
    """The whole address of a page for somebody elsewhere: under the instance's own address where one is set."""
    address = settings.INSTANCE.site.address
    return f"{address.rstrip('/')}{path}" if address else request.build_absolute_uri(path)
