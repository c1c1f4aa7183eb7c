"""Freeze a text that people are to accept. The caller's own verb has checked the right to."""

from __future__ import annotations

import hashlib

from django.db import transaction

from kuramori.ground.papers import events
from kuramori.ground.papers.models import Text
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN

LONGEST_TITLE = 120
LONGEST_BODY = 20_000


class NothingWritten(ValueError):
    """A text needs a title and a body."""


class TooLong(ValueError):
    """A title has at most 120 characters, a body 20,000."""


def hash_of(title: str, body: str) -> str:
    """64 hex digits of `title`, a line feed and `body` in UTF-8."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def freeze(actor: Actor, kind: str, *, title: str, body: str) -> Text:
    """The frozen row of this wording; one that is in force already is returned as it is.

    An older wording that comes back into force is a row anew only by its day: `frozen_at` moves on. Raises
    `NothingWritten`, `TooLong`.
    """
    tidy = " ".join(FORBIDDEN.sub("", title).split())
    text = FORBIDDEN.sub("", body.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not tidy or not text:
        raise NothingWritten
    if len(tidy) > LONGEST_TITLE or len(text) > LONGEST_BODY:
        raise TooLong
    digest = hash_of(tidy, text)
    with transaction.atomic():
        before = in_force(kind)
        if before is not None and before.sha256 == digest:
            return before
        same = Text.objects.filter(kind=kind, sha256=digest).first()
        if same is not None:
            same.frozen_at = clock.now()
            same.save(update_fields=["frozen_at"])
        frozen = same or Text.objects.create(
            organisation=actor.organisation,
            kind=kind,
            title=tidy,
            body=text,
            sha256=digest,
            frozen_at=clock.now(),
            frozen_by_id=actor.person_id,
        )
        told = between({"sha256": before.sha256} if before else None, {"kind": kind, "sha256": digest})
        record(
            actor, events.TEXT_FROZEN, kind="text", thing_id=frozen.pk, title=tidy, hash=digest[:12], **told
        )
    return frozen


def in_force(kind: str) -> Text | None:
    """The text of this kind that people accept today; None where none was set down."""
    found: Text | None = Text.objects.filter(kind=kind).order_by("-frozen_at", "-pk").first()
    return found
