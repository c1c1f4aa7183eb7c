"""規約の写しと確認: keep the terms as they stand, and fill in the check sheet from them."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.papers.store import Received, keep
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.places import events_out as events
from kuramori.work.places.cloud_items import NO, UNKNOWN, YES, agreed_by, items
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import CloudReview, CloudService, TermsSnapshot
from kuramori.work.places.words import line

LONGEST_TERMS = 200_000
"""Characters of pasted terms: the longest ones known to us have about half of that."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody hands in: a file that was received, or the pasted text, and where it was found."""

    taken_on: datetime.date
    url: str = ""
    received: Received | None = None
    text: str = ""
    note: str = ""


class NothingHandedIn(ValueError):
    """Neither a file nor a text."""


class TermsTooLong(ValueError):
    """More text than 200,000 characters."""


class WhereMissing(ValueError):
    """はい without the place in the terms is a hope. `item` is the question."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


def keep_terms(actor: Actor, service: CloudService, terms: Terms) -> TermsSnapshot:
    """Keep a snapshot beside the older ones. Raises `NothingHandedIn`, `TermsTooLong`."""
    actor.require(Can.CLOUD_REVIEW)
    text = FORBIDDEN.sub("", terms.text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST_TERMS:
        raise TermsTooLong
    if not text and terms.received is None:
        raise NothingHandedIn
    with transaction.atomic():
        file = keep(actor, terms.received) if terms.received else None
        made = TermsSnapshot.objects.create(
            organisation=actor.organisation,
            service=service,
            taken_on=terms.taken_on,
            url=terms.url.strip()[:500],
            file=file,
            text=text,
            sha256=file.sha256 if file else hashlib.sha256(text.encode()).hexdigest(),
            note=line(terms.note, 200),
            recorded_at=clock.now(),
            recorded_by_id=actor.person_id,
        )
        tell_new(actor, events.TERMS_KEPT, made, hash=made.sha256[:12])
    return made


def review_cloud(
    actor: Actor,
    service: CloudService,
    answers: dict[str, dict[str, str]],
    *,
    on: datetime.date,
    review_on: datetime.date | None,
) -> CloudReview:
    """File a check sheet; the service then says what it found, and when to look again. Raises `WhereMissing`."""
    actor.require(Can.CLOUD_REVIEW)
    told = {item.id: _answer(item.id, answers.get(item.id, {})) for item in items()}
    agreed = agreed_by(told)
    with transaction.atomic():
        row = CloudService.objects.select_for_update().get(pk=service.pk)
        newest = TermsSnapshot.objects.filter(service=row).order_by("-taken_on", "-recorded_at").first()
        made = CloudReview.objects.create(
            organisation=actor.organisation,
            service=row,
            terms=newest,
            on=on,
            answers=told,
            agreed=agreed,
            reviewed_at=clock.now(),
            reviewed_by_id=actor.person_id,
        )
        tell_new(
            actor, events.CLOUD_REVIEWED, made, answers={item: one["answer"] for item, one in told.items()}
        )
        update(actor, events.CLOUD_CHANGED, row, values={"agreed": agreed.value, "review_on": review_on})
    return made


def _answer(item: str, given: dict[str, str]) -> dict[str, str]:
    answer = given.get("answer", UNKNOWN)
    if answer not in (YES, NO, UNKNOWN):
        answer = UNKNOWN
    where = line(given.get("where", ""), 200)
    if answer == YES and not where:
        raise WhereMissing(item)
    return {"answer": answer, "where": where, "note": line(given.get("note", ""), 200)}
