"""Devices and media as the pages show them: the list with its counts, one device, one count."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from kuramori.outside import clock
from kuramori.work.places.lose_device import STEPS, Step
from kuramori.work.places.models import (
    Device,
    DeviceCount,
    DeviceCountLine,
    DeviceKind,
    DeviceState,
    PatchRecord,
    Seen,
    Software,
    TakeOut,
    TakeOutState,
)
from kuramori.work.places.models.take_outs import DEVICE
from kuramori.work.places.periods import periods

UPDATED_KINDS = (DeviceKind.PC, DeviceKind.PHONE, DeviceKind.TABLET)


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One row. `out` is who has it along; `patched_on` the newest update; `support_over` names what has run out."""

    device: Device
    out: TakeOut | None
    patched_on: datetime.date | None
    is_behind: bool
    support_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """`counts` are (kind, label, how many in use). `lines` are what the filter leaves, lost ones first."""

    lines: tuple[DeviceLine, ...]
    gone: tuple[Device, ...]
    counts: tuple[tuple[str, str, int], ...]
    total: int
    lost: int
    behind: int
    private: int
    not_encrypted: int
    counting: DeviceCount | None
    last_count: DeviceCount | None
    differences: int


@dataclass(frozen=True, slots=True)
class DevicePage:
    line: DeviceLine
    steps: tuple[tuple[Step, bool], ...]
    take_outs: tuple[TakeOut, ...]
    software: tuple[Software, ...]
    patches: tuple[PatchRecord, ...]


@dataclass(frozen=True, slots=True)
class CountPage:
    count: DeviceCount
    open: tuple[DeviceCountLine, ...]
    found: tuple[DeviceCountLine, ...]
    differing: tuple[DeviceCountLine, ...]
    total: int

    @property
    def done(self) -> int:
        return self.total - len(self.open)


def devices_page(*, kind: str = "", words: str = "", only_behind: bool = False) -> DevicesPage:
    """Everything on the list; a filter narrows the lines, never the counts."""
    lines = device_lines()
    here = [line for line in lines if line.device.state != DeviceState.DISPOSED]
    shown = [
        line
        for line in here
        if (not kind or line.device.kind == kind)
        and (not only_behind or line.is_behind or line.support_over)
        and _meets(line.device, words)
    ]
    in_use = [line for line in here if line.device.state == DeviceState.IN_USE]
    counted = Counter(line.device.kind for line in in_use)
    counts = DeviceCount.objects.order_by("-begun_at")
    return DevicesPage(
        lines=tuple(sorted(shown, key=lambda line: line.device.state != DeviceState.LOST)),
        gone=tuple(line.device for line in lines if line.device.state == DeviceState.DISPOSED)[:50],
        counts=tuple(
            (one.value, str(one.label), counted[one.value]) for one in DeviceKind if counted[one.value]
        ),
        total=len(in_use),
        lost=len(here) - len(in_use),
        behind=sum(line.is_behind or bool(line.support_over) for line in in_use),
        private=sum(line.device.is_private for line in in_use),
        not_encrypted=sum(line.device.is_encrypted is not True for line in in_use),
        counting=counts.filter(finished_at__isnull=True).first(),
        last_count=counts.filter(finished_at__isnull=False).first(),
        differences=open_differences().count(),
    )


def device_lines() -> list[DeviceLine]:
    """Every device by its number, with who has it along and how it stands with updates; three queries."""
    out = {
        row.subject_id: row
        for row in TakeOut.objects.filter(subject_kind=DEVICE, state=TakeOutState.TAKEN).select_related(
            "asked_by"
        )
    }
    software = Prefetch(
        "software", queryset=Software.objects.filter(retired_on__isnull=True).order_by("name")
    )
    rows = Device.objects.select_related("owner", "place").prefetch_related(software).order_by("number")
    return [_line(row, out.get(row.pk)) for row in rows]


def device_page(device: Device) -> DevicePage:
    """One device with what happened to it."""
    software = tuple(device.software.filter(retired_on__isnull=True).order_by("name"))
    out = TakeOut.objects.filter(subject_kind=DEVICE, subject_id=device.pk).select_related("asked_by")
    taken = next((row for row in out if row.state == TakeOutState.TAKEN), None)
    patches = PatchRecord.objects.filter(software__device=device).select_related("software", "by")
    return DevicePage(
        line=_line(device, taken, software),
        steps=tuple((step, step.id in device.lost_steps) for step in STEPS),
        take_outs=tuple(out.order_by("-asked_at")[:20]),
        software=software,
        patches=tuple(patches.order_by("-patched_on", "-recorded_at")[:20]),
    )


def count_page(count: DeviceCount) -> CountPage:
    """One count: what is still to be seen, what was there, what differs."""
    rows = list(
        count.lines.select_related("device", "device__place", "device__owner").order_by("device__number")
    )
    return CountPage(
        count=count,
        open=tuple(row for row in rows if row.seen == Seen.OPEN),
        found=tuple(row for row in rows if row.seen == Seen.FOUND),
        differing=tuple(row for row in rows if row.seen in (Seen.MISSING, Seen.EXTRA)),
        total=sum(row.device_id is not None for row in rows),
    )


def open_differences() -> Any:
    """What finished counts found different and nobody has settled."""
    return DeviceCountLine.objects.filter(
        count__finished_at__isnull=False, seen__in=(Seen.MISSING, Seen.EXTRA), settled_at__isnull=True
    )


def in_use(*, updated_only: bool = False) -> Any:
    """Devices in use by number, for a choice."""
    rows = Device.objects.filter(state=DeviceState.IN_USE).select_related("owner").order_by("number")
    return rows.filter(kind__in=UPDATED_KINDS) if updated_only else rows


def software_names() -> tuple[str, ...]:
    """Products that are listed on any device."""
    names = Software.objects.filter(retired_on__isnull=True).values_list("name", flat=True)
    return tuple(names.distinct().order_by("name"))


def to_take_out(own: uuid.UUID | None) -> Any:
    """Devices that may be asked for: in use and neither out nor asked for."""
    standing = (TakeOutState.ASKED, TakeOutState.APPROVED, TakeOutState.TAKEN)
    busy = TakeOut.objects.filter(subject_kind=DEVICE, state__in=standing).values("subject_id")
    return in_use().exclude(pk__in=busy).exclude(Q(is_private=True) & ~Q(owner_id=own))


def _line(device: Device, out: TakeOut | None, software: tuple[Software, ...] | None = None) -> DeviceLine:
    rows = tuple(device.software.all()) if software is None else software
    patched_on = max((row.patched_on for row in rows if row.patched_on), default=None)
    today = clock.today()
    wanted = device.kind in UPDATED_KINDS and device.state == DeviceState.IN_USE
    return DeviceLine(
        device=device,
        out=out,
        patched_on=patched_on,
        is_behind=wanted and (patched_on is None or (today - patched_on).days > periods().behind_after),
        support_over=tuple(
            row.name for row in rows if wanted and row.support_ends_on and row.support_ends_on < today
        ),
    )


def _meets(device: Device, words: str) -> bool:
    told = " ".join((device.number, device.name, device.owner.name if device.owner else "")).lower()
    return all(word in told for word in words.lower().split())
