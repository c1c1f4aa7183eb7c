"""Give a role, renew one, or end all of them. Rows are never overwritten: the newer row takes the older one's place."""

from __future__ import annotations

import datetime

from django.db import transaction

from kuramori.ground.people import enrol, events, facts_of, receipts, timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.appointing import LastDayPast, check_last_day, kind_today, require_rank
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.invite import revoke_links
from kuramori.ground.people.models import (
    Department,
    Employment,
    Leaving,
    Membership,
    Organisation,
    Person,
    Placement,
)
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.shut_out import seen_sessions, shut_out
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock


class LastOwner(ValueError):
    """The organisation would be left without an owner."""


class NobodyLeaves(ValueError):
    """The person holds no role and no place in the house today, so there is none to end."""


def change_role(
    actor: Actor,
    person: Person,
    *,
    role: Role,
    department: Department | None = None,
    until_on: datetime.date | None = None,
) -> Membership:
    """From today the person holds `role`; what they held before ends yesterday.

    Raises `LastOwner`, `LastDayMissing`, `LastDayPast`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    require_rank(actor, role)
    check_last_day(role, until_on, kind_today(person))
    today = clock.today()
    with transaction.atomic():
        held, before = _held(actor, person), facts_of.person(person)
        if role is not Role.OWNER or until_on is not None:
            _keep_an_owner(person, held)
        for membership in held:
            _end(membership, today - datetime.timedelta(days=1))
        if role is Role.OWNER:
            # A link that a steward made before would open an owner's account now.
            revoke_links(person.pk)
        given = Membership.objects.create(
            organisation=actor.organisation,
            person=person,
            department=department,
            role=role,
            from_on=today,
            until_on=until_on,
            recorded_at=clock.now(),
        )
        enrol.come_in(person, enrol.kind_for(role), department, until_on)
        entry = record(
            actor,
            events.ROLE_GIVEN,
            kind="person",
            thing_id=person.pk,
            person=person.name,
            role=role.label,
            **between(before, facts_of.person(person)),
        )
        receipts.promise_steering(actor, entry, {role, *(one.role for one in held)}, person=person)
    return given


def renew(actor: Actor, person: Person, *, until_on: datetime.date) -> None:
    """Everything the person holds today lasts until `until_on` instead: for experts and auditors who stay longer.

    Raises `NobodyLeaves`, `LastDayPast`, `LastOwner`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    if until_on < clock.today():
        raise LastDayPast(until_on)
    with transaction.atomic():
        held, before = _held(actor, person), facts_of.person(person)
        if not held:
            raise NobodyLeaves(person.name)
        _keep_an_owner(person, held)
        for membership in held:
            _end(membership, until_on)
        if any(row.until_on for row in timeline.known(Employment, person=person)):
            timeline.reopen(Employment, {"person": person}, last_day=until_on)
            timeline.reopen(Placement, {"person": person}, last_day=until_on)
        _supersede_leavings(person)
        record(
            actor,
            events.RENEWED,
            kind="person",
            thing_id=person.pk,
            person=person.name,
            until=until_on.isoformat(),
            **between(before, facts_of.person(person)),
        )


def leave(actor: Actor, person: Person, *, until_on: datetime.date, at_once: bool = False) -> Leaving:
    """The person's last day is `until_on`. Where it has passed, or with `at_once`, every door shuts now.

    Shut are: roles, open sessions, API tokens, invitations and links. With a last day ahead they end by themselves:
    each is checked against the day whenever it is used. `at_once` ends the roles yesterday, so that nothing opens
    today any more, whatever `until_on` says. Raises `LastOwner`, `NobodyLeaves`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    shuts_now = at_once or until_on < clock.today()
    seen = seen_sessions(person) if shuts_now else ()
    with transaction.atomic():
        held, before = _held(actor, person), facts_of.person(person)
        if not held and not _is_employed(person):
            raise NobodyLeaves(person.name)
        _keep_an_owner(person, held)
        last_role_day = min(until_on, _yesterday()) if at_once else until_on
        for membership in held:
            _end(membership, last_role_day)
        _end_employment(person, held, until_on)
        leaving = _write_down(actor, person, held, until_on, at_once=at_once)
        entry = record(
            actor,
            events.MEMBERSHIP_ENDED,
            kind="person",
            thing_id=person.pk,
            person=person.name,
            until=until_on.isoformat(),
            **between(before, facts_of.person(person)),
        )
        receipts.promise_steering(actor, entry, {one.role for one in held})
        if shuts_now:
            shut_out(actor, leaving, seen)
    return leaving


def _end_employment(person: Person, held: list[Membership], until_on: datetime.date) -> None:
    whose = {"person": person}
    if not timeline.known(Employment, **whose):
        # A line from before kinds were kept: all that is known is since when there was a role.
        kind, first = enrol.kind_for(Role(held[0].role)), min(membership.from_on for membership in held)
        timeline.lay(Employment, whose, {"kind": kind}, from_on=min(first, until_on), until_on=until_on)
        return
    timeline.reopen(Employment, whose, last_day=until_on)
    timeline.end(Placement, whose, last_day=until_on)


def _write_down(
    actor: Actor, person: Person, held: list[Membership], until_on: datetime.date, *, at_once: bool
) -> Leaving:
    _supersede_leavings(person)
    return Leaving.objects.create(
        organisation=actor.organisation,
        person=person,
        until_on=until_on,
        is_at_once=at_once,
        roles=[membership.role for membership in held],
        decided_by_id=actor.person_id,
        recorded_at=clock.now(),
    )


def _supersede_leavings(person: Person) -> None:
    Leaving.objects.filter(person=person, superseded_at__isnull=True).update(superseded_at=clock.now())


def _yesterday() -> datetime.date:
    return clock.today() - datetime.timedelta(days=1)


def _is_employed(person: Person) -> bool:
    return Employment.objects.filter(held_on(), person=person).exists()


def _held(actor: Actor, person: Person) -> list[Membership]:
    # One after the other: two owners who end each other's role at once would both find the other still there.
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    held = list(
        Membership.objects.select_for_update(of=("self",))
        .filter(held_on(), person=person)
        .select_related("person", "department")
    )
    for membership in held:
        require_rank(actor, Role(membership.role))
    return held


def _keep_an_owner(person: Person, held: list[Membership]) -> None:
    if not any(membership.role == Role.OWNER for membership in held):
        return
    # Only those who can sign in and stay count: an owner with a last day leaves the house empty on that day.
    others = Membership.objects.filter(
        held_on(), role=Role.OWNER, person__account__isnull=False, until_on__isnull=True
    )
    if not others.exclude(person=person).exists():
        raise LastOwner(person.name)


def _end(membership: Membership, last_day: datetime.date) -> None:
    now = clock.now()
    membership.superseded_at = now
    membership.save(update_fields=["superseded_at"])
    if last_day < membership.from_on:
        return  # It was given today: the older row, marked superseded, still tells so.
    Membership.objects.create(
        organisation=membership.organisation,
        person=membership.person,
        department=membership.department,
        role=membership.role,
        from_on=membership.from_on,
        until_on=last_day,
        recorded_at=now,
    )
