"""台数棚卸し: once a year every device is seen, and whatever differs from the list becomes a task."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import Device, DeviceCount, DeviceCountLine, DeviceState, Seen
from kuramori.work.places.words import line


class NothingToCount(ValueError):
    """No device is in use."""


class CountIsOver(ValueError):
    """The count was finished: a later look is another count."""


class CountStillOpen(ValueError):
    """An earlier count is not finished yet. `current` is that one."""

    def __init__(self, current: DeviceCount) -> None:
        super().__init__(current.pk)
        self.current = current


class NotAllSeen(ValueError):
    """Some devices were not looked for; `left` is how many."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class WordsMissing(ValueError):
    """It does not say what was found, or what became of the difference."""


def begin_count(actor: Actor, *, name: str) -> DeviceCount:
    """Begin a count with a line for each device in use. Raises `NothingToCount`, `CountStillOpen`."""
    actor.require(Can.DEVICE_CHANGE)
    with transaction.atomic():
        standing = DeviceCount.objects.select_for_update().filter(finished_at__isnull=True).first()
        if standing is not None:
            raise CountStillOpen(standing)
        devices = list(Device.objects.filter(state=DeviceState.IN_USE).order_by("number"))
        if not devices:
            raise NothingToCount
        made = DeviceCount.objects.create(
            organisation=actor.organisation,
            name=line(name, 80),
            begun_at=clock.now(),
            begun_by_id=actor.person_id,
        )
        DeviceCountLine.objects.bulk_create(
            DeviceCountLine(organisation=actor.organisation, count=made, device=device) for device in devices
        )
        tell_new(actor, events.COUNT_BEGUN, made, count=len(devices))
    return made


def see(actor: Actor, row: DeviceCountLine, seen: Seen) -> DeviceCountLine:
    """It was there, or it was not; said again it may be changed. Raises `CountIsOver`."""
    actor.require(Can.DEVICE_CHANGE)
    with transaction.atomic():
        _held(row.count)
        line_row = DeviceCountLine.objects.select_for_update().get(pk=row.pk)
        if line_row.device_id is None or seen not in (Seen.FOUND, Seen.MISSING):
            raise ValueError(seen)
        values = {"seen": seen.value, "seen_at": clock.now(), "seen_by_id": actor.person_id}
        number = row.device.number if row.device else ""
        told: DeviceCountLine = update(actor, events.COUNT_SEEN, line_row, values=values, number=number)
    return told


def add_extra(actor: Actor, count: DeviceCount, *, words: str) -> DeviceCountLine:
    """Something was found that the list does not know. Raises `CountIsOver`, `WordsMissing`."""
    actor.require(Can.DEVICE_CHANGE)
    said = line(words, 200)
    if not said:
        raise WordsMissing
    with transaction.atomic():
        made = DeviceCountLine.objects.create(
            organisation=actor.organisation,
            count=_held(count),
            words=said,
            seen=Seen.EXTRA,
            seen_at=clock.now(),
            seen_by_id=actor.person_id,
        )
        tell_new(actor, events.COUNT_SEEN, made, number="—")
    return made


def finish_count(actor: Actor, count: DeviceCount) -> DeviceCount:
    """Close the count; its differences are tasks from now on. Raises `NotAllSeen`, `CountIsOver`."""
    actor.require(Can.DEVICE_CHANGE)
    with transaction.atomic():
        row = _held(count)
        left = row.lines.filter(seen=Seen.OPEN).count()
        if left:
            raise NotAllSeen(left)
        differing = row.lines.filter(seen__in=(Seen.MISSING, Seen.EXTRA)).count()
        done: DeviceCount = update(
            actor, events.COUNT_FINISHED, row, values={"finished_at": clock.now()}, count=differing
        )
    return done


def settle(actor: Actor, row: DeviceCountLine, *, words: str) -> DeviceCountLine:
    """Say what became of a difference; then it is no task any more. Raises `WordsMissing`."""
    actor.require(Can.DEVICE_CHANGE)
    said = line(words, 200)
    if not said:
        raise WordsMissing
    with transaction.atomic():
        held = DeviceCountLine.objects.select_for_update().get(pk=row.pk)
        if held.settled_at is not None or held.seen not in (Seen.MISSING, Seen.EXTRA):
            return held
        values = {"settled_at": clock.now(), "settled_words": said}
        settled: DeviceCountLine = update(actor, events.COUNT_SETTLED, held, values=values)
    return settled


def _held(count: DeviceCount) -> DeviceCount:
    row = DeviceCount.objects.select_for_update().get(pk=count.pk)
    if row.finished_at is not None:
        raise CountIsOver(row.pk)
    return row
