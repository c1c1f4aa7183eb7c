"""持出し: ask, agree or not, take along, bring back. What is out too long is chased by `chase`."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.events import Event
from kuramori.outside import clock
from kuramori.work.places import access_out, rules_abroad
from kuramori.work.places import events_out as events
from kuramori.work.places.dispose_device import open_take_outs
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.lose_device import NotInUse
from kuramori.work.places.models import (
    Device,
    DeviceState,
    TakeOut,
    TakeOutRule,
    TakeOutState,
    Trip,
    Verdict,
)
from kuramori.work.places.models.take_outs import DEVICE
from kuramori.work.places.words import line


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to go out: of a room above by its own kind and id, or a device. `rule_kind` is what rules call it."""

    kind: str
    id: uuid.UUID | None
    words: str
    rule_kind: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request as somebody wrote it. `due_on` is the last day; `country` "" within Japan."""

    to_where: str
    purpose: str
    due_on: datetime.date
    country: str = ""
    is_encrypted: bool | None = None
    trip: Trip | None = None


class IncompleteRequest(ValueError):
    """It does not say what, where to, or what for."""


class DueTooEarly(ValueError):
    """It would have to be back before it leaves."""


class AlreadyOut(ValueError):
    """The thing is out already, or somebody asked for it before."""


class RuleForbids(ValueError):
    """A rule says that this does not go to that country. `rule` tells why."""

    def __init__(self, rule: TakeOutRule) -> None:
        super().__init__(rule.pk)
        self.rule = rule


class OwnRequest(ValueError):
    """Somebody else in the house may approve, so that the one who asked does not."""


class WrongState(ValueError):
    """It has moved on meanwhile. `state` is where it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def subject_of(device: Device) -> Subject:
    """A device or medium as something to take out. Raises `NotInUse`."""
    if device.state != DeviceState.IN_USE:
        raise NotInUse(device.pk)
    return Subject(DEVICE, device.pk, str(device), device.kind)


def ask(actor: Actor, subject: Subject, wanted: Wanted) -> TakeOut:
    """Ask to take something along.

    Raises `IncompleteRequest`, `DueTooEarly`, `AlreadyOut`, `RuleForbids`, and `NotInUse` for a device that is gone.
    """
    actor.require(Can.TAKE_OUT_ASK)
    words, where, purpose = line(subject.words, 120), line(wanted.to_where, 120), line(wanted.purpose, 200)
    if not (words and where and purpose):
        raise IncompleteRequest
    if wanted.due_on < clock.today():
        raise DueTooEarly
    rule = rules_abroad.rule_on(wanted.country, subject.rule_kind, clock.today())
    if rule is not None and rule.verdict == Verdict.NEVER:
        raise RuleForbids(rule)
    with transaction.atomic():
        _refuse_twice(subject)
        made = TakeOut.objects.create(
            organisation=actor.organisation,
            subject_kind=subject.kind,
            subject_id=subject.id,
            subject_words=words,
            to_where=where,
            country=wanted.country,
            purpose=purpose,
            is_encrypted=wanted.is_encrypted,
            due_on=wanted.due_on,
            asked_at=clock.now(),
            asked_by_id=actor.person_id,
            trip=wanted.trip,
        )
        tell_new(actor, events.TAKE_OUT_ASKED, made)
    return made


def approve(actor: Actor, take_out: TakeOut, *, note: str = "") -> TakeOut:
    """Agree. Raises `OwnRequest` where a colleague may, `WrongState`."""
    return _decide(actor, take_out, events.TAKE_OUT_APPROVED, TakeOutState.APPROVED, note)


def refuse(actor: Actor, take_out: TakeOut, *, note: str) -> TakeOut:
    """Do not agree, and say why. Raises `IncompleteRequest` without a reason, `OwnRequest`, `WrongState`."""
    if not note.strip():
        raise IncompleteRequest
    return _decide(actor, take_out, events.TAKE_OUT_REFUSED, TakeOutState.REFUSED, note)


def take(actor: Actor, take_out: TakeOut) -> TakeOut:
    """It leaves the house now. Raises `WrongState`."""
    values = {"state": TakeOutState.TAKEN.value, "taken_at": clock.now()}
    return _move(actor, take_out, events.TAKE_OUT_TAKEN, {TakeOutState.APPROVED}, values)


def bring_back(actor: Actor, take_out: TakeOut, *, note: str = "") -> TakeOut:
    """It is back, and whoever presses has seen it. Raises `WrongState`."""
    values = {
        "state": TakeOutState.RETURNED.value,
        "returned_at": clock.now(),
        "returned_to_id": actor.person_id,
        "return_note": line(note, 200),
    }
    return _move(actor, take_out, events.TAKE_OUT_RETURNED, {TakeOutState.TAKEN}, values)


def drop(actor: Actor, take_out: TakeOut) -> TakeOut:
    """Take the request back before it leaves. Raises `WrongState`."""
    standing = {TakeOutState.ASKED, TakeOutState.APPROVED}
    values: dict[str, object] = {"state": TakeOutState.DROPPED.value}
    return _move(actor, take_out, events.TAKE_OUT_DROPPED, standing, values)


def extend(actor: Actor, take_out: TakeOut, *, due_on: datetime.date) -> TakeOut:
    """Another day of return; reminding begins anew. Raises `DueTooEarly`, `OwnRequest`, `WrongState`."""
    actor.require(Can.TAKE_OUT_APPROVE)
    if due_on < clock.today():
        raise DueTooEarly
    _refuse_own(actor, take_out)
    standing = {TakeOutState.APPROVED, TakeOutState.TAKEN}
    values = {"due_on": due_on, "chased": 0}
    return _move(actor, take_out, events.TAKE_OUT_EXTENDED, standing, values, due=due_on.isoformat())


def _decide(actor: Actor, take_out: TakeOut, event: Event, state: TakeOutState, note: str) -> TakeOut:
    actor.require(Can.TAKE_OUT_APPROVE)
    is_own = _refuse_own(actor, take_out)
    values = {
        "state": state.value,
        "decided_at": clock.now(),
        "decided_by_id": actor.person_id,
        "decision_note": line(note, 200),
        "is_own_approval": is_own,
    }
    return _move(actor, take_out, event, {TakeOutState.ASKED}, values)


def _refuse_own(actor: Actor, take_out: TakeOut) -> bool:
    """Whether it is the actor's own request, which stands only where nobody else may decide."""
    is_own = take_out.asked_by_id is not None and take_out.asked_by_id == actor.person_id
    if is_own and access_out.another_may_approve(actor):
        raise OwnRequest
    return is_own


def _move(
    actor: Actor,
    take_out: TakeOut,
    event: Event,
    standing: set[TakeOutState],
    values: dict[str, object],
    **places: object,
) -> TakeOut:
    actor.require(Can.TAKE_OUT_ASK)
    if access_out.sees_own_only(actor) and take_out.asked_by_id != actor.person_id:
        raise NotAllowed(Can.TAKE_OUT_APPROVE)
    with transaction.atomic():
        row = TakeOut.objects.select_for_update().get(pk=take_out.pk)
        if row.state not in standing:
            raise WrongState(row.state)
        moved: TakeOut = update(actor, event, row, values=values, **places)
    return moved


def _refuse_twice(subject: Subject) -> None:
    if subject.kind != DEVICE or subject.id is None:
        return
    device = Device.objects.select_for_update().get(pk=subject.id)
    if device.state != DeviceState.IN_USE:
        raise NotInUse(device.pk)
    if open_take_outs(device).exists():
        raise AlreadyOut(device.pk)
