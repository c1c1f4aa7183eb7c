"""Addresses inside an organisation: every one begins with /o/<short name>/."""

from __future__ import annotations

from django.urls import reverse

from kuramori.ground.people.actor import Actor


def url_for(actor: Actor, name: str, **kwargs: object) -> str:
    """The address of a page in the actor's organisation."""
    return reverse(name, kwargs={"organisation": actor.organisation.slug, **kwargs})
