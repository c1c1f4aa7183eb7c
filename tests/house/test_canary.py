"""A word in every field of one organisation is in no answer to anybody of another: pages here, API in tests/api."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django_scopes import scope

from kuramori.ground.people.roles import Role
from kuramori.site.instance import Mail
from tests.canary import CANARY, HALF, is_of_an_organisation, seen_in, stain, takes_the_word
from tests.house.addresses import ADDRESSES, INSIDE, NAMING, url_of
from tests.house.doors import DOORS, Audience
from tests.house.furnished import THIRD, House, three_organisations
from tests.house.turns import IS_LONG, turn

# In a short run those who see most, of one organisation and the other in turn.
ROLES = list(Role) if IS_LONG else [Role.OWNER]

# Columns of rows that are there and stay without the word: each with the reason.
WITHOUT = {
    "checks.Evidence.url",  # The database wants none beside a file.
    "places.Device.private_terms",  # The database wants some beside a private thing, and none beside others.
    "checks.Answer.na_reason",  # The database wants none beside a level.
}


@pytest.fixture(scope="module")
def stained(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    mail = Mail(host="mail.example", sender="kura@mail.example")
    furnished = {
        "DATA": tmp_path_factory.mktemp("canary"),
        "INSTANCE": dataclasses.replace(settings.INSTANCE, mail=mail),
    }
    with override_settings(**furnished), django_db_blocker.unblock(), transaction.atomic():
        yield three_organisations(canary=True)
        transaction.set_rollback(True)


def test_the_word_stands_in_every_free_text_that_an_organisation_has(stained, db):
    told = stain(stained.cast.here)
    with scope(organisation=stained.cast.organisation):
        wanted = {
            f"{model._meta.label}.{field.attname}"
            for model in apps.get_models()
            if is_of_an_organisation(model) and model.objects.exists()
            for field in model._meta.concrete_fields
            if takes_the_word(field)
        }
    assert wanted - told == WITHOUT
    assert len(told) > 20


def test_its_own_people_do_see_it(stained, db):
    """The control: what is not there could not slip out either."""
    slug = stained.cast.here
    owner = stained.cast.client("owner")
    seen = [
        name
        for name in ("people:roster", "people:mail", "trail:entries", "holdings")
        if _sees(owner, slug, stained, name)
    ]
    assert seen == ["people:roster", "people:mail", "trail:entries", "holdings"]


def _sees(client: Client, slug: str, stained: House, name: str) -> bool:
    return seen_in(client.get(url_of(name, slug, stained.things[slug])))


@pytest.mark.parametrize("role", [role.value for role in ROLES])
def test_nobody_of_another_organisation_ever_reads_it(stained, db, role):
    cast, slipped, foreign = stained.cast, [], stained.things[stained.cast.here]
    others = [(slug, cast.client(role, at=slug)) for slug in (cast.there, THIRD)]
    for place, name in enumerate(INSIDE):
        for slug, client in turn(others, place):
            own, methods = stained.things[slug], sorted(DOORS[name].methods)
            asked = [(method, url_of(name, cast.here, foreign)) for method in methods]
            if "GET" in methods:
                asked.append(("GET", url_of(name, slug, own)))
            if name in NAMING:
                asked += [(method, url_of(name, slug, foreign)) for method in methods]
            elif "GET" in methods:
                asked.append(("GET", f"{url_of(name, slug, own)}?q={HALF}&words={HALF}"))
            slipped += [(name, method, url) for method, url in asked if seen_in(client.generic(method, url))]
    assert slipped == []


def test_neither_a_stranger_nor_the_one_who_runs_the_instance_nor_a_visitor_reads_it(stained, db):
    cast, slipped = stained.cast, []
    foreign = stained.things[cast.here]
    for who in ("stranger", "operator", None):
        client = cast.client(who)
        for name in ADDRESSES:
            slug = cast.here if DOORS[name].audience is Audience.MEMBER else ""
            if seen_in(client.get(url_of(name, slug, foreign))):
                slipped.append((who, name))
    # What organisations there are is all that the one who runs the instance gets to see of them.
    assert slipped == [("operator", "operator:organisations")]


def test_a_leak_would_be_seen():
    assert seen_in(HttpResponse(f"<p>{CANARY}</p>"))
    assert not seen_in(HttpResponse(f"<p>{HALF}</p>"))
