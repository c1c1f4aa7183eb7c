"""Every address × everybody × every method: nobody slips through a door, and no address is forgotten.

The addresses come from the URL resolver itself. What each promises stands in `doors.py`; the API's operations keep
their promises in tests/api.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scope

from kuramori.across.reports.sharing import MAIL, share
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.packs.read import public_packs
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.importing.draft import keep
from kuramori.ground.people.importing.file import read
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.ground.people.tokens import issue
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.holds import hold
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import attach_file
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Answer, Sheet
from kuramori.work.checks.plan import Wanted, plan
from tests.cast import Cast, add_company, make_cast
from tests.house import rooms
from tests.house.doors import DOORS, Audience, Door

IS_LONG = os.environ.get("KURAMORI_LONG") == "1"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ITEM = "q05"
THIRD = "reiji-hyomen"
ROOMS = rooms.modules()
ROSTER = "氏名,部署\n見本 花子,検査課\n".encode()


@dataclass(frozen=True, slots=True)
class Things:
    """One of everything that an address may name, in one organisation; `for_staff` hangs on the staff member."""

    ids: dict[str, object] = field(default_factory=dict)

    def kwargs(self, name: str, wanted: set[str]) -> dict[str, object]:
        """What to fill into the address `name`, beside the organisation."""
        room, _, page = name.partition(":")
        if room in ROOMS:
            parts = {"id": self.ids[ROOMS[room].THINGS[page]]} if "id" in wanted else {}
            return {**parts, **ROOMS[room].PARTS.get(page, {})}
        filled: dict[str, object] = {}
        if "id" in wanted:
            filled["id"] = self.ids[_thing_of(name)]
        if "index" in wanted:
            filled["index"] = self.ids["entry"]
        if "item" in wanted:
            filled["item"] = ITEM
        if "form" in wanted:
            filled["form"] = "csv"
        if "name" in wanted:
            filled["name"] = "verify.py"
        if "format" in wanted:
            filled["format"] = "svg" if name == "reports:sheet" else "html"
        if "secret" in wanted:
            filled["secret"] = "nobody-knows"
        if "provider_id" in wanted:
            filled["provider_id"] = "no-such-provider"
        if "file" in wanted:
            filled["file"] = "verify.html"
        if "pk" in wanted:
            filled["pk"] = 1
        return filled


def _thing_of(name: str) -> str:
    room, _, page = name.partition(":")
    if name == "lift_hold":
        return "hold"
    if room == "trail":
        return "pack_job"
    if room == "people":
        if page.startswith("import_"):
            return "draft_roster"
        if page == "mail_again":
            return "delivery"
        return (
            "department" if page.endswith("_department") else "token" if page == "token_revoke" else "person"
        )
    if room == "reports":
        if page.startswith("link_"):
            return "link"
        return "final" if page in {"sheet", "share"} else "job"
    if page in {"evidence", "remove_evidence"}:
        return "evidence"
    if page == "withdraw":
        return "delegation"
    if page in {"plan", "finish_plan", "reopen_plan", "drop_plan"}:
        return "plan"
    return "final" if page in {"revise", "result"} else "draft"


def addresses(
    patterns: Sequence[object] | None = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, set[str]]]:
    """Every named address and the arguments it wants. The API is walked elsewhere."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name == "ninja" or str(entry.pattern).startswith("api/"):
                continue
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            for name, wanted in addresses(entry.url_patterns, inner):
                yield name, wanted | set(entry.pattern.converters)
        elif isinstance(entry, URLPattern) and not str(entry.pattern).startswith(("api/", "^api/")):
            yield ":".join((*spaces, entry.name or str(entry.pattern))), set(entry.pattern.converters)


ADDRESSES = dict(addresses())
INSIDE = sorted(name for name, wanted in ADDRESSES.items() if "organisation" in wanted)


def test_every_address_states_its_promise():
    assert sorted(set(ADDRESSES) - set(DOORS)) == [], "declare these in tests/house/rooms/<room>.py"
    assert sorted(set(DOORS) - set(ADDRESSES)) == [], "these are promised but gone"


def test_whatever_lies_inside_an_organisation_is_for_its_people():
    assert [name for name in INSIDE if DOORS[name].audience is not Audience.MEMBER] == []
    assert {name for name, door in DOORS.items() if door.audience is Audience.MEMBER} == set(INSIDE)


@dataclass(frozen=True, slots=True)
class House:
    """Three organisations with everything in them, made once for all tests of this file."""

    cast: Cast
    things: dict[str, Things]


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    """Every test rolls back to this; the whole is rolled back when the file is through."""
    mail = Mail(host="mail.example", sender="kura@mail.example")
    furnished = {
        "DATA": tmp_path_factory.mktemp("house"),
        "INSTANCE": dataclasses.replace(settings.INSTANCE, mail=mail),
    }
    with override_settings(**furnished), django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        add_company(cast, THIRD, "例示表面処理株式会社", {role: f"例示 {role}" for role in Role})
        yield House(cast, {slug: _furnish(cast, slug) for slug in (cast.here, cast.there, THIRD)})
        transaction.set_rollback(True)


@pytest.fixture
def cast(house: House, db) -> Cast:
    return house.cast


@pytest.fixture
def everything(house: House, cast: Cast) -> dict[str, Things]:
    return house.things


def _furnish(cast: Cast, slug: str) -> Things:
    owner = cast.actor("owner", slug)
    pack = public_packs()[0]
    with scope(organisation=owner.organisation):
        draft, final = begin(owner, pack), begin(owner, pack)
        for item in pack.items:
            answer(owner, final, pack, item.id, value=1, revision=0)
        finalise(owner, final, pack)
        staff = cast.person("staff", slug)
        token = issue(owner, label="試し", permissions=[Can.SHEET_READ], expires_on=clock.today()).token
        job = enqueue("reports:bundle", organisation_id=owner.organisation_id, person_id=owner.person_id)
        sealing = enqueue("trail:pack", organisation_id=owner.organisation_id, person_id=owner.person_id)
        evidence = attach_file(owner, draft, pack, ITEM, title="控え", name="a.txt", chunks=[b"abc"])
        to = Recipient(f"ito@{slug}.example", "伊藤 様")
        mailed = queue(owner, to=[to], subject="ご案内", text="本文", purpose=MAIL)
        by_room = [module.furnish(cast, owner) for module in ROOMS.values()]
        return Things(
            {
                **{key: thing for things in by_room for key, thing in things.items()},
                "draft": draft.pk,
                "final": final.pk,
                "evidence": evidence.pk,
                "delegation": delegate(owner, draft, pack, ITEM, person=staff).pk,
                "plan": plan(owner, final, pack, ITEM, Wanted(action="鍵を数える", owner=staff)).pk,
                "person": cast.person("auditor", slug).pk,
                "token": token.pk,
                "job": job.pk,
                "pack_job": sealing.pk,
                "entry": Entry.objects.filter(organisation_id=owner.organisation_id).first().index,
                "delivery": mailed.deliveries.get().pk,
                "link": share(owner, final, name=to.name, address=to.address, until_on=clock.today()).link.pk,
                "department": open_department(owner, name="検査課").pk,
                "hold": hold(owner, "調べのため", [("sheet", final.pk)]).pk,
                "draft_roster": keep(owner, read("名簿.csv", ROSTER), ROSTER).pk,
            }
        )


def _url(name: str, slug: str, things: Things) -> str:
    wanted = ADDRESSES[name]
    place = {"organisation": slug} if "organisation" in wanted else {}
    return reverse(name, kwargs={**place, **things.kwargs(name, wanted)})


# Who knocks is signed in: the session and allauth's list of sessions, which notes from where and when each was last
# used, are the knocking person's own and no records of any organisation.
OF_WHO_KNOCKS = ("django_session", "usersessions_usersession")


def _records() -> dict[str, str]:
    """What every table holds, as a hash of all its rows: a stranger's knock must change none of them."""
    tables = [
        table for table in connection.introspection.table_names() if not table.startswith(OF_WHO_KNOCKS)
    ]
    assert len(tables) > 40
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _ask(client: Client, method: str, url: str) -> int:
    response = client.generic(method, url)
    if response.streaming:
        # Read to its end, the test client closes the file.
        list(response.streaming_content)
    return response.status_code


@pytest.mark.parametrize("slug", ["kakuu-seiko", "mihon-kanagata", THIRD])
def test_a_stranger_finds_nothing_inside_an_organisation(cast, everything, slug):
    outsiders = {"stranger": cast.client("stranger"), "operator": cast.client("operator")}
    others = [other for other in everything if other != slug]
    # Which role somebody holds elsewhere is looked at last, if at all: all of them against one house, the mightiest
    # against the others (all against all in the long run).
    roles = list(Role) if slug == cast.here or IS_LONG else [Role.OWNER]
    outsiders |= {
        f"{role} of {other}": cast.client(role.value, at=other) for other in others for role in roles
    }
    for client in outsiders.values():
        client.get("/account/")  # The account's own page settles what a session notes on its first request.
    before = _records()
    for name in INSIDE:
        url = _url(name, slug, everything[slug])
        for who, client in outsiders.items():
            answers = {method: _ask(client, method, url) for method in METHODS}
            assert set(answers.values()) <= {404, 405}, (name, who, answers)
    assert _records() == before


def test_nobody_without_an_account_gets_past_the_sign_in(cast, everything):
    before = _records()
    visitor = cast.client()
    for name in INSIDE:
        url = _url(name, cast.here, everything[cast.here])
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


NAMING = [name for name in INSIDE if {"id", "index"} & ADDRESSES[name]]


@pytest.mark.parametrize("slug", ["kakuu-seiko", "mihon-kanagata", THIRD])
def test_things_of_another_organisation_are_not_found_under_ones_own_name(cast, everything, slug):
    assert len(NAMING) > 40
    clients = {role.value: cast.client(role.value, at=slug) for role in Role}
    for client in clients.values():
        client.get("/account/")  # The account's own page settles what a session notes on its first request.
    before = _records()
    slipped = {}
    for name in NAMING:
        for other in [other for other in everything if other != slug]:
            url = _url(name, slug, everything[other])
            for role, client in clients.items():
                answers = {method: _ask(client, method, url) for method in METHODS}
                # Nobody learns from a refusal that an id lives elsewhere, whatever the own role allows.
                if not {405} < set(answers.values()) <= {404, 405}:
                    slipped[name, role, other] = answers
    assert slipped == {}
    assert _records() == before


def test_an_id_that_nobody_has_looks_the_same_to_every_role(cast, everything):
    nowhere = Things(
        {
            name: uuid.uuid4() if isinstance(thing, uuid.UUID) else 2**40
            for name, thing in everything[cast.here].ids.items()
        }
    )
    clients = {role.value: cast.client(role.value) for role in Role}
    for client in clients.values():
        client.get("/account/")
    before, found = _records(), {}
    for role, client in clients.items():
        for name in NAMING:
            url = _url(name, cast.here, nowhere)
            for method in sorted(DOORS[name].methods):
                if (status := _ask(client, method, url)) != 404:
                    found[name, role, method] = status
    assert found == {}
    assert _records() == before


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_colleague_gets_as_far_as_the_role_allows(cast, everything, role):
    client = cast.client(role)
    for name in INSIDE:
        door = DOORS[name]
        url = _url(name, cast.here, everything[cast.here])
        for method in sorted(door.methods & {"GET"}):
            status = _ask(client, method, url)
            if _opens(door, role, name):
                assert status in {200, 302}, (name, role, method, status)
            else:
                assert status == 403, (name, role, method, status)
        if "POST" in door.methods and not _opens(door, role, name):
            assert _ask(client, "POST", url) == 403, (name, role)


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
            status = _ask(owner, method, _url(name, cast.here, everything[cast.here]))
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
        url = _url(name, "", Things())
        response = client.get(url, follow=False)
        assert response.status_code in {200, 302, 404, 405}, (name, response.status_code)
        assert "kura_session" not in response.cookies, name


def test_a_suspended_account_is_shut_out_at_once(cast, everything):
    client = cast.client("steward")
    assert client.get(cast.url("checks/")).status_code == 200
    account = cast.account("steward")
    account.is_active = False
    account.save()
    assert client.get(cast.url("checks/")).status_code == 302


def test_a_canary_is_seen_by_its_own_people_only(cast, everything):
    """A word in every field of one organisation shows up on none of the pages of another."""
    canary = "カナリア７７１"
    owner = cast.actor("owner")
    pack = public_packs()[0]
    with scope(organisation=owner.organisation):
        draft = Sheet.objects.get(pk=everything[cast.here].ids["draft"])
        answer(owner, draft, pack, "q01", value=2, comment=canary, revision=0)
        attach_file(owner, draft, pack, "q01", title=canary, name=f"{canary}.txt", chunks=[canary.encode()])
        plan(owner, draft, pack, "q01", Wanted(action=canary))
        assert Answer.objects.filter(comment=canary).exists()
    other = cast.client("owner", at=cast.there)
    for name in INSIDE:
        if "GET" not in DOORS[name].methods:
            continue
        response = other.get(_url(name, cast.there, everything[cast.there]))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert canary.encode() not in body, name
