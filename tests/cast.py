"""The standing characters: two suppliers with everybody in them, the one who runs the instance, and a stranger.

Everyone signs in with `PASSWORD`; a client that is signed in already
comes from `cast.client("steward")` or `cast.client("steward", at="mihon-kanagata")`.
"""

from __future__ import annotations

import dataclasses
import datetime
import time
from dataclasses import dataclass, field

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.contrib.auth.hashers import make_password
from django.test import Client
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Account, Membership, Organisation, OrganisationKind, Person
from kuramori.ground.people.roles import Role
from kuramori.outside import clock

PASSWORD = "kura-no-kagi-2026"
_HASHED = make_password(PASSWORD, hasher="md5")

NAMES = {
    "kakuu-seiko": {
        Role.OWNER: "田所 勝",
        Role.STEWARD: "森下 健一",
        Role.SECTION: "山﨑 文",
        Role.STAFF: "西村 直",
        Role.AUDITOR: "三枝 和子",
        Role.EXPERT: "岩永 徹",
    },
    "mihon-kanagata": {
        Role.OWNER: "櫛田 誠",
        Role.STEWARD: "櫛田 典子",
        Role.SECTION: "深見 淳",
        Role.STAFF: "奥寺 翔",
        Role.AUDITOR: "小橋 恵",
        Role.EXPERT: "滝 圭吾",
    },
}
COMPANY_NAMES = {"kakuu-seiko": "架空精工株式会社", "mihon-kanagata": "見本金型株式会社"}


def just_signed_in(client: Client, account: Account) -> None:
    """Let the session of a signed-in client say that the password was typed a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = user_id_to_str(account)
    session.save()


@dataclass(slots=True)
class Cast:
    """Who there is. Roles are named by their value: "owner", "steward", "section", "staff", "auditor", "expert"."""

    here: str = "kakuu-seiko"
    there: str = "mihon-kanagata"
    _accounts: dict[tuple[str, str], Account] = field(default_factory=dict)

    @classmethod
    def found(cls, slug: str) -> Cast:
        """Those who are in an organisation already, by the roles they have."""
        found = Membership.everywhere.filter(
            organisation__slug=slug, person__account__isnull=False
        ).select_related("person__account")
        accounts = {(slug, one.role): one.person.account for one in found.order_by("-recorded_at")}
        return cls(slug, slug, accounts)

    @property
    def organisation(self) -> Organisation:
        return Organisation.objects.get(slug=self.here)

    @property
    def other(self) -> Organisation:
        return Organisation.objects.get(slug=self.there)

    def account(self, role: str, at: str | None = None) -> Account:
        """The account of this role; `operator` and `stranger` belong to no organisation."""
        place = "" if role in {"operator", "stranger"} else at or self.here
        return self._accounts[place, role]

    def actor(self, role: str, at: str | None = None, *, elevated: bool = True) -> Actor:
        """That person, acting for the organisation; open its scope yourself, or use `acting`.

        In an elevated session, unless the test is about what happens without one.
        """
        slug = at or self.here
        return dataclasses.replace(access.actor_for(self.account(role, slug), slug), elevated=elevated)

    def person(self, role: str, at: str | None = None) -> Person:
        return Person.everywhere.get(account=self.account(role, at))

    def client(self, role: str | None = None, at: str | None = None, *, fresh: bool = True) -> Client:
        """A browser, signed in as this role, or as nobody; a moment ago, unless not `fresh`."""
        client = Client()
        if role is not None:
            # As it is now: since it was made, its sessions may have been ended.
            account = Account.objects.get(pk=self.account(role, at).pk)
            client.force_login(account)
            if fresh:
                just_signed_in(client, account)
        return client

    def url(self, path: str = "", at: str | None = None) -> str:
        """An address inside an organisation: `cast.url("checks/")`."""
        return f"/o/{at or self.here}/{path}"


def make_cast() -> Cast:
    """Everybody, in a database that holds nobody yet. Rows straight in: the verbs would take a second a test."""
    cast = Cast()
    accounts = {("", "operator"): _account("operator@unyou.example", is_operator=True)}
    accounts["", "stranger"] = _account("stranger@yoso.example")
    for slug, names in NAMES.items():
        accounts |= {(slug, role.value): _account(f"{role}@{slug}.example") for role in names}
    Account.objects.bulk_create(accounts.values())
    cast._accounts |= accounts
    for slug, names in NAMES.items():
        _settle_in(
            slug,
            COMPANY_NAMES[slug],
            {role: (name, accounts[slug, role.value]) for role, name in names.items()},
        )
    return cast


def add_company(cast: Cast, slug: str, company: str, names: dict[Role, str]) -> None:
    """One more organisation, with an account for everybody in it."""
    accounts = {role: _account(f"{role}@{slug}.example") for role in names}
    Account.objects.bulk_create(accounts.values())
    cast._accounts |= {(slug, role.value): account for role, account in accounts.items()}
    _settle_in(slug, company, {role: (name, accounts[role]) for role, name in names.items()})


def _settle_in(slug: str, company: str, people: dict[Role, tuple[str, Account]]) -> None:
    now = clock.now()
    organisation = Organisation.objects.create(
        slug=slug,
        name=company,
        kinds=[OrganisationKind.COMPANY.value],
        headcount=20,
        created_at=now,
        settled_at=now,
    )
    with scope(organisation=organisation):
        persons = {
            role: Person(organisation=organisation, name=name, email=account.email, account=account)
            for role, (name, account) in people.items()
        }
        Person.objects.bulk_create(persons.values())
        last_day = clock.today() + datetime.timedelta(days=90)
        Membership.objects.bulk_create(
            Membership(
                organisation=organisation,
                person=person,
                role=role,
                from_on=clock.today(),
                until_on=last_day if role.needs_end else None,
                recorded_at=now,
            )
            for role, person in persons.items()
        )


def _account(email: str, *, is_operator: bool = False) -> Account:
    return Account(email=email, password=_HASHED, is_operator=is_operator)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def acting(cast):
    """The scope of 架空精工, open for the whole test."""
    with scope(organisation=cast.organisation):
        yield cast
