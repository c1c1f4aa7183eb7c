"""Invite somebody: put them on the roster with a role, and make the link to hand over."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people import events, facts_of, receipts, secrets
from kuramori.ground.people.access import may_stand_for, opens_only
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.appointing import check_last_day, kind_today, require_rank
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.enrol import come_in, kind_for
from kuramori.ground.people.models import (
    Account,
    AccountManager,
    Department,
    Invitation,
    InvitationPurpose,
    Kind,
    Membership,
    Person,
)
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock

VALID_DAYS = 14


class AlreadyHere(ValueError):
    """Somebody with this e-mail address already holds a role in this organisation."""


class LinkUsed(Exception):
    """Somebody was faster: this link has just been used."""


class AnotherAccount(ValueError):
    """This account stands for another person of the organisation, or this person has another account."""


class AccountNotOurs(ValueError):
    """The account opens other doors too (another organisation's, or the instance's): its password is not ours."""


class EmailTaken(ValueError):
    """An account with this address exists already: its holder signs in first and then opens the link."""


@dataclass(frozen=True, slots=True)
class Invited:
    """`secret` is told once, to be handed over; only its hash is kept."""

    invitation: Invitation
    secret: str


def invite(
    actor: Actor,
    *,
    name: str,
    email: str,
    role: Role,
    department: Department | None = None,
    until_on: datetime.date | None = None,
    kind: Kind | None = None,
) -> Invited:
    """Put a person on the roster as `role` and make a join link valid for 14 days. `kind` None: the role's usual one.

    Raises `AlreadyHere`, `LastDayMissing`, `LastDayPast`; only an owner invites an owner.
    """
    actor.require(Can.PEOPLE_INVITE)
    require_rank(actor, role)
    check_last_day(role, until_on, kind)
    address = AccountManager.normalize_email(email)
    now = clock.now()
    with transaction.atomic():
        if address and Membership.objects.filter(held_on(), person__email=address).exists():
            raise AlreadyHere(address)
        returning = _returning(address, name)
        if returning and kind is None:
            check_last_day(role, until_on, kind_today(returning))
        before = facts_of.person(returning) if returning else None
        person = returning or Person.objects.create(organisation=actor.organisation, name=name, email=address)
        Membership.objects.create(
            organisation=actor.organisation,
            person=person,
            department=department,
            role=role,
            from_on=clock.day_of(now),
            until_on=until_on,
            recorded_at=now,
        )
        come_in(person, kind or kind_for(role), department, until_on)
        revoke_links(person.pk)
        invited = _make_link(actor, person, _purpose_for(person))
        told = between(before, facts_of.person(person), private=facts_of.PERSONAL)
        record(actor, events.INVITED, kind="person", thing_id=person.pk, person=name, role=role.label, **told)
    return invited


def issue_link(actor: Actor, person: Person) -> Invited:
    """A fresh link for somebody on the roster: to join, or to set a new password. Older links of theirs die.

    Raises `AccountNotOurs` where a new password would also open doors that are not this organisation's.
    """
    actor.require(Can.PEOPLE_INVITE)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        for role in Membership.objects.filter(held_on(), person=person).values_list("role", flat=True):
            require_rank(actor, Role(role))
        purpose = _purpose_for(person)
        if person.account_id and purpose is InvitationPurpose.JOIN:
            raise AccountNotOurs(person.pk)
        revoke_links(person.pk)
        invited = _make_link(actor, person, purpose)
        record(actor, events.LINK_ISSUED, kind="person", thing_id=person.pk, person=person.name)
    return invited


def revoke_links(person_id: uuid.UUID) -> None:
    """Kill every unused link of this person (inside the caller's transaction)."""
    Invitation.objects.filter(person_id=person_id, used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=clock.now()
    )


def accept(invitation: Invitation, account: Account) -> Person:
    """Use up a join link: tie the account to the person. Call inside the invitation's organisation scope.

    Raises `LinkUsed`, `AnotherAccount`.
    """
    with transaction.atomic():
        person = _use_up(invitation)
        if not may_stand_for(account, person):
            raise AnotherAccount(person.pk)
        before = {"has_account": person.account_id is not None, "email": person.email}
        person.account = account
        person.email = person.email or account.email
        person.save(update_fields=["account", "email"])
        after = {"has_account": True, "email": person.email}
        told = between(before, after, private=facts_of.PERSONAL)
        joined = _as(person)
        entry = record(joined, events.JOINED, kind="person", thing_id=person.pk, person=person.name, **told)
        roles = Membership.objects.filter(held_on(), person=person).values_list("role", flat=True)
        receipts.promise_steering(joined, entry, set(roles), person=person)
    return person


def join_with_new_account(invitation: Invitation, *, email: str, password: str) -> Account:
    """Make an account and use up the join link with it, both or neither. Raises `EmailTaken`, `LinkUsed`."""
    with transaction.atomic():
        if Account.objects.filter(email=AccountManager.normalize_email(email)).exists():
            raise EmailTaken
        account = Account.objects.create_user(email, password)
        accept(invitation, account)
    return account


def set_password(invitation: Invitation, password: str) -> Account:
    """Use up a password link: the person's account gets this password. Raises `LinkUsed`, `AccountNotOurs`."""
    with transaction.atomic():
        person = _use_up(invitation)
        account = person.account
        # Asked again: since the link was made, the account may have come to open other doors.
        if account is None or not opens_only(account, person):
            raise AccountNotOurs(person.pk)
        account.set_password(password)
        account.save(update_fields=["password"])
        record(_as(person), events.PASSWORD_SET, kind="person", thing_id=person.pk, person=person.name)
    return account


def _returning(address: str, name: str) -> Person | None:
    """Who was here before under this address and name: somebody who comes back stays one line of the roster."""
    if not address:
        return None
    # The name counts too: a shared mailbox may have passed to somebody else.
    before = Person.objects.filter(email=address).order_by("pk")
    return next((person for person in before if "".join(person.name.split()) == "".join(name.split())), None)


def _purpose_for(person: Person) -> InvitationPurpose:
    # Whoever sets a password could sign in as that person wherever the account goes. So a steward makes a
    # password link only for an account that opens this organisation and nothing else.
    if person.account is not None and opens_only(person.account, person):
        return InvitationPurpose.PASSWORD
    return InvitationPurpose.JOIN


def _use_up(invitation: Invitation) -> Person:
    fresh = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, revoked_at__isnull=True)
    if not fresh.update(used_at=clock.now(), uses=1):
        raise LinkUsed
    return Person.objects.select_related("account").get(pk=invitation.person_id)  # type: ignore[misc]  # never empty


def _as(person: Person) -> Actor:
    return Actor(
        organisation=person.organisation,
        person_id=person.pk,
        name=person.name,
        roles=frozenset(),
        permissions=frozenset(),
        via="browser",
    )


def _make_link(actor: Actor, person: Person, purpose: InvitationPurpose) -> Invited:
    secret, secret_hash = secrets.fresh()
    now = clock.now()
    invitation = Invitation.objects.create(
        organisation=actor.organisation,
        purpose=purpose,
        secret_hash=secret_hash,
        person=person,
        issued_by_id=actor.person_id,
        created_at=now,
        expires_at=now + datetime.timedelta(days=VALID_DAYS),
    )
    return Invited(invitation=invitation, secret=secret)
