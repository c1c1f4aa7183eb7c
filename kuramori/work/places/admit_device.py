"""端末・媒体を載せる、直す: a device comes onto the list under its number, and its line is corrected."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import Device, Place
from kuramori.work.places.words import line


@dataclass(frozen=True, slots=True)
class Particulars:
    """A device as somebody wrote it. `is_encrypted` None: nobody has looked. `terms` only for a private one."""

    number: str
    kind: str
    name: str = ""
    owner: Person | None = None
    is_private: bool = False
    terms: str = ""
    is_encrypted: bool | None = None
    place: Place | None = None
    note: str = ""


class NumberMissing(ValueError):
    """Without a number nobody can tell one from another."""


class NumberTaken(ValueError):
    """Another device has this number already."""


class StaleDevice(ValueError):
    """Somebody else changed this device first. `current` is what stands now."""

    def __init__(self, current: Device) -> None:
        super().__init__(current.pk)
        self.current = current


class PrivateWithoutTerms(ValueError):
    """Somebody's own device is used for work on a condition that is written down, or not at all."""


def admit_device(actor: Actor, told: Particulars) -> Device:
    """Put a device on the list. Raises `NumberMissing`, `NumberTaken`, `PrivateWithoutTerms`."""
    actor.require(Can.DEVICE_CHANGE)
    values = _values(told)
    with transaction.atomic():
        _refuse_taken(values["number"], None)
        made = Device.objects.create(organisation=actor.organisation, state_on=clock.today(), **values)
        tell_new(actor, events.DEVICE_ADMITTED, made, number=made.number)
    return made


def change_device(actor: Actor, device: Device, told: Particulars, *, revision: int) -> Device:
    """Correct its line. Raises `StaleDevice`, `NumberMissing`, `NumberTaken`, `PrivateWithoutTerms`."""
    actor.require(Can.DEVICE_CHANGE)
    values = _values(told)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.revision != revision:
            raise StaleDevice(row)
        _refuse_taken(values["number"], row.pk)
        changed: Device = update(actor, events.DEVICE_CHANGED, row, values=values, number=values["number"])
    return changed


def print_labels(actor: Actor, devices: Sequence[Device]) -> None:
    """Note that QR labels of these devices were printed."""
    actor.require(Can.DEVICE_CHANGE)
    with transaction.atomic():
        told: dict[str, Any] = {"changed": {}, "numbers": [device.number for device in devices]}
        record(
            actor,
            events.LABELS_PRINTED,
            kind="device",
            thing_id=devices[0].pk,
            count=len(devices),
            **told,
        )


def _values(told: Particulars) -> dict[str, object]:
    number, terms = line(told.number, 30), line(told.terms, 200)
    if not number:
        raise NumberMissing
    if told.is_private and not terms:
        raise PrivateWithoutTerms
    return {
        "number": number,
        "kind": told.kind,
        "name": line(told.name, 80),
        "owner_id": told.owner.pk if told.owner else None,
        "is_private": told.is_private,
        "private_terms": terms if told.is_private else "",
        "is_encrypted": told.is_encrypted,
        "place_id": told.place.pk if told.place else None,
        "note": line(told.note, 400),
    }


def _refuse_taken(number: object, own: uuid.UUID | None) -> None:
    same = Device.objects.filter(number=number)
    if (same.exclude(pk=own) if own else same).exists():
        raise NumberTaken(number)
