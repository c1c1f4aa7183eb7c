"""The verbs of keys: enter, change and retire one, lend a copy, take it back, note a loss, change the lock, count."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.places import events, facts_of
from kuramori.work.places.arranging import tidy
from kuramori.work.places.models import (
    Key,
    KeyCopy,
    KeyCount,
    KeyCounted,
    KeyHolding,
    KeyKind,
    KeyOpening,
    Place,
)

LONGEST_NUMBER = 20
MOST_COPIES = 60


class NumberTaken(ValueError):
    """Another key has this number."""


class Incomplete(ValueError):
    """A key needs a number, a name, and at least one copy and at most sixty."""


class AlreadyOut(ValueError):
    """Somebody holds this copy: it comes back first."""


class NotOut(ValueError):
    """Nobody holds this copy."""


class CopyGone(ValueError):
    """This copy is lost or out of use."""


class KeyRetired(ValueError):
    """The key is out of use: it stays as it was."""


class NothingToCount(ValueError):
    """There is no copy in use."""


@dataclass(frozen=True, slots=True)
class KeyWanted:
    """`box` says where it hangs while nobody holds it; `copies` how many there are, 1 to 60."""

    number: str
    name: str
    kind: KeyKind
    places: Sequence[Place]
    copies: int
    box: str = ""


def add_key(actor: Actor, wanted: KeyWanted) -> Key:
    """Enter a key with its copies, marked 1, 2, 3 … Raises `NumberTaken`, `Incomplete`."""
    actor.require(Can.PLACE_CHANGE)
    fields = _fields(wanted)
    with transaction.atomic():
        if Key.objects.filter(number=fields["number"]).exists():
            raise NumberTaken(fields["number"])
        key = Key.objects.create(organisation=actor.organisation, kind=wanted.kind, **fields)
        _opens(actor, key, wanted.places)
        _copies(actor, key, wanted.copies)
        told = between(None, facts_of.key(key), private=facts_of.KEY_TEXTS)
        record(
            actor,
            events.KEY_ADDED,
            kind="key",
            thing_id=key.pk,
            number=key.number,
            copies=wanted.copies,
            **told,
        )
    return key


def change_key(actor: Actor, key: Key, wanted: KeyWanted) -> Key:
    """Change what is known of a key; more copies are added, fewer are taken out of use, newest first.

    Raises `NumberTaken`, `Incomplete`, `KeyRetired`, `AlreadyOut` where a copy that would go is held by somebody.
    """
    actor.require(Can.PLACE_CHANGE)
    fields = _fields(wanted)
    with transaction.atomic():
        row = _in_use(key)
        if Key.objects.filter(number=fields["number"]).exclude(pk=row.pk).exists():
            raise NumberTaken(fields["number"])
        before = facts_of.key(row)
        for name, value in {**fields, "kind": wanted.kind}.items():
            setattr(row, name, value)
        row.save()
        _opens(actor, row, wanted.places)
        _copies(actor, row, wanted.copies)
        after = facts_of.key(row)
        if after != before:
            told = between(before, after, private=facts_of.KEY_TEXTS)
            record(actor, events.KEY_CHANGED, kind="key", thing_id=row.pk, number=row.number, **told)
    return row


def retire_key(actor: Actor, key: Key) -> Key:
    """From today the key is out of use with all its copies; who held them stays known.

    Raises `AlreadyOut` while somebody holds a copy, `KeyRetired` where it is out of use already.
    """
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        row = _in_use(key)
        copies = list(row.copies.filter(gone_on__isnull=True))
        for copy in copies:
            if holding(copy) is not None:
                raise AlreadyOut(copy.pk)
        before = facts_of.key(row)
        row.retired_on = clock.today()
        row.save(update_fields=["retired_on"])
        row.copies.filter(gone_on__isnull=True).update(gone_on=row.retired_on)
        told = between(before, facts_of.key(row), private=facts_of.KEY_TEXTS)
        record(
            actor,
            events.KEY_RETIRED,
            kind="key",
            thing_id=row.pk,
            number=row.number,
            copies=len(copies),
            **told,
        )
    return row


def lend_key(
    actor: Actor,
    copy: KeyCopy,
    person: Person,
    *,
    from_on: datetime.date | None = None,
    due_on: datetime.date | None = None,
) -> None:
    """Hand a copy to somebody, from today or an earlier day; `due_on` None: for as long as they need it.

    Raises `AlreadyOut`, `CopyGone`.
    """
    actor.require(Can.KEY_LEND)
    day = from_on or clock.today()
    with transaction.atomic():
        row = _usable(copy)
        if any(
            held.until_on is None or held.until_on >= day for held in timeline.known(KeyHolding, copy=row)
        ):
            raise AlreadyOut(row.pk)
        timeline.lay(KeyHolding, {"copy": row}, {"person": person, "due_on": due_on}, from_on=day)
        told = between(None, {"holder": person.pk, "from_on": day, "due_on": due_on}, part=row.pk)
        record(
            actor,
            events.KEY_LENT,
            kind="key",
            thing_id=row.key_id,
            number=called(row),
            person=person.name,
            **told,
        )


def take_back(actor: Actor, copy: KeyCopy, *, on: datetime.date | None = None) -> None:
    """It came back on that day (today). Raises `NotOut`."""
    actor.require(Can.KEY_LEND)
    day = on or clock.today()
    with transaction.atomic():
        row = KeyCopy.objects.select_for_update(of=("self",)).select_related("key").get(pk=copy.pk)
        held = holding(row)
        if held is None:
            raise NotOut(row.pk)
        # The day it comes back still counts as held, unless it went out on that very day.
        timeline.end(KeyHolding, {"copy": row}, last_day=max(day, held.from_on) - timeline.DAY)
        told = between({"holder": held.person_id}, {"holder": None, "until_on": day}, part=row.pk)
        record(
            actor,
            events.KEY_TAKEN_BACK,
            kind="key",
            thing_id=row.key_id,
            number=called(row),
            person=held.person.name,
            **told,
        )


def lose_key(actor: Actor, copy: KeyCopy, *, on: datetime.date | None = None) -> None:
    """Note that a copy was lost: whoever holds it is the last who did, and the lock has to be changed."""
    actor.require(Can.KEY_LEND)
    day = on or clock.today()
    with transaction.atomic():
        row = _usable(copy)
        if holding(row) is not None:
            timeline.end(KeyHolding, {"copy": row}, last_day=day)
        row.lost_on = day
        row.save(update_fields=["lost_on"])
        told = between({"lost_on": None}, {"lost_on": day}, part=row.pk)
        record(actor, events.KEY_LOST, kind="key", thing_id=row.key_id, number=called(row), **told)


def change_lock(actor: Actor, key: Key, *, on: datetime.date | None = None) -> Key:
    """The lock was changed: copies that were lost open nothing any more and leave the list. Raises `KeyRetired`."""
    actor.require(Can.PLACE_CHANGE)
    day = on or clock.today()
    with transaction.atomic():
        row = _in_use(key)
        before = facts_of.key(row)
        row.lock_changed_on = day
        row.save(update_fields=["lock_changed_on"])
        row.copies.filter(lost_on__isnull=False, gone_on__isnull=True).update(gone_on=day)
        told = between(before, facts_of.key(row), private=facts_of.KEY_TEXTS)
        record(actor, events.LOCK_CHANGED, kind="key", thing_id=row.pk, number=row.number, **told)
    return row


def count_keys(actor: Actor, found: Mapping[uuid.UUID, tuple[bool, str]]) -> KeyCount:
    """The count of all copies in use: by copy whether it was there, and a word. A copy left out was not found.

    Raises `NothingToCount`.
    """
    actor.require(Can.KEY_LEND)
    with transaction.atomic():
        copies = list(in_use().select_related("key"))
        if not copies:
            raise NothingToCount
        held = {row.copy_id: row.person_id for row in KeyHolding.objects.filter(held_on())}
        lines = [
            KeyCounted(
                organisation=actor.organisation,
                copy=copy,
                holder_id=held.get(copy.pk),
                is_found=found.get(copy.pk, (False, ""))[0],
                note=found.get(copy.pk, (False, ""))[1].strip()[:120],
            )
            for copy in copies
        ]
        there = sum(line.is_found for line in lines)
        count = KeyCount.objects.create(
            organisation=actor.organisation,
            counted_on=clock.today(),
            counted_by_id=actor.person_id,
            recorded_at=clock.now(),
            found=there,
            missing=len(lines) - there,
        )
        for line in lines:
            line.count = count
        KeyCounted.objects.bulk_create(lines)
        missing = sorted(called(copy) for copy, line in zip(copies, lines, strict=True) if not line.is_found)
        told = between(None, {"counted_on": count.counted_on, "missing_copies": missing})
        record(
            actor, events.KEYS_COUNTED, kind="key_count", thing_id=count.pk, found=there,
            missing=len(missing), **told,
        )  # fmt: skip
    return count


def holding(copy: KeyCopy) -> KeyHolding | None:
    """Who holds it today."""
    row: KeyHolding | None = KeyHolding.objects.filter(held_on(), copy=copy).select_related("person").first()
    return row


def called(copy: KeyCopy) -> str:
    """K-01-2: the key's number and the copy's mark."""
    return f"{copy.key.number}-{copy.mark}"


def in_use() -> QuerySet[KeyCopy]:
    """The copies that exist and are not known to be lost."""
    return KeyCopy.objects.filter(
        gone_on__isnull=True, lost_on__isnull=True, key__retired_on__isnull=True
    ).order_by("key__number", "mark")


def _fields(wanted: KeyWanted) -> dict[str, str]:
    number, name = tidy(wanted.number)[:LONGEST_NUMBER], tidy(wanted.name)[:80]
    if not number or not name or not 1 <= wanted.copies <= MOST_COPIES:
        raise Incomplete
    return {"number": number, "name": name, "box": tidy(wanted.box)[:80]}


def _opens(actor: Actor, key: Key, places: Sequence[Place]) -> None:
    there = set(key.openings.values_list("place_id", flat=True))
    wanted = {place.pk: place for place in places}
    for gone in key.openings.exclude(place_id__in=wanted):
        remove(actor, gone, _("鍵が開ける場所から外した"))
    for pk, place in wanted.items():
        if pk not in there:
            KeyOpening.objects.create(organisation=actor.organisation, key=key, place=place)


def _copies(actor: Actor, key: Key, wanted: int) -> None:
    rows = sorted(key.copies.filter(gone_on__isnull=True, lost_on__isnull=True), key=_mark)
    for row in rows[wanted:]:
        if holding(row) is not None:
            raise AlreadyOut(row.pk)
        row.gone_on = clock.today()
        row.save(update_fields=["gone_on"])
    last = max((int(mark) for mark in key.copies.values_list("mark", flat=True) if mark.isdigit()), default=0)
    for n in range(last + 1, last + 1 + wanted - len(rows)):
        KeyCopy.objects.create(organisation=actor.organisation, key=key, mark=str(n))


def _in_use(key: Key) -> Key:
    row: Key = Key.objects.select_for_update().get(pk=key.pk)
    if row.retired_on is not None:
        raise KeyRetired(row.pk)
    return row


def _mark(copy: KeyCopy) -> tuple[int, str]:
    return (int(copy.mark) if copy.mark.isdigit() else 0, copy.mark)


def _usable(copy: KeyCopy) -> KeyCopy:
    row: KeyCopy = KeyCopy.objects.select_for_update(of=("self",)).select_related("key").get(pk=copy.pk)
    if row.lost_on is not None or row.gone_on is not None:
        raise CopyGone(row.pk)
    return row
