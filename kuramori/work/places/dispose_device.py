"""手放す: a device leaves for good, with the record of how its data was erased."""

from __future__ import annotations

import datetime

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import update
from kuramori.work.places.models import Device, DeviceState, Software, TakeOut, TakeOutState
from kuramori.work.places.models.take_outs import DEVICE
from kuramori.work.places.words import line


class ErasureMissing(ValueError):
    """Nothing goes without saying how its data was erased and by whom."""


class AlreadyGone(ValueError):
    """It was disposed of before."""


class StillOut(ValueError):
    """It is out of the house, or somebody asked to take it: first that has to end."""


def dispose_device(
    actor: Actor,
    device: Device,
    *,
    on: datetime.date,
    erased_on: datetime.date,
    erased_how: str,
    erased_by: Person,
) -> Device:
    """Mark it as gone. Raises `ErasureMissing`, `AlreadyGone`, `StillOut`. One that is lost cannot be erased."""
    actor.require(Can.DEVICE_CHANGE)
    how = line(erased_how, 200)
    if not how or erased_on > on:
        raise ErasureMissing
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.state != DeviceState.IN_USE:
            raise AlreadyGone(row.pk)
        if open_take_outs(row).exists():
            raise StillOut(row.pk)
        values = {
            "state": DeviceState.DISPOSED.value,
            "state_on": on,
            "erased_on": erased_on,
            "erased_how": how,
            "erased_by_id": erased_by.pk,
        }
        gone: Device = update(actor, events.DEVICE_DISPOSED, row, values=values, number=row.number)
        for software in Software.objects.filter(device=gone, retired_on__isnull=True):
            update(actor, events.SOFTWARE_RETIRED, software, values={"retired_on": on})
    return gone


def open_take_outs(device: Device):  # type: ignore[no-untyped-def]
    """What is asked, approved or out of this device."""
    standing = (TakeOutState.ASKED, TakeOutState.APPROVED, TakeOutState.TAKEN)
    return TakeOut.objects.filter(subject_kind=DEVICE, subject_id=device.pk, state__in=standing)
