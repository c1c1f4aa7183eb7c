"""The letter that hands somebody outside their link: shown once to be copied, and mailed where that was wished."""

from __future__ import annotations

import uuid

from django.urls import reverse

from kuramori.ground.people import links
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue

Letter = tuple[str, str]
"""The link's address and the letter around it; nothing of either is kept."""


def letter_around(request: ActingRequest, issued: links.Issued, words: str, **told: object) -> Letter:
    """`words` with `person`, `url`, `organisation`, `who` and whatever is `told` in their places."""
    url = outside_url(request, reverse("front:link", kwargs={"secret": issued.secret}))
    told |= {
        "person": links.recipient_of(issued.link).name,
        "url": url,
        "organisation": request.actor.organisation.name,
        "who": request.actor.name,
    }
    return url, words % told


def mailed(
    request: ActingRequest,
    issued: links.Issued,
    letter: Letter,
    *,
    subject: str,
    purpose: Purpose,
    about: tuple[str, uuid.UUID],
) -> bool:
    """Mail it where the form says `mail` and mail is set up: whether it goes. `subject` has `organisation` in it.

    Raises what `post.queue.queue` raises.
    """
    if "mail" not in request.POST or not is_on():
        return False
    queue(
        request.actor,
        to=[links.recipient_of(issued.link)],
        subject=subject % {"organisation": request.actor.organisation.name},
        text=letter[1],
        purpose=purpose,
        about=about,
        expires_at=issued.link.expires_at,
    )
    return True
