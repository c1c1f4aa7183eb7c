"""Guests whom nobody announced: they ask at the tablet, the house is told, and they wait until somebody agrees."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.roster import roster
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.work.places import events, facts_of
from kuramori.work.places.arranging import tidy
from kuramori.work.places.models import Visit, Visitor
from kuramori.work.places.periods import periods
from kuramori.work.places.receiving import Cancelled, Incomplete, free_number
from kuramori.work.places.tell_host import tell_asked


class TooManyWaiting(ValueError):
    """As many as may wait for an answer do: a colleague at the entrance helps faster."""


class NobodyWaits(ValueError):
    """This visit was announced, or somebody has agreed to it already."""


@dataclass(frozen=True, slots=True)
class Unannounced:
    """What a guest types: `asks_for` names whom they want to see, in their own words, and may be empty."""

    company: str
    name: str
    purpose: str
    asks_for: str = ""


def ask_in(doer: Doer, organisation: Organisation, fallback: Person, wanted: Unannounced) -> Visit:
    """Note who stands at the entrance and tell the host. What is answered tells nobody who works here.

    Raises `Incomplete`, `TooManyWaiting`.
    """
    company, name, purpose = tidy(wanted.company)[:120], tidy(wanted.name)[:60], tidy(wanted.purpose)[:120]
    if not company or not name or not purpose:
        raise Incomplete
    asks_for = tidy(wanted.asks_for)[:60]
    with transaction.atomic():
        # Two tablets at once must not give out the same number.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        # A tablet at an open door must not fill the log and the mailboxes.
        if waiting().count() >= periods().most_waiting:
            raise TooManyWaiting
        now = clock.now()
        visit = Visit.objects.create(
            organisation=organisation,
            number=free_number(),
            company=company,
            purpose=purpose,
            host=_named(asks_for) or fallback,
            on=clock.today(),
            announced_at=now,
            asked_at=now,
            asked_for=asks_for,
        )
        guest = Visitor.objects.create(organisation=organisation, visit=visit, name=name)
        told = {
            **between(None, facts_of.visit(visit), private=facts_of.VISIT_TEXTS),
            **parts({str(guest.pk): {"name": guest.name}}, private=("name",)),
        }
        record(doer, events.WALK_IN_ASKED, kind="visit", thing_id=visit.pk, **told)
    tell_asked(doer, visit)
    return visit


def agree(actor: Actor, visit: Visit, *, host: Person | None = None) -> Visit:
    """They may come in; `host` where somebody else receives them. Raises `NobodyWaits`, `Cancelled`."""
    actor.require(Can.VISIT_RECEIVE)
    with transaction.atomic():
        row = Visit.objects.select_for_update().get(pk=visit.pk)
        if row.cancelled_at is not None:
            raise Cancelled(row.pk)
        if not row.is_waiting:
            raise NobodyWaits(row.pk)
        before = facts_of.visit(row)
        row.agreed_at, row.agreed_by_id = clock.now(), actor.person_id
        row.host = host or row.host
        row.save(update_fields=["agreed_at", "agreed_by", "host"])
        told = between(before, facts_of.visit(row), private=facts_of.VISIT_TEXTS)
        record(actor, events.WALK_IN_AGREED, kind="visit", thing_id=row.pk, **told)
    return row


def waiting() -> QuerySet[Visit]:
    """The visits of today that nobody has answered."""
    return Visit.objects.filter(
        on=clock.today(), asked_at__isnull=False, agreed_at__isnull=True, cancelled_at__isnull=True
    )


def _named(asks_for: str) -> Person | None:
    """The one person here whose name begins with those words; None where nobody's or several people's does."""
    words = _plain(asks_for).removesuffix("さん").removesuffix("様")
    if len(words) < 2:
        return None
    found = [one.id for one in roster().here if _plain(one.name).startswith(words)]
    return Person.objects.get(pk=found[0]) if len(found) == 1 else None


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()
