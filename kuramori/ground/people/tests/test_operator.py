"""Whoever runs the instance makes organisations, and sees nothing that is in them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django_scopes import scope

from kuramori.ground.people.found import SlugTaken, SlugUnusable, found_for, free_slug
from kuramori.ground.people.models import Membership, Organisation, OrganisationKind, Person
from kuramori.ground.people.roles import Role
from kuramori.ground.trail.models import Entry

PAGE = "/operator/"
NEW = {
    "name": "試作工房",
    "slug": "shisaku",
    "kinds": ["company"],
    "owner_name": "空野 一",
    "owner_email": "Sorano@shisaku.example",
}


def _text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", ["owner", "steward", "stranger"])
def test_for_others_the_page_does_not_exist(cast, role):
    assert cast.client(role).get(PAGE).status_code == 404
    assert cast.client(role).post(PAGE, NEW).status_code == 404
    assert not Organisation.objects.filter(slug="shisaku").exists()


def test_the_page_tells_names_and_numbers_and_nothing_from_inside(cast):
    page = _text(cast.client("operator").get(PAGE))

    assert "架空精工株式会社" in page
    assert "6人" in page
    for inside in ("森下", "steward@kakuu-seiko.example", "自己チェックを"):
        assert inside not in page


@pytest.mark.parametrize("path", ["", "people/", "checks/", "people/organisation/"])
def test_no_organisations_page_opens_for_the_operator(cast, path):
    assert cast.client("operator").get(cast.url(path)).status_code == 404


def test_an_organisation_is_made_with_a_link_for_its_owner(cast):
    page = _text(cast.client("operator").post(PAGE, NEW))
    secret = page.split("/join/")[1].split("/")[0]
    owner = Client()
    owner.post(
        f"/join/{secret}/",
        {
            "email": "sorano@shisaku.example",
            "password": "aozora-to-densha-77",
            "again": "aozora-to-densha-77",
        },
    )

    assert owner.get("/o/shisaku/").status_code == 200
    assert owner.get("/o/shisaku/people/start/").status_code == 200
    with scope(organisation=Organisation.objects.get(slug="shisaku")):
        assert Membership.objects.get().role == Role.OWNER
        assert Person.objects.get().email == "sorano@shisaku.example"


def test_a_short_name_is_found_where_none_is_given(cast):
    cast.client("operator").post(PAGE, {**NEW, "name": "Kakuu Seiko", "slug": ""})

    assert Organisation.objects.filter(slug="kakuu-seiko-2", name="Kakuu Seiko").exists()


def test_the_operator_does_not_become_a_member(cast):
    client = cast.client("operator")
    client.post(PAGE, NEW)

    assert client.get("/o/shisaku/").status_code == 404
    assert not Person.everywhere.filter(account=cast.account("operator")).exists()


def test_the_founding_stands_in_the_new_organisations_trail(cast):
    cast.client("operator").post(PAGE, NEW)

    entry = Entry.objects.get(event="people:organisation:founded")
    assert entry.organisation_id == Organisation.objects.get(slug="shisaku").pk
    assert (entry.person_id, entry.who) == (None, "運用者")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"slug": "kakuu-seiko"}, "もう使われています"),
        ({"slug": "試作"}, "半角の小文字"),
        ({"slug": "-shisaku"}, "半角の小文字"),
        ({"slug": "Shisaku"}, "半角の小文字"),
        ({"name": ""}, "ここが空です"),
        ({"kinds": []}, "ここが空です"),
        ({"owner_name": ""}, "ここが空です"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(cast, wrong, told):
    answer = cast.client("operator").post(PAGE, {**NEW, **wrong})

    assert told in _text(answer)
    assert "/join/" not in _text(answer)
    assert Organisation.objects.count() == 2


def test_the_verb_itself_refuses_who_is_no_operator(cast):
    with pytest.raises(PermissionDenied):
        found_for(cast.account("owner"), name="試作工房", slug="shisaku", kinds=[], owner_name="空野 一")


def test_a_short_name_ends_with_its_last_sign(cast):
    with pytest.raises(SlugUnusable):
        found_for(cast.account("operator"), name="x", slug="shisaku\n", kinds=[], owner_name="空野 一")
    with pytest.raises(SlugTaken):
        found_for(
            cast.account("operator"),
            name="x",
            slug="kakuu-seiko",
            kinds=[OrganisationKind.COMPANY],
            owner_name="空野 一",
        )


def test_a_free_short_name_is_found_for_any_name(cast):
    assert free_slug("Kakuu Seiko") == "kakuu-seiko-2"
    assert free_slug("試作工房") == "company"
    assert free_slug("ABC 123!") == "abc-123"
