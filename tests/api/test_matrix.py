"""Three organisations × every operation × a key of every role, and narrowed ones: none of them finds a foreign id.

Whatever is asked, no row of any table changes. Of the key that knocks only `last_used_on` would, once a day: whoever
looks through the keys sees by it which are in use. Each key therefore says `/me` once before the rows are counted. And
a key for elevated work leaves an entry in its own organisation's trail with every request, so it has its own test.

In a usual run the owner's key and the narrowed ones knock at every operation, and the other keys and the organisations
that they are of take turns; in the long run all do.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from kuramori.ground.packs.read import public_packs
from kuramori.ground.people.events import ELEVATION_USED
from kuramori.ground.people.models import Token
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.secrets import hash_of
from kuramori.ground.trail.models import Entry
from kuramori.site.instance import Mail
from tests.api.conftest import Caller, Company
from tests.api.described import OPERATIONS
from tests.api.world import CALLS, World, make_world
from tests.canary import CANARY, HALF, seen_in, stain
from tests.cast import add_company, make_cast
from tests.house.records import records
from tests.house.turns import turn

PLACES = {place for _, path, _ in OPERATIONS.values() for place in re.findall(r"{(\w+)}", path)}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
THIRD = "reiji-hyomen"
NAMED = [name for name in CALLS if "_id}" in OPERATIONS[name][1] or "{index}" in OPERATIONS[name][1]]


@dataclass(frozen=True, slots=True)
class Houses:
    """Three organisations with one of everything and the keys of each; the first has the canary in every field."""

    worlds: dict[str, World]
    keys: dict[str, dict[str, str]]

    def others(self, slug: str) -> list[str]:
        return [other for other in self.worlds if other != slug]


@pytest.fixture(scope="module")
def houses(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[Houses]:  # type: ignore[no-untyped-def]
    mail = Mail(host="mail.example", sender="kura@mail.example")
    where = {
        "DATA": tmp_path_factory.mktemp("matrix"),
        "INSTANCE": dataclasses.replace(settings.INSTANCE, mail=mail),
    }
    with override_settings(**where), django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        add_company(cast, THIRD, "例示表面処理株式会社", {role: f"例示 {role}" for role in Role})
        stain(cast.here)
        companies = [Company(cast, slug) for slug in (cast.here, cast.there, THIRD)]
        worlds = {
            company.slug: make_world(
                company, public_packs()[0], word=CANARY if company.slug == cast.here else ""
            )
            for company in companies
        }
        stain(cast.here)
        keys = {company.slug: _keys(company) for company in companies}
        yield Houses(worlds, keys)
        transaction.set_rollback(True)


def _keys(company: Company) -> dict[str, str]:
    """A key for all that each role may, one for nothing, and one for each single permission an operation needs."""
    needed = sorted({can for call in CALLS.values() for can in call.needs})
    keys = {role.value: company.key(role, elevated=False) for role in Role}
    keys |= {can: company.key(Role.OWNER, [can], elevated=False) for can in needed}
    keys["owner for nothing"] = company.key(Role.OWNER, [], elevated=False)
    for key in keys.values():
        assert Caller(company.slug, key).get("/me").status == 200
    return keys


def _asks(whose: str, name: str) -> bool:
    """A key narrowed to one permission knocks where that permission is what is needed; every other key everywhere."""
    return whose not in set(Can) or whose in CALLS[name].needs


def _keys_at(keys: Mapping[str, str], name: str, place: int) -> list[tuple[str, str]]:
    """Whose keys knock at this operation, and which: the owner's, those narrowed to what it needs, one of the rest."""
    narrowed = [whose for whose in keys if whose in set(Can) and _asks(whose, name)]
    others = [whose for whose in keys if whose not in set(Can) and whose != Role.OWNER]
    return [(whose, keys[whose]) for whose in [Role.OWNER.value, *narrowed, *turn(others, place)]]


def _send(name: str, caller: Caller, ids: dict[str, str]) -> int:
    method, path, _ = OPERATIONS[name]
    answered = CALLS[name].send(caller, method, path, ids)
    assert not seen_in(answered.response, answered.content), (name, caller.slug)
    return answered.status


@pytest.mark.parametrize("slug", ["kakuu-seiko", "mihon-kanagata", THIRD])
def test_no_key_of_another_organisation_gets_further_than_not_found(
    houses: Houses, db: None, slug: str
) -> None:
    world, slipped, before = houses.worlds[slug], {}, records()
    for place, name in enumerate(CALLS):
        for other in turn(houses.others(slug), place):
            for whose, key in _keys_at(houses.keys[other], name, place):
                if (status := _send(name, Caller(slug, key), dict(world.ids))) != 404:
                    slipped[name, whose, other] = status
    assert slipped == {}
    assert records() == before


@pytest.mark.parametrize("slug", ["kakuu-seiko", "mihon-kanagata", THIRD])
def test_no_key_finds_a_foreign_id_under_its_own_name(houses: Houses, db: None, slug: str) -> None:
    assert len(NAMED) > 18
    slipped, before = {}, records()
    for place, name in enumerate(NAMED):
        for other in turn(houses.others(slug), place):
            for whose, key in _keys_at(houses.keys[slug], name, place):
                if (status := _send(name, Caller(slug, key), dict(houses.worlds[other].ids))) != 404:
                    slipped[name, whose, other] = status
    assert slipped == {}
    assert records() == before


def test_a_key_for_elevated_work_notes_only_its_own_knocking(houses: Houses, db: None) -> None:
    slug, foreign = "mihon-kanagata", houses.worlds["kakuu-seiko"]
    company = houses.worlds[slug].company
    caller = Caller(slug, company.key())
    caller.get("/me")
    trail = ("trail_entry", "trail_head")
    before, newest = records(trail), _newest()
    for name in NAMED:
        assert _send(name, caller, dict(foreign.ids)) == 404, name
    left = Entry.objects.filter(index__gt=newest)
    assert {(entry.event, entry.organisation_id) for entry in left} == {
        (ELEVATION_USED.id, company.organisation.pk)
    }
    assert len(left) == len(NAMED)
    assert records(trail) == before


def _newest() -> int:
    return Entry.objects.order_by("-index").values_list("index", flat=True)[0]


# What is named in the body or beside the thing of the address: a colleague, another sheet, the place above. Who may
# not do it to the own thing is told so (403), which tells nothing of the other one.
BESIDE = {
    "make_plan": {"sheet": "{sheet_id}", "item": "q05", "action": "鍵を替える", "owner": "{person}"},
    "change_plan": {"action": "鍵を替える", "owner": "{person}", "revision": 1},
}


@pytest.mark.parametrize("slug", ["mihon-kanagata", THIRD])
def test_a_foreign_id_in_the_body_or_beside_an_own_one_is_not_found_either(
    houses: Houses, db: None, slug: str
) -> None:
    own, foreign, before = houses.worlds[slug].ids, houses.worlds["kakuu-seiko"].ids, records()
    beside = {name: _beside(name) for name in CALLS}
    assert {name for name, places in beside.items() if places} >= {
        "compare_sheets",
        "delegate_item",
        "make_plan",
    }
    for number, (name, places) in enumerate(beside.items()):
        method, path, _ = OPERATIONS[name]
        for place in places:
            for whose, key in _keys_at(houses.keys[slug], name, number):
                ids = {**own, place: foreign[place]}
                answered = CALLS[name].send(Caller(slug, key), method, path, ids, body=BESIDE.get(name, ...))
                assert answered.status in {403, 404}, (name, whose, place, answered)
                assert whose != "owner" or answered.status == 404, (name, place, answered)
    assert records() == before


def _beside(name: str) -> list[str]:
    """The places of ids that an operation names in its body, and those after the first of its address."""
    body = set(re.findall(r"{(\w+)}", str(BESIDE.get(name, CALLS[name].body))))
    named = body | set(re.findall(r"{(\w+_id)}", OPERATIONS[name][1])[1:])
    return sorted(named - {"today", "certificate_hash"})


def _filled(path: str, ids: Mapping[str, str]) -> str:
    return path.removeprefix("/api/v1/o/{organisation}").format_map({**dict.fromkeys(PLACES, "x"), **ids})


def test_other_methods_at_the_same_addresses_change_nothing(houses: Houses, db: None) -> None:
    slug, other = "mihon-kanagata", "kakuu-seiko"
    caller, before, slipped = Caller(slug, houses.keys[slug]["owner"]), records(), {}
    for path in sorted({path for _, path, _ in OPERATIONS.values() if "_id}" in path}):
        for method in METHODS:
            below = _filled(path, houses.worlds[other].ids)
            answered = caller.send(method, below)
            # 422: an empty body is refused before anything is looked up, whatever the address names.
            if answered.status not in {404, 405, 422} or seen_in(answered.response, answered.content):
                slipped[method, path] = answered
    assert slipped == {}
    assert records() == before


@pytest.mark.parametrize("slug", ["mihon-kanagata", THIRD])
def test_the_canary_of_another_organisation_is_in_no_answer(houses: Houses, db: None, slug: str) -> None:
    seen = []
    for place, name in enumerate(CALLS):
        for _, key in _keys_at(houses.keys[slug], name, place):
            with transaction.atomic():
                _send(name, Caller(slug, key), dict(houses.worlds[slug].ids))
                transaction.set_rollback(True)
    for path in ("/people", "/trail", "/sheets", "/plans"):
        answered = Caller(slug, houses.keys[slug]["owner"]).get(f"{path}?limit=200&q={HALF}")
        seen.append(answered.status)
        assert not seen_in(answered.response, answered.content), path
    assert seen == [200] * 4


def test_its_own_keys_do_see_it(houses: Houses, db: None) -> None:
    """The control."""
    owner = Caller("kakuu-seiko", houses.keys["kakuu-seiko"]["owner"])
    for path in ("/people", "/trail", "/sheets", "/plans"):
        answered = owner.get(path)
        assert seen_in(answered.response, answered.content), path


def test_a_knock_leaves_its_day_on_the_key_that_knocked_and_nothing_else(houses: Houses, db: None) -> None:
    key = houses.worlds[THIRD].company.key(elevated=False)
    before = records(["people_token"])
    assert Caller("kakuu-seiko", key).get("/me").status == 404
    assert Token.everywhere.get(secret_hash=hash_of(key)).last_used_on is None
    assert Caller(THIRD, key).get("/me").status == 200
    assert Token.everywhere.get(secret_hash=hash_of(key)).last_used_on is not None
    assert records(["people_token"]) == before
