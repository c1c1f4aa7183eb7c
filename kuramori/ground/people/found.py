"""Found an organisation with its first owner."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.people import events, facts_of, keyring, secrets
from kuramori.ground.people.actor import Actor, Via
from kuramori.ground.people.models import (
    Account,
    AccountManager,
    Employment,
    Invitation,
    InvitationPurpose,
    Kind,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
)
from kuramori.ground.people.roles import PERMISSIONS, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock

OWNER_LINK_DAYS = 14
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")


class SlugTaken(ValueError):
    """Another organisation already has this short name."""


class SlugUnusable(ValueError):
    """The short name has other characters than a–z, 0–9 and inner hyphens, or is longer than 40."""


@dataclass(frozen=True, slots=True)
class Founded:
    organisation: Organisation
    owner: Person


def found(
    account: Account,
    *,
    name: str,
    slug: str,
    kinds: Sequence[OrganisationKind],
    owner_name: str,
    headcount: int | None = None,
    via: Via = "browser",
) -> Founded:
    """Create an organisation and make `account` its owner; raises `SlugTaken`, `SlugUnusable`."""
    if not SLUG.match(slug):
        raise SlugUnusable(slug)
    now = clock.now()
    with transaction.atomic():
        if Organisation.objects.filter(slug=slug).exists():
            raise SlugTaken(slug)
        organisation = Organisation.objects.create(
            slug=slug, name=name, kinds=[kind.value for kind in kinds], headcount=headcount, created_at=now
        )
        with scope(organisation=organisation):
            owner = Person.objects.create(
                organisation=organisation, name=owner_name, email=account.email, account=account
            )
            _make_owner(owner, now)
            actor = Actor(
                organisation=organisation,
                person_id=owner.pk,
                name=owner.name,
                roles=frozenset({Role.OWNER}),
                permissions=PERMISSIONS[Role.OWNER],
                via=via,
            )
            _tell(actor, owner)
            keyring.make_first(actor)
    return Founded(organisation=organisation, owner=owner)


@dataclass(frozen=True, slots=True)
class FoundedFor:
    """`secret` is the owner's join link, told once."""

    organisation: Organisation
    secret: str


def found_for(
    operator: Account,
    *,
    name: str,
    slug: str,
    kinds: Sequence[OrganisationKind],
    owner_name: str,
    owner_email: str = "",
) -> FoundedFor:
    """Make an organisation whose owner comes in by a link. The operator does not become a member of it.

    Raises `SlugTaken`, `SlugUnusable`, and `PermissionDenied` for anybody but an operator.
    """
    if not operator.is_operator:
        raise PermissionDenied
    if not SLUG.match(slug):
        raise SlugUnusable(slug)
    now = clock.now()
    secret, secret_hash = secrets.fresh()
    with transaction.atomic():
        if Organisation.objects.filter(slug=slug).exists():
            raise SlugTaken(slug)
        organisation = Organisation.objects.create(
            slug=slug, name=name, kinds=[kind.value for kind in kinds], created_at=now
        )
        with scope(organisation=organisation):
            owner = Person.objects.create(
                organisation=organisation, name=owner_name, email=AccountManager.normalize_email(owner_email)
            )
            _make_owner(owner, now)
            Invitation.objects.create(
                organisation=organisation,
                purpose=InvitationPurpose.JOIN,
                secret_hash=secret_hash,
                person=owner,
                created_at=now,
                expires_at=now + datetime.timedelta(days=OWNER_LINK_DAYS),
            )
            actor = _operator(organisation)
            _tell(actor, owner)
            keyring.make_first(actor)
    return FoundedFor(organisation=organisation, secret=secret)


def _tell(actor: Actor, owner: Person) -> None:
    organisation = actor.organisation
    record(
        actor,
        events.FOUNDED,
        kind="organisation",
        thing_id=organisation.pk,
        organisation=organisation.name,
        **between(None, facts_of.organisation(organisation)),
    )
    record(
        actor,
        events.FIRST_OWNER,
        kind="person",
        thing_id=owner.pk,
        person=owner.name,
        **between(None, facts_of.person(owner), private=facts_of.PERSONAL),
    )


def _make_owner(owner: Person, now: datetime.datetime) -> None:
    rows = {
        "organisation": owner.organisation,
        "person": owner,
        "from_on": clock.day_of(now),
        "recorded_at": now,
    }
    Membership.objects.create(role=Role.OWNER, **rows)
    Employment.objects.create(kind=Kind.OFFICER, **rows)


def _operator(organisation: Organisation) -> Actor:
    # Written into the new organisation's own trail; the operator's name is not its members' concern.
    return Actor(
        organisation=organisation,
        person_id=None,
        name=_("運用者"),
        roles=frozenset(),
        permissions=frozenset(),
        via="browser",
    )


def free_slug(name: str) -> str:
    """A short name nobody uses yet, made from the letters and digits of `name`, or `company` with a number."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30] or "company"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{stem}-{n}") not in taken)


def message_for(error: ValueError) -> str:
    """What to tell the person whose short name was refused."""
    if isinstance(error, SlugTaken):
        return _("この短い名前は、もう使われています。別の名前にしてください。")
    return _("短い名前は、半角の小文字・数字・ハイフンで、40文字までにしてください。")
