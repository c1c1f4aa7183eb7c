"""Two rows that are one company: which pairs seem so and why, and the verb that makes them one. A person decides."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuramori.ground.contacts import dealing, events, findable, ties
from kuramori.ground.contacts.models import Apart, Contact, Partner, Site
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.company_names import plain_company

MOST_PAIRS = 200
# A reading that a hundred companies share says nothing of any two of them.
MOST_ALIKE = 12


class Reason(StrEnum):
    """Why two seem one."""

    NAME = "name"
    READING = "reading"
    MAIL = "mail"
    TELEPHONE = "telephone"

    @property
    def label(self) -> str:
        return str(_REASONS[self])


_REASONS = {
    Reason.NAME: _("名前が同じ（株式会社・旧字・全角半角の違いを除いて）"),
    Reason.READING: _("フリガナが同じ"),
    Reason.MAIL: _("担当の方のメールアドレスが同じ"),
    Reason.TELEPHONE: _("担当の方の電話が同じ"),
}


class DifferentCompanies(ValueError):
    """Both have a 法人番号, and not the same: two companies by law."""


class SameRow(ValueError):
    """A partner cannot go into itself."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two partners of today that seem one; `one` has the longer record (number, code, then more said)."""

    one: Partner
    other: Partner
    reasons: tuple[Reason, ...]


def pairs() -> tuple[Pair, ...]:
    """Pairs that nobody has told apart, those with most reasons first; at most `MOST_PAIRS`."""
    found: dict[tuple[uuid.UUID, uuid.UUID], set[Reason]] = {}
    for reason, alike in _groups():
        for one, other in itertools.combinations(sorted(alike), 2):
            found.setdefault((one, other), set()).add(reason)
    for one, other in Apart.objects.values_list("one_id", "other_id"):
        found.pop((one, other), None)
    rows = Partner.objects.in_bulk({key for pair in found for key in pair})
    seem = [
        _pair(rows[one], rows[other], reasons)
        for (one, other), reasons in found.items()
        if not _differ(rows[one], rows[other])
    ]
    return tuple(sorted(seem, key=lambda pair: (-len(pair.reasons), pair.one.sorts_as))[:MOST_PAIRS])


def like(partner: Partner) -> tuple[Partner, ...]:
    """Other partners of today with this one's name, which nobody has told apart from it; two questions."""
    same = Partner.objects.filter(plain_name=partner.plain_name, retired_on__isnull=True)
    found = [
        row for row in same.exclude(pk=partner.pk).order_by("sorts_as", "id") if not _differ(partner, row)
    ]
    if not found:
        return ()
    told = set(Apart.objects.filter(one=partner).values_list("other_id", flat=True))
    told |= set(Apart.objects.filter(other=partner).values_list("one_id", flat=True))
    return tuple(row for row in found if row.pk not in told)


def merge(actor: Actor, gone: Partner, kept: Partner) -> Partner:
    """`gone` goes into `kept`: what hangs on it is tied to `kept`, what `kept` lacks it takes over.

    The row of `gone` stays, retired, with `merged_into`. One transaction and one entry, beside those of rows whose own
    words change by it. Raises `SameRow`, `DifferentCompanies`, `ties.Stays`, `dealing.NoLonger`.
    """
    actor.require(Can.PARTNER_CHANGE)
    if gone.pk == kept.pk:
        raise SameRow(gone.pk)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        kept, gone = dealing.open_partner(kept), dealing.open_partner(gone)
        if _differ(gone, kept):
            raise DifferentCompanies(gone.pk)
        moved = {room: move(actor, gone, kept) for room, move in ties.movers().items()}
        moved["contacts"] = _move_own(gone, kept)
        missing = _missing(gone, kept)
        dealing.update(
            actor,
            gone,
            events.PARTNER_MERGED,
            {"merged_into": kept, "retired_on": clock.today()},
            kept=kept.name,
            moved=sum(moved.values()),
            rooms={room: n for room, n in moved.items() if n},
        )
        if missing:
            kept = dealing.update(actor, kept, events.PARTNER_CHANGED, missing)
        findable.renew(kept, gone)
    return kept


def tell_apart(actor: Actor, one: Partner, other: Partner) -> None:
    """They are two companies: not proposed again. Raises `SameRow`."""
    actor.require(Can.PARTNER_CHANGE)
    if one.pk == other.pk:
        raise SameRow(one.pk)
    first, second = sorted((one, other), key=lambda row: row.pk)
    with transaction.atomic():
        _row, is_new = Apart.objects.get_or_create(
            organisation=actor.organisation,
            one=first,
            other=second,
            defaults={"said_by_id": actor.person_id, "said_at": clock.now()},
        )
        if is_new:
            told = between(None, {"apart_from": other.pk})
            record(
                actor,
                events.PARTNERS_TOLD_APART,
                kind="partner",
                thing_id=one.pk,
                partner=one.name,
                kept=other.name,
                **told,
            )


def _groups() -> Iterator[tuple[Reason, list[uuid.UUID]]]:
    """Partners of today that share something, by what they share; three questions for all of them."""
    today = Partner.objects.filter(retired_on__isnull=True)
    by: dict[tuple[Reason, str], set[uuid.UUID]] = {}
    for key, name, kana in today.values_list("pk", "plain_name", "kana"):
        by.setdefault((Reason.NAME, name), set()).add(key)
        if kana:
            by.setdefault((Reason.READING, plain_company(kana)), set()).add(key)
    people = Contact.objects.filter(retired_on__isnull=True, partner__retired_on__isnull=True)
    told = people.exclude(email="", telephone="").values_list("partner_id", "email", "telephone")
    for key, email, telephone in told:
        digits = "".join(filter(str.isdigit, telephone))
        for reason, value in ((Reason.MAIL, email.lower()), (Reason.TELEPHONE, digits)):
            if value:
                by.setdefault((reason, value), set()).add(key)
    for (reason, value), alike in by.items():
        if value and 1 < len(alike) <= MOST_ALIKE:
            yield reason, list(alike)


def _pair(one: Partner, other: Partner, reasons: set[Reason]) -> Pair:
    first, second = sorted(
        (one, other), key=lambda row: (not row.corporate_number, not row.code, -len(row.words), row.pk)
    )
    return Pair(first, second, tuple(reason for reason in Reason if reason in reasons))


def _differ(one: Partner, other: Partner) -> bool:
    numbers = {one.corporate_number, other.corporate_number} - {""}
    return len(numbers) > 1


def _move_own(gone: Partner, kept: Partner) -> int:
    moved = Site.objects.filter(partner=gone).update(partner=kept)
    moved += Contact.objects.filter(partner=gone).update(partner=kept)
    return int(moved)


def _missing(gone: Partner, kept: Partner) -> dict[str, Any]:
    """What only the row that goes says."""
    told = {
        name: getattr(gone, name)
        for name in ("kana", "corporate_number", "code", "note", "scheme")
        if getattr(gone, name) and not getattr(kept, name)
    }
    told |= {
        name: True for name in ("is_customer", "is_supplier") if getattr(gone, name) > getattr(kept, name)
    }
    for name in ("kinds", "tags"):
        both = list(dict.fromkeys([*getattr(kept, name), *getattr(gone, name)]))
        if both != getattr(kept, name):
            told[name] = both
    if gone.tier is not None and kept.tier is None:
        told |= {name: getattr(gone, name) for name in ("tier", "tier_said_on", "tier_said_by")}
    return told
