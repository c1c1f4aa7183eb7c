"""Every address × everybody × every method: nobody slips through a door, and no address is forgotten.

The addresses come from the URL resolver itself. What each promises stands in `doors.py`; the API's operations keep
their promises in tests/api.

All of them together are a hundred thousand requests, which the long run makes. A usual one knocks at every address of
every organisation by each of its methods, and those who must not get in take turns: who somebody is, is looked at in
one place, and what an address shows in another.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from tests.cast import Cast
from tests.house.addresses import ADDRESSES, INSIDE, NAMING, url_of
from tests.house.doors import DOORS, Audience, Door
from tests.house.furnished import THIRD, House, Things, house
from tests.house.records import records
from tests.house.turns import IS_LONG, turn

__all__ = ["house"]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_every_address_states_its_promise():
    assert sorted(set(ADDRESSES) - set(DOORS)) == [], "declare these in tests/house/rooms/<room>.py"
    assert sorted(set(DOORS) - set(ADDRESSES)) == [], "these are promised but gone"


def test_whatever_lies_inside_an_organisation_is_for_its_people():
    assert [name for name in INSIDE if DOORS[name].audience is not Audience.MEMBER] == []
    assert {name for name, door in DOORS.items() if door.audience is Audience.MEMBER} == set(INSIDE)


@pytest.fixture
def cast(house: House, db) -> Cast:
    return house.cast


@pytest.fixture
def everything(house: House, cast: Cast) -> dict[str, Things]:
    return house.things


# What differs from one statement to the next alike: ids, moments, numbers, savepoints.
_WRITTEN = re.compile(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b")
# Who knocks is signed in: the session and allauth's list of sessions, which notes from where and when each was last
# used, are the knocking person's own and no records of any organisation.
OF_WHO_KNOCKS = ("django_session", "usersessions_usersession")


def _records() -> dict[str, str]:
    return records(OF_WHO_KNOCKS)


def _ask(client: Client, method: str, url: str) -> int:
    response = client.generic(method, url)
    _read(response)
    return response.status_code


def _read(response: HttpResponseBase) -> None:
    if response.streaming:
        # Read to its end, the test client closes the file.
        list(response.streaming_content)


def _methods(name: str, place: int) -> list[str]:
    """What the address `name` answers to, and of what it does not the one whose turn it is."""
    own = DOORS[name].methods
    return [*sorted(own), *turn([method for method in METHODS if method not in own], place)]


@pytest.mark.parametrize("slug", ["kakuu-seiko", "mihon-kanagata", THIRD])
def test_a_stranger_finds_nothing_inside_an_organisation(cast, everything, slug):
    stranger = [("stranger", cast.client("stranger"))]
    # Which role somebody holds elsewhere is looked at last, if at all.
    outsiders = [("operator", cast.client("operator"))] + [
        (f"{role} of {other}", cast.client(role.value, at=other))
        for role in Role
        for other in everything
        if other != slug
    ]
    # The stranger stands at every door of the first house; at the others' all take turns.
    always, sometimes = (stranger, outsiders) if slug == cast.here else ([], stranger + outsiders)
    for _, client in stranger + outsiders:
        client.get("/account/")  # The account's own page settles what a session notes on its first request.
    before = _records()
    for place, name in enumerate(INSIDE):
        url = url_of(name, slug, everything[slug])
        for who, client in always + turn(sometimes, place):
            answers = {method: _ask(client, method, url) for method in _methods(name, place)}
            assert set(answers.values()) <= {404, 405}, (name, who, answers)
    assert _records() == before


def test_nobody_without_an_account_gets_past_the_sign_in(cast, everything):
    before = _records()
    visitor = cast.client()
    for name in INSIDE:
        url = url_of(name, cast.here, everything[cast.here])
        for method in METHODS:
            response = visitor.generic(method, url)
            assert response.status_code == 302, (name, method)
            assert response.url.startswith("/account/login/"), (name, method)
    assert _records() == before


def test_an_organisation_that_does_not_exist_looks_the_same(cast, everything):
    stranger = cast.client("stranger")
    there, nowhere = (stranger.get(f"/o/{slug}/checks/") for slug in (cast.here, "no-such-company"))
    assert there.status_code == nowhere.status_code == 404
    # Only what every page has anew differs: the form's token, and the footer's link back to the address asked for.
    assert _bare(there, cast.here) == _bare(nowhere, "no-such-company")


def _bare(response: HttpResponse, slug: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(slug, "")


@pytest.mark.parametrize("slug", ["kakuu-seiko", "mihon-kanagata", THIRD])
def test_things_of_another_organisation_are_not_found_under_ones_own_name(cast, everything, slug):
    assert len(NAMING) > 40
    clients = {role.value: cast.client(role.value, at=slug) for role in Role}
    for client in clients.values():
        client.get("/account/")  # The account's own page settles what a session notes on its first request.
    before = _records()
    slipped = {}
    others = [other for other in everything if other != slug]
    weaker = [role for role in clients if role != Role.OWNER]
    for place, name in enumerate(NAMING):
        for role in [Role.OWNER.value, *turn(weaker, place)]:
            for other in turn(others, place + (role == Role.OWNER)):
                url = url_of(name, slug, everything[other])
                methods = METHODS if IS_LONG else sorted(DOORS[name].methods)
                answers = {method: _ask(clients[role], method, url) for method in methods}
                # Nobody learns from a refusal that an id lives elsewhere, whatever the own role allows.
                if {answers[method] for method in DOORS[name].methods} != {404} or not (
                    set(answers.values()) <= {404, 405}
                ):
                    slipped[name, role, other] = answers
    assert slipped == {}
    assert _records() == before


def test_an_id_that_nobody_has_looks_the_same_to_every_role(cast, everything):
    """In a usual run the owner knocks at every address and the other roles take turns; in the long one all do."""
    nowhere = everything[cast.here].unknown()
    clients = {role.value: cast.client(role.value) for role in Role}
    for client in clients.values():
        client.get("/account/")
    weaker = [role for role in clients if role != Role.OWNER]
    before, found = _records(), {}
    for place, name in enumerate(NAMING):
        url = url_of(name, cast.here, nowhere)
        for role in [Role.OWNER.value, *turn(weaker, place)]:
            for method in sorted(DOORS[name].methods):
                if (status := _ask(clients[role], method, url)) != 404:
                    found[name, role, method] = status
    assert found == {}
    assert _records() == before


def test_a_foreign_id_costs_and_says_what_one_that_nobody_has_does(cast, everything):
    """Neither the answer nor what the database is asked tells that an id lives elsewhere.

    What takes the same statements over the same indexes takes the same time: the clock of a busy machine says nothing.
    A usual run asks the room in which organisations ask one another, the long one all.
    """
    owner, nowhere = cast.client("owner"), everything[cast.here].unknown()
    owner.get("/account/")
    others, told = [one for one in everything if one != cast.here], {}
    for place, name in enumerate(one for one in NAMING if IS_LONG or one.startswith("requests:")):
        elsewhere = everything[others[place % len(others)]]
        for method in sorted(DOORS[name].methods):
            both = [_answer(owner, method, url_of(name, cast.here, one)) for one in (elsewhere, nowhere)]
            if both[0] != both[1]:
                told[name, method] = both
    assert told == {}


def _answer(client: Client, method: str, url: str) -> tuple[int, str, list[str]]:
    """Status, page and statements without the ids and tokens of this one request."""
    with CaptureQueriesContext(connection) as asked:
        response = client.generic(method, url)
        _read(response)
    page = "" if response.streaming else response.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(url, "")
    return response.status_code, page, [_WRITTEN.sub("?", one["sql"]) for one in asked]


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_colleague_gets_as_far_as_the_role_allows(cast, everything, role):
    """In a usual run the owner goes in everywhere, and of the others those who hold the same of what a door asks for
    take turns.

    In the long run all go in. Who may not is refused at every door in both.
    """
    client = cast.client(role)
    for place, name in enumerate(INSIDE):
        door = DOORS[name]
        url = url_of(name, cast.here, everything[cast.here])
        is_open = _opens(door, role, name)
        if "GET" in door.methods and not is_open:
            assert _ask(client, "GET", url) == 403, (name, role)
        elif "GET" in door.methods and role in turn(_alike(door, role, name), place):
            assert (status := _ask(client, "GET", url)) in {200, 302}, (name, role, status)
        if "POST" in door.methods and not is_open:
            assert _ask(client, "POST", url) == 403, (name, role)


def _alike(door: Door, role: str, name: str) -> list[str]:
    """The roles that may go in as this one may, and hold as much of what the door asks for; the owner stands alone."""
    if role == Role.OWNER:
        return [role]
    held = door.can & PERMISSIONS[Role(role)]
    others = [one for one in Role if one != Role.OWNER and _opens(door, one.value, name)]
    return [one.value for one in others if door.can & PERMISSIONS[one] == held]


def _opens(door: Door, role: str, name: str) -> bool:
    held = PERMISSIONS[Role(role)]
    if not door.can:
        return True
    if door.can == {Can.SHEET_ANSWER, Can.SHEET_ANSWER_DELEGATED}:
        # q05 was delegated to the staff member; the expert was asked for nothing.
        return Can.SHEET_ANSWER in held or role == "staff"
    return bool(door.can & held)


def test_methods_that_a_page_does_not_have_are_refused(cast, everything):
    owner = cast.client("owner")
    for name in INSIDE:
        for method in set(METHODS) - DOORS[name].methods:
            status = _ask(owner, method, url_of(name, cast.here, everything[cast.here]))
            assert status == 405, (name, method, status)


def test_the_operators_page_does_not_exist_for_others(cast):
    for name in [name for name, door in DOORS.items() if door.audience is Audience.OPERATOR]:
        url = reverse(name)
        assert cast.client("operator").get(url).status_code == 200
        for client in (cast.client("owner"), cast.client("stranger")):
            assert client.get(url).status_code == 404
            assert client.post(url, {"name": "x"}).status_code in {404, 405}
        assert cast.client().get(url).status_code == 302


@pytest.mark.django_db
def test_public_pages_open_for_everybody_and_set_no_session(client):
    for name, door in DOORS.items():
        if door.audience is not Audience.PUBLIC or "GET" not in door.methods:
            continue
        url = url_of(name, "", Things())
        response = client.get(url, follow=False)
        assert response.status_code in {200, 302, 404, 405}, (name, response.status_code)
        assert "kura_session" not in response.cookies, name
        _read(response)


def test_a_suspended_account_is_shut_out_at_once(cast, everything):
    client = cast.client("steward")
    assert client.get(cast.url("checks/")).status_code == 200
    account = cast.account("steward")
    account.is_active = False
    account.save()
    assert client.get(cast.url("checks/")).status_code == 302
