"""A company with its people and their keys, and a caller that sends JSON with one of them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from kuramori.ground.packs.read import public_packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Token
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.ground.people.secrets import fresh
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from tests.cast import Cast, make_cast

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Company:
    """One organisation of the cast."""

    cast: Cast
    slug: str

    @property
    def organisation(self) -> Organisation:
        return Organisation.objects.get(slug=self.slug)

    def actor(self, role: Role = Role.OWNER) -> Actor:
        return self.cast.actor(role.value, self.slug)

    def key(
        self, role: Role = Role.OWNER, permissions: Iterable[Can] | None = None, *, elevated: bool = True
    ) -> str:
        """A key of the person with this role, for all of the role's permissions or only those named."""
        secret, secret_hash = fresh("kura_")
        allowed = PERMISSIONS[role] if permissions is None else permissions
        with scope(organisation=self.organisation):
            Token.objects.create(
                organisation=self.organisation,
                person_id=self.actor(role).person_id,
                label=role.label,
                secret_hash=secret_hash,
                permissions=sorted(allowed),
                # As `tokens.issue` does for whoever stands in an elevated session.
                elevated=elevated,
                created_at=clock.now(),
                expires_on=clock.today() + datetime.timedelta(days=30),
            )
        return secret


@dataclass(frozen=True, slots=True)
class Caller:
    """Sends requests below an organisation (or the root) with one key, and reads the answer as JSON."""

    slug: str | None = None
    key: str | None = None
    language: str = "ja"
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost", enforce_csrf_checks=True))

    def url(self, path: str) -> str:
        return f"{ROOT}/o/{self.slug}{path}" if self.slug else f"{ROOT}{path}"

    def send(self, method: str, path: str, body: Any = None, **extra: Any) -> Reply:
        headers = {"accept-language": self.language}
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        if body is not None and not isinstance(body, str | bytes):
            body = json.dumps(body)
        sent = self.client.generic(
            method, self.url(path), body or b"", "application/json", headers=headers, **extra
        )
        return Reply(sent)

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def post(self, path: str, body: Any = None) -> Reply:
        return self.send("POST", path, body)

    def put(self, path: str, body: Any) -> Reply:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Reply:
        return self.send("DELETE", path)

    def upload(self, path: str, **fields: Any) -> Reply:
        headers = {"authorization": f"Bearer {self.key}", "accept-language": self.language}
        return Reply(self.client.post(self.url(path), fields, headers=headers))


class Reply:
    """An answer: `status`, `json`, and the faults it names as (place, rule)."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        # Reading a streamed answer to its end closes it, as the test client arranged.
        self.content = b"".join(response) if response.streaming else response.content

    @property
    def json(self) -> Any:
        assert self.response["Content-Type"].startswith("application/json"), self.response["Content-Type"]
        return json.loads(self.content)

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [(fault["place"], fault["rule"]) for fault in self.json.get("faults", [])]

    def __repr__(self) -> str:
        return f"{self.status} {self.content[:600].decode(errors='replace')}"


@pytest.fixture
def everybody(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def company(everybody: Cast) -> Company:
    return Company(everybody, everybody.here)


@pytest.fixture
def other(everybody: Cast) -> Company:
    return Company(everybody, everybody.there)


@pytest.fixture
def owner(company: Company) -> Caller:
    return Caller(company.slug, company.key())


@pytest.fixture
def anybody(db: None) -> Caller:
    return Caller()


@pytest.fixture(scope="session")
def pack() -> Pack:
    return public_packs()[0]


@pytest.fixture
def sheet(owner: Caller, pack: Pack) -> Any:
    """An empty sheet, as the API tells it."""
    made = owner.post("/sheets", {"pack": pack.id})
    assert made.status == 201, made
    return owner.get(f"/sheets/{made.json['id']}").json


def answer_all(owner: Caller, sheet: Any, level: int = 2) -> None:
    for item in sheet["items"]:
        sent = {"value": level, "comment": "", "revision": item["revision"]}
        assert owner.put(f"/sheets/{sheet['id']}/answers/{item['item']}", sent).status == 200
