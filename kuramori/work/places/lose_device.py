"""なくしたとき、見つかったとき: what to do next, step by step, and what of it was done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import update
from kuramori.work.places.models import Device, DeviceState
from kuramori.work.places.words import line


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do after a loss; `words` is a sentence, `why` the reason for it."""

    id: str
    words: str | Promise
    why: str | Promise


STEPS = (
    Step(
        "tell",
        _("情報管理責任者に、いまの分かる範囲で知らせます。"),
        _("早いほど、止められることが多いからです。"),
    ),
    Step(
        "lock",
        _("遠くから鍵をかけるか、中身を消します（できる端末だけ）。"),
        _("拾った人に見られる時間を短くするためです。"),
    ),
    Step(
        "password",
        _("その端末で使っていたパスワードを替え、サインインを切ります。"),
        _("端末の中に残った鍵を使えなくするためです。"),
    ),
    Step(
        "carrier",
        _("携帯電話の会社に、回線を止めてもらいます（電話だけ）。"),
        _("使われるのを防ぐためです。"),
    ),
    Step(
        "police",
        _("駅・店・警察に届けて、受け付けの番号を控えます。"),
        _("届けが、あとで証拠になるからです。"),
    ),
    Step(
        "contents",
        _("何が入っていたかを、思い出せるだけ書き出します。"),
        _("だれに知らせるかが、これで決まります。"),
    ),
    Step(
        "partners",
        _("取引先の情報が入っていたら、契約で決めた期限までに知らせます。"),
        _("期限は、契約ごとに違います。"),
    ),
)


class NotInUse(ValueError):
    """Only a device that is in use can get lost or be disposed of."""


class NotLost(ValueError):
    """It is not lost, so there is nothing to find or to tick."""


def report_lost(actor: Actor, device: Device, *, lost_on: datetime.date, note: str) -> Device:
    """Somebody cannot find it: from now on the steps wait to be taken. Raises `NotInUse`."""
    actor.require(Can.TAKE_OUT_ASK)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.state != DeviceState.IN_USE:
            raise NotInUse(row.pk)
        values = {
            "state": DeviceState.LOST.value,
            "state_on": lost_on,
            "lost_note": line(note, 400),
            "lost_steps": [],
        }
        lost: Device = update(actor, events.DEVICE_LOST, row, values=values, number=row.number)
    return lost


def tick_step(actor: Actor, device: Device, step: str, *, done: bool) -> Device:
    """Tick one step, or take the tick away. Raises `NotLost`, `KeyError` for a step that there is not."""
    actor.require(Can.DEVICE_CHANGE)
    if step not in {one.id for one in STEPS}:
        raise KeyError(step)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.state != DeviceState.LOST:
            raise NotLost(row.pk)
        kept = {one for one in row.lost_steps if one != step} | ({step} if done else set())
        values = {"lost_steps": [one.id for one in STEPS if one.id in kept]}
        ticked: Device = update(actor, events.DEVICE_STEP, row, values=values, number=row.number)
    return ticked


def found_again(actor: Actor, device: Device, *, found_on: datetime.date, note: str) -> Device:
    """It turned up: it is in use again, and what was done meanwhile stays on record. Raises `NotLost`."""
    actor.require(Can.DEVICE_CHANGE)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.state != DeviceState.LOST:
            raise NotLost(row.pk)
        values = {"state": DeviceState.IN_USE.value, "state_on": found_on}
        if note := line(note, 400):
            values["lost_note"] = note
        found: Device = update(actor, events.DEVICE_FOUND, row, values=values, number=row.number)
    return found
