"""Erase what the trail holds of a person, or of one entry: find it, ask the holds, and let the verb do it.

What stays provable: that something happened, when, by whose number, to what. What the tables of the rooms hold of the
person (the line of the roster) is no part of this.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.events import PERSONAL
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import audiences, changes, erase, holds
from kuramori.ground.trail.models import Entry

LINE_FIELDS = frozenset({"person", *changes.personal(*PERSONAL)})


class NothingToErase(LookupError):
    """The trail holds nothing of this person or entry that could be erased."""


@dataclass(frozen=True, slots=True)
class Found:
    """`fields` by index: what would be erased. `held`: how many further entries a hold keeps as they are.

    `is_held`: a hold is on the person, or on everything, so that nothing can be erased.
    """

    fields: Mapping[int, frozenset[str]] = field(default_factory=dict)
    held: int = 0
    is_held: bool = False

    @property
    def count(self) -> int:
        return len(self.fields)


def of_person(actor: Actor, person: Person) -> Found:
    """Where the trail holds this person: as the doer, as whom it is about, or by name in an opened personal value."""
    actor.require_to_see(Can.TRAIL_ERASE)
    words = {word for word in (person.name, person.kana, person.email, person.number) if word}
    about = str(person.pk)
    fields: dict[int, frozenset[str]] = {}
    for entry in _entries(actor):
        told = {name for name, value in entry.people.items() if value in words or person.name in value}
        if entry.person_id != person.pk:
            # Whoever else did it keeps the name: a colleague may be called the same.
            told.discard("who")
        else:
            told |= {"who"} & entry.people.keys()
        if entry.kind == "person" and entry.thing_id == about:
            told |= LINE_FIELDS & entry.people.keys()
        if told:
            fields[entry.index] = frozenset(told)
    return _asked(actor, fields, person)


def of_entry(actor: Actor, index: int) -> Found:
    """All personal fields that one entry still holds; an entry that may not be read does not exist."""
    actor.require_to_see(Can.TRAIL_ERASE)
    entry = Entry.objects.filter(index=index, organisation_id=actor.organisation_id).first()
    if entry is None or not audiences.may_read(actor, entry.audience):
        raise Http404
    return _asked(actor, {index: frozenset(entry.people)} if entry.people else {}, None)


def erase_found(actor: Actor, *, person: Person | None, index: int | None, reason: str) -> int:
    """Erase what is found now; returns how many entries lost something.

    Raises `NothingToErase`, `holds.ReasonMissing`, `holds.UnderHold` (nothing was erased then).
    """
    actor.require(Can.TRAIL_ERASE)
    said = " ".join(reason.split())[: holds.LONGEST_REASON]
    if not said:
        raise holds.ReasonMissing
    with transaction.atomic():
        found = of_person(actor, person) if person else of_entry(actor, index or 0)
        if found.is_held:
            raise holds.UnderHold(())
        if not found.fields:
            raise NothingToErase
        lost = erase.erase(actor, found.fields, reason=said)
        # The entry comes first and makes whoever places a hold wait; one placed since we looked still counts.
        again = _asked(actor, found.fields, person)
        if again.is_held or again.held:
            raise holds.UnderHold(())
    return lost


def _asked(actor: Actor, fields: Mapping[int, frozenset[str]], person: Person | None) -> Found:
    """What the holds leave of it."""
    try:
        holds.ask(person or actor.organisation)
    except holds.UnderHold:
        return Found(is_held=True, held=len(fields))
    held = held_among(actor.organisation_id, fields)
    return Found({index: names for index, names in fields.items() if index not in held}, len(held))


def held_among(organisation_id: uuid.UUID, indices: Mapping[int, object]) -> frozenset[int]:
    """Those of the entries that a hold covers: on the thing they are about, its doer, or the entry itself."""
    subjects = holds.held_subjects(organisation_id)
    if not subjects:
        return frozenset()
    wanted, found = sorted(indices), set()
    for at in range(0, len(wanted), erase.PORTION):
        some = Entry.objects.filter(index__in=wanted[at : at + erase.PORTION])
        for index, kind, thing, doer in some.values_list("index", "kind", "thing_id", "person_id"):
            if subjects & {(kind, thing), ("entry", str(index)), ("person", str(doer or ""))}:
                found.add(index)
    return frozenset(found)


def _entries(actor: Actor):  # type: ignore[no-untyped-def]
    """Every entry of the organisation, whoever may read it: a name is erased everywhere or not at all."""
    return Entry.objects.filter(organisation_id=actor.organisation_id).order_by("index").iterator(500)
