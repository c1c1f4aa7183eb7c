"""The door from a request to people: who is acting, and which person, invitation or token may be seen.

A stranger gets 404, a colleague without the right gets 403.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people import second_step_asked, secrets
from kuramori.ground.people.actor import Actor, Via
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import (
    Account,
    Department,
    Employment,
    Invitation,
    InvitationPurpose,
    Leaving,
    Link,
    Membership,
    Organisation,
    Person,
    Token,
)
from kuramori.ground.people.prepared import Later, Prepared
from kuramori.ground.people.roles import ELEVATED, NEVER_BY_TOKEN, PERMISSIONS, Can, Role
from kuramori.outside import clock


class TokenUnknown(LookupError):
    """No living token has this secret: it was never issued, was revoked, or has expired."""


_ROLES_OF_ACCOUNT = Prepared(
    lambda: Membership.everywhere.filter(
        held_on(Later("day", models.DateField())),
        person__account_id=Later("account", models.UUIDField()),
        organisation__slug=Later("slug", models.SlugField()),
    ).select_related("person__account", "organisation")
)


def account_and_actor(account_id: object, slug: str) -> tuple[Account, Actor] | None:
    """An account and whom it acts as in the organisation `slug` today; None where it holds no role there."""
    memberships = _ROLES_OF_ACCOUNT.rows(day=clock.today(), account=account_id, slug=slug)
    if not memberships:
        return None
    account = memberships[0].person.account
    return account, _actor(memberships, "browser", account_id=account.pk)


def actor_for(account: Account, slug: str, *, via: Via = "browser") -> Actor:
    """Whom this account acts as in the organisation `slug` today; raises `Http404` where it holds no role."""
    memberships = list(
        Membership.everywhere.filter(
            held_on(), person__account_id=account.pk, organisation__slug=slug
        ).select_related("person", "organisation")
    )
    if not memberships:
        # A stranger sees 404 for an organisation that exists and for one that does not.
        raise Http404
    return _actor(memberships, via, account_id=account.pk)


def actor_for_token(secret: str, slug: str) -> Actor:
    """Whom an API token acts as; raises `TokenUnknown`, and `Http404` for a token of another organisation."""
    token = (
        Token.everywhere.filter(
            secret_hash=secrets.hash_of(secret), revoked_at__isnull=True, expires_on__gte=clock.today()
        )
        .select_related("person", "organisation")
        .first()
    )
    if token is None:
        raise TokenUnknown
    if token.organisation.slug != slug:
        raise Http404
    memberships = list(
        Membership.everywhere.filter(held_on(), person_id=token.person_id).select_related(
            "person", "organisation"
        )
    )
    if not memberships:
        raise Http404
    if token.last_used_on != clock.today():
        # Once a day at most: reading over the API must not write each time.
        Token.everywhere.filter(pk=token.pk).update(last_used_on=clock.today())
    actor = _actor(memberships, "api", account_id=token.person.account_id)
    is_elevated = token.elevated and not second_step_asked.is_missing(actor)
    narrowed = actor.permissions & {Can(name) for name in token.permissions if name in set(Can)}
    narrowed -= NEVER_BY_TOKEN if is_elevated else NEVER_BY_TOKEN | ELEVATED
    return Actor(
        organisation=actor.organisation,
        person_id=actor.person_id,
        name=actor.name,
        roles=actor.roles,
        permissions=narrowed,
        via="api",
        account_id=actor.account_id,
        elevated=is_elevated,
    )


def dead_token(secret: str) -> Token | None:
    """The token that had this secret and is revoked or has run out; None for one that lives or was never issued."""
    token = (
        Token.everywhere.filter(secret_hash=secrets.hash_of(secret)).select_related("organisation").first()
    )
    is_dead = token is not None and (token.revoked_at is not None or token.expires_on < clock.today())
    return token if is_dead else None


def actor_of_person(organisation_id: uuid.UUID, person_id: uuid.UUID | None) -> Actor | None:
    """Whom a person acts as today, for work that was queued earlier; None once the person holds no role."""
    memberships = list(
        Membership.everywhere.filter(
            held_on(), organisation_id=organisation_id, person_id=person_id
        ).select_related("person", "organisation")
    )
    return (
        _actor(memberships, "browser", account_id=memberships[0].person.account_id) if memberships else None
    )


def actor_on_command_line(organisation: Organisation) -> Actor:
    """The operator's own command, for one organisation: it may what the owner may, and the trail says so."""
    return Actor(
        organisation=organisation,
        person_id=None,
        name=_("運用者（コマンド）"),
        roles=frozenset({Role.OWNER}),
        permissions=PERMISSIONS[Role.OWNER],
        via="command",
    )


def organisations_of(account: Account) -> tuple[Organisation, ...]:
    """The organisations in which this account holds a role today, by name."""
    return organisations_of_id(account.pk)


def organisations_of_id(account_id: uuid.UUID | None) -> tuple[Organisation, ...]:
    """The same for an account's id; none for no account."""
    if account_id is None:
        return ()
    ids = Membership.everywhere.filter(held_on(), person__account_id=account_id).values("organisation_id")
    return tuple(Organisation.objects.filter(pk__in=ids).order_by("name"))


def may_stand_for(account: Account, person: Person) -> bool:
    """Whether this account could be the person's: the person has no other, and it is nobody else's here."""
    if person.account_id not in {None, account.pk}:
        return False
    same_house = Person.everywhere.filter(account=account, organisation_id=person.organisation_id)
    return not same_house.exclude(pk=person.pk).exists()


def opens_only(account: Account, person: Person) -> bool:
    """Whether this account stands for nobody but this person, and does not run the instance."""
    return (
        not account.is_operator
        and not Person.everywhere.filter(account=account).exclude(pk=person.pk).exists()
    )


def stands_elsewhere(account: Account, person: Person) -> bool:
    """Whether this account runs the instance, or holds a role today for somebody else than this person."""
    held = Membership.everywhere.filter(held_on(), person__account=account)
    return account.is_operator or held.exclude(person=person).exists()


def leavings_due() -> tuple[tuple[Organisation, Leaving], ...]:
    """Last days of any organisation that have passed and whose doors are not tidied yet; who is back is left out."""
    rows = Leaving.everywhere.filter(
        until_on__lt=clock.today(), settled_at__isnull=True, superseded_at__isnull=True
    ).select_related("organisation", "person__account")
    back = set(
        Membership.everywhere.filter(held_on(), person_id__in=[row.person_id for row in rows]).values_list(
            "person_id", flat=True
        )
    )
    return tuple((row.organisation, row) for row in rows if row.person_id not in back)


def organisation_called(organisation_id: uuid.UUID) -> Organisation | None:
    """The organisation of this id, for work that was queued for it earlier."""
    return Organisation.objects.filter(pk=organisation_id).first()


def actor_of_schedule(organisation: Organisation) -> Actor:
    """The house itself, for work that a schedule does: it holds no role and no right."""
    return Actor(
        organisation=organisation,
        person_id=None,
        name=_("蔵守（予定の仕事）"),
        roles=frozenset(),
        permissions=frozenset(),
        via="command",
    )


def persons_of(account: Account) -> tuple[Person, ...]:
    """Everybody on any roster for whom this account stands, for the trail of each organisation."""
    return tuple(Person.everywhere.filter(account=account).select_related("organisation"))


def accounts_by_organisation() -> tuple[tuple[Organisation, int], ...]:
    """Every organisation with its number of accounts: all that the one who runs the instance gets to see."""
    counted = dict(
        Person.everywhere.filter(account__isnull=False)
        .values_list("organisation_id")
        .annotate(models.Count("pk"))
        .values_list("organisation_id", "pk__count")
    )
    return tuple((row, counted.get(row.pk, 0)) for row in Organisation.objects.order_by("name"))


def person_for(actor: Actor, person_id: uuid.UUID, can: Can) -> Person:
    """One person of the actor's roster."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    actor.require(can)
    return person


def person_to_see(actor: Actor, person_id: uuid.UUID, can: Can) -> Person:
    """One person, for the page on which something may be done with them, not for doing it."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    actor.require_to_see(can)
    return person


def department_for(actor: Actor, department_id: uuid.UUID, can: Can) -> Department:
    """One department of the actor's organisation."""
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise Http404
    actor.require(can)
    return department


def invitation_by_secret(secret: str) -> Invitation:
    """The invitation that this link opens; raises `Http404` for a used, revoked, expired or unknown one.

    One for somebody who holds no role any more opens nothing either.
    """
    invitation = (
        Invitation.everywhere.filter(secret_hash=secrets.hash_of(secret))
        .select_related("organisation", "person", "issued_by")
        .first()
    )
    if (
        invitation is None
        or invitation.used_at
        or invitation.revoked_at
        or invitation.expires_at <= clock.now()
        or not Membership.everywhere.filter(held_on(), person_id=invitation.person_id).exists()
    ):
        raise Http404
    return invitation


def link_by_secret(secret: str, *, also_used_up: bool = False) -> Link:
    """The link that this secret opens, invitations apart; raises `Http404` for a revoked, expired or unknown one.

    So for one of somebody who is no longer in the house. `also_used_up`: for whoever gave the right code before.
    """
    link = (
        Link.everywhere.filter(
            secret_hash=secrets.hash_of(secret), revoked_at__isnull=True, expires_at__gt=clock.now()
        )
        .exclude(purpose__in=InvitationPurpose.values)
        .select_related("organisation", "person")
        .first()
    )
    if link is None or (link.used_at and not also_used_up):
        raise Http404
    if link.person_id is not None and not is_in_the_house(link.person_id):
        raise Http404
    return link


def ended_link_by_secret(secret: str) -> Link | None:
    """The link that this secret opened once: revoked, run out, or of somebody who left. None where it never did.

    For purposes that tell plainly why they no longer open; nothing may be shown by it.
    """
    return (
        Link.everywhere.filter(secret_hash=secrets.hash_of(secret))
        .exclude(purpose__in=InvitationPurpose.values)
        .select_related("organisation", "person")
        .first()
    )


def link_for(actor: Actor, link_id: uuid.UUID, can: Can) -> Link:
    """One link of the actor's organisation, invitations apart, living or not."""
    link = Link.objects.filter(pk=link_id).exclude(purpose__in=InvitationPurpose.values).first()
    if link is None:
        raise Http404
    actor.require(can)
    return link


def is_in_the_house(person_id: uuid.UUID) -> bool:
    """Whether this person holds a role or a place today."""
    return (
        Membership.everywhere.filter(held_on(), person_id=person_id).exists()
        or Employment.everywhere.filter(held_on(), person_id=person_id).exists()
    )


def token_for(actor: Actor, token_id: uuid.UUID) -> Token:
    """One API token of the actor's organisation, for those who may issue tokens."""
    token = Token.objects.filter(pk=token_id).first()
    if token is None:
        raise Http404
    actor.require(Can.TOKEN_ISSUE)
    return token


def _actor(memberships: Iterable[Membership], via: Via, *, account_id: uuid.UUID | None) -> Actor:
    held = list(memberships)
    roles = frozenset(Role(membership.role) for membership in held)
    return Actor(
        organisation=held[0].organisation,
        person_id=held[0].person_id,
        name=held[0].person.name,
        roles=roles,
        permissions=frozenset().union(*(PERMISSIONS[role] for role in roles)),
        via=via,
        account_id=account_id,
    )
