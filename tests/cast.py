"""The standing characters: two suppliers with everybody in them, the one who runs the instance, and a stranger.

`cast` makes them through the rooms' own verbs. Everyone signs in with `PASSWORD`; a client that is signed in already
comes from `cast.client("steward")` or `cast.client("steward", at="mihon-kanagata")`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.found import found
from kuramori.ground.people.invite import accept, invite
from kuramori.ground.people.models import Account, Organisation, OrganisationKind, Person
from kuramori.ground.people.roles import Role
from kuramori.ground.people.settle import settle
from kuramori.outside import clock

PASSWORD = "kura-no-kagi-2026"

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


@dataclass(slots=True)
class Cast:
    """Who there is. Roles are named by their value: "owner", "steward", "section", "staff", "auditor", "expert"."""

    here: str = "kakuu-seiko"
    there: str = "mihon-kanagata"
    _accounts: dict[tuple[str, str], Account] = field(default_factory=dict)

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

    def actor(self, role: str, at: str | None = None) -> Actor:
        """That person, acting for the organisation; open its scope yourself, or use `acting`."""
        slug = at or self.here
        return access.actor_for(self.account(role, slug), slug)

    def person(self, role: str, at: str | None = None) -> Person:
        return Person.everywhere.get(account=self.account(role, at))

    def client(self, role: str | None = None, at: str | None = None) -> Client:
        """A browser, signed in as this role, or as nobody."""
        client = Client()
        if role is not None:
            client.force_login(self.account(role, at))
        return client

    def url(self, path: str = "", at: str | None = None) -> str:
        """An address inside an organisation: `cast.url("checks/")`."""
        return f"/o/{at or self.here}/{path}"


def make_cast() -> Cast:
    """Everybody, in a database that holds nobody yet."""
    cast = Cast()
    for slug, names in NAMES.items():
        _found(cast, slug, names)
    cast._accounts["", "operator"] = _account("operator@unyou.example", is_operator=True)
    cast._accounts["", "stranger"] = _account("stranger@yoso.example")
    return cast


def _found(cast: Cast, slug: str, names: dict[Role, str]) -> None:
    owner = _account(f"owner@{slug}.example")
    cast._accounts[slug, "owner"] = owner
    organisation = found(
        owner,
        name=COMPANY_NAMES[slug],
        slug=slug,
        kinds=[OrganisationKind.COMPANY],
        owner_name=names[Role.OWNER],
        headcount=20,
    ).organisation
    with scope(organisation=organisation):
        actor = access.actor_for(owner, slug)
        settle(actor)
        for role, name in list(names.items())[1:]:
            account = _account(f"{role}@{slug}.example")
            until = clock.today() + datetime.timedelta(days=90) if role.needs_end else None
            invited = invite(actor, name=name, email=account.email, role=role, until_on=until)
            accept(invited.invitation, account)
            cast._accounts[slug, role.value] = account


def _account(email: str, *, is_operator: bool = False) -> Account:
    return Account.objects.create(email=email, password=make_password(PASSWORD), is_operator=is_operator)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def acting(cast):
    """The scope of 架空精工, open for the whole test."""
    with scope(organisation=cast.organisation):
        yield cast
