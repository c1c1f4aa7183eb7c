"""更新の記録: a product is put on many devices' lines at once, with its version and the day it was brought up."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import Device, DeviceState, PatchRecord, Software
from kuramori.work.places.words import line


@dataclass(frozen=True, slots=True)
class Patched:
    """What was done: `support_ends_on` None leaves what is known of it as it is."""

    name: str
    version: str
    on: datetime.date
    support_ends_on: datetime.date | None = None
    note: str = ""


class NameMissing(ValueError):
    """It does not say which product."""


class NoDevices(ValueError):
    """No device was picked."""


class NotYet(ValueError):
    """An update is recorded after it was made, not before."""


def record_patches(actor: Actor, devices: Sequence[Device], patched: Patched) -> int:
    """Record one update on many devices; products that are not listed there yet are. Returns how many devices.

    Raises `NameMissing`, `NoDevices`, `NotYet`.
    """
    actor.require(Can.DEVICE_CHANGE)
    name, version = line(patched.name, 80), line(patched.version, 60)
    if not name:
        raise NameMissing
    if patched.on > clock.today():
        raise NotYet
    with transaction.atomic():
        keys = {device.pk for device in devices}
        here = list(
            Device.objects.select_for_update().filter(pk__in=keys, state=DeviceState.IN_USE).order_by("pk")
        )
        if not here:
            raise NoDevices
        for device in here:
            _record(actor, _listed(actor, device, name), version, patched, of=len(here))
    return len(here)


def retire_software(actor: Actor, software: Software) -> Software:
    """It is not on the device any more; its records stay."""
    actor.require(Can.DEVICE_CHANGE)
    with transaction.atomic():
        row = Software.objects.select_for_update().get(pk=software.pk)
        if row.retired_on is not None:
            return row
        gone: Software = update(actor, events.SOFTWARE_RETIRED, row, values={"retired_on": clock.today()})
    return gone


def _listed(actor: Actor, device: Device, name: str) -> Software:
    row = Software.objects.filter(device=device, name=name, retired_on__isnull=True).first()
    if row is None:
        row = Software.objects.create(organisation=actor.organisation, device=device, name=name)
        tell_new(actor, events.SOFTWARE_LISTED, row)
    return row


def _record(actor: Actor, software: Software, version: str, patched: Patched, *, of: int) -> None:
    PatchRecord.objects.create(
        organisation=actor.organisation,
        software=software,
        version=version,
        patched_on=patched.on,
        by_id=actor.person_id,
        note=line(patched.note, 200),
        recorded_at=clock.now(),
    )
    is_newest = software.patched_on is None or patched.on >= software.patched_on
    values: dict[str, object] = {}
    if is_newest:
        values = {"patched_on": patched.on, "version": version or software.version}
    if patched.support_ends_on is not None:
        values["support_ends_on"] = patched.support_ends_on
    update(actor, events.SOFTWARE_PATCHED, software, values=values, count=of)
