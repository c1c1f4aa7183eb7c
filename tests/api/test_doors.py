"""Every operation behind a key × nobody, a stranger, a colleague without the right, and one with just the right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope

from kuramori.ground.people.models import Token
from kuramori.ground.people.roles import Can, Role
from kuramori.outside import clock
from tests.api.conftest import Caller, Company, Reply
from tests.api.described import OPERATIONS
from tests.api.furnished import everybody, furnished, world
from tests.api.world import CALLS, World

__all__ = ["everybody", "furnished", "world"]

BEHIND_A_KEY = sorted(name for name, (_, _, operation) in OPERATIONS.items() if operation["security"])


def _send(name: str, caller: Caller, world: World, ids: Mapping[str, str] | None = None) -> Reply:
    """One call; whatever it changed is undone, so that the next one finds the same world."""
    method, path, _ = OPERATIONS[name]
    with transaction.atomic():
        answered = CALLS[name].send(caller, method, path, ids or world.ids)
        transaction.set_rollback(True)
    return answered


def test_every_operation_behind_a_key_is_in_this_matrix() -> None:
    assert sorted(CALLS) == BEHIND_A_KEY


@pytest.mark.parametrize("key", [None, "kura_made-up"])
def test_without_a_living_key_nothing_is_answered(world: World, key: str | None) -> None:
    nobody = Caller(world.company.slug, key)
    for name in BEHIND_A_KEY:
        refused = _send(name, nobody, world)
        assert refused.status == 401, (name, refused)
        assert refused.response["WWW-Authenticate"].startswith("Bearer")
        assert refused.json["detail"]


def test_a_key_of_another_organisation_finds_nothing(world: World, other: Company) -> None:
    stranger = Caller(world.company.slug, other.key())
    assert {name: _send(name, stranger, world).status for name in BEHIND_A_KEY} == dict.fromkeys(
        BEHIND_A_KEY, 404
    )


def test_ids_of_another_organisation_and_unknown_ids_are_alike(world: World, other: Company) -> None:
    stranger = Caller(other.slug, other.key())
    made_up = {name: str(uuid.uuid4()) if len(id) == 36 else id for name, id in world.ids.items()}
    named = [name for name in BEHIND_A_KEY if "_id}" in OPERATIONS[name][1] + str(CALLS[name].body)]
    assert len(named) > 15
    for name in named:
        foreign, unknown = _send(name, stranger, world), _send(name, stranger, world, made_up)
        assert (foreign.status, unknown.status) == (404, 404), (name, foreign, unknown)
        assert foreign.json == unknown.json


def test_a_key_without_the_permission_is_refused_and_told_which_one(world: World) -> None:
    for name, call in CALLS.items():
        for missing in call.needs:
            left = set(Can) - {missing}
            if missing is Can.SHEET_ANSWER:
                # Who was asked for an item may answer it with the lesser permission.
                left.remove(Can.SHEET_ANSWER_DELEGATED)
            refused = _send(name, Caller(world.company.slug, world.company.key(Role.OWNER, left)), world)
            assert refused.status == 403, (name, missing, refused)
            assert any(can.value in refused.json["detail"] for can in set(Can) - left)


def test_a_key_with_just_the_permission_is_enough(world: World) -> None:
    answered = {
        name: _send(name, Caller(world.company.slug, world.company.key(Role.OWNER, call.needs)), world).status
        for name, call in CALLS.items()
    }
    assert answered == {name: call.status for name, call in CALLS.items()}


def test_a_key_gives_no_more_than_its_holder_may_today(world: World) -> None:
    auditor = Caller(world.company.slug, world.company.key(Role.AUDITOR, Can))
    assert _send("begin_sheet", auditor, world).status == 403
    assert Can.SHEET_BEGIN.value not in auditor.get("/me").json["permissions"]


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_dead_key_is_as_good_as_none(world: World, how: str) -> None:
    key = world.company.key()
    end = {"revoked_at": clock.now()} if how == "revoked" else {"expires_on": "2020-01-01"}
    with scope(organisation=world.company.organisation):
        Token.objects.update(**end)
    assert Caller(world.company.slug, key).get("/me").status == 401


def test_a_session_opens_nothing_here(world: World) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.company.cast.account("owner", world.company.slug))
    assert client.get(f"/api/v1/o/{world.company.slug}/me").status_code == 401


def test_answers_behind_a_key_are_not_kept_by_anybody_on_the_way(world: World) -> None:
    answered = Caller(world.company.slug, world.company.key()).get("/me").response
    assert answered["Cache-Control"] == "no-store, private"
    assert answered["X-Content-Type-Options"] == "nosniff"


def test_who_the_key_acts_as_is_told(world: World) -> None:
    told = Caller(world.company.slug, world.company.key(Role.AUDITOR), language="en").get("/me").json
    assert told["organisation"]["slug"] == world.company.slug
    assert [role["id"] for role in told["roles"]] == ["auditor"]
    assert "trail:entry:read" in told["permissions"]
