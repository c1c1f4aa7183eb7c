"""Give a role, or end one. Rows are never overwritten: the newer row takes the older one's place."""

from __future__ import annotations

import datetime

from django.db import transaction

from kuramori.ground.people import events
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.appointing import check_last_day, require_rank
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.invite import revoke_links
from kuramori.ground.people.models import Department, Membership, Organisation, Person, Token
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.record import record
from kuramori.outside import clock


class LastOwner(ValueError):
    """The organisation would be left without an owner."""


class NobodyLeaves(ValueError):
    """The person holds no role today, so there is none to end."""


def change_role(
    actor: Actor,
    person: Person,
    *,
    role: Role,
    department: Department | None = None,
    until_on: datetime.date | None = None,
) -> Membership:
    """From today the person holds `role`; what they held before ends yesterday. Raises `LastOwner`."""
    actor.require(Can.PEOPLE_CHANGE)
    require_rank(actor, role)
    check_last_day(role, until_on)
    today = clock.today()
    with transaction.atomic():
        held = _held(actor, person)
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
        record(
            actor, events.ROLE_GIVEN, kind="person", thing_id=person.pk, person=person.name, role=role.label
        )
    return given


def leave(actor: Actor, person: Person, *, until_on: datetime.date) -> None:
    """The person's last day is `until_on` (yesterday shuts the door at once). Links and tokens die with it.

    Raises `LastOwner`, `NobodyLeaves`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        held = _held(actor, person)
        if not held:
            raise NobodyLeaves(person.name)
        _keep_an_owner(person, held)
        for membership in held:
            _end(membership, until_on)
        if until_on < clock.today():
            revoke_links(person.pk)
            Token.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=clock.now())
        record(
            actor,
            events.MEMBERSHIP_ENDED,
            kind="person",
            thing_id=person.pk,
            person=person.name,
            until=until_on.isoformat(),
        )


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
