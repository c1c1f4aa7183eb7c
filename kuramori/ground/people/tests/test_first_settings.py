"""最初の設定: three steps, any of which may wait."""

from __future__ import annotations

import time

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client
from django_scopes import scope

from kuramori.ground.people.access import actor_for
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.found import found
from kuramori.ground.people.models import Account, Membership, Organisation, OrganisationKind, Person
from kuramori.ground.people.roles import Role
from kuramori.ground.people.take_on import take_on_stewardship
from kuramori.ground.trail.models import Entry

START = "/o/shisaku/people/start/"


@pytest.fixture
def owner(db) -> Client:
    account = Account.objects.create_user("sorano@shisaku.example", "kura-no-kagi-2026")
    found(account, name="試作工房", slug="shisaku", kinds=[OrganisationKind.COMPANY], owner_name="空野 一")
    client = Client()
    client.force_login(account)
    session = client.session
    # As the welcome page leaves it: the password was chosen a moment ago.
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = user_id_to_str(account)
    session.save()
    return client


def _text(answer) -> str:
    return answer.content.decode()


def _organisation() -> Organisation:
    return Organisation.objects.get(slug="shisaku")


def test_home_leads_there_until_it_is_settled(owner):
    assert START in _text(owner.get("/o/shisaku/"))

    owner.post(f"{START}done/")

    assert START not in _text(owner.get("/o/shisaku/"))


def test_it_begins_with_the_company_and_goes_on_with_who_looks_after_it(owner):
    assert "どんな会社ですか" in _text(owner.get(START))

    answer = owner.post(
        f"{START}company/", {"name": "試作工房", "kinds": ["company", "prime"], "headcount": "12"}
    )

    assert answer.url == f"{START}?step=steward"
    assert _organisation().kinds == ["company", "prime"]
    assert "どなたが受け持ちますか" in _text(owner.get(START)), "a later visit goes on where one left"


def test_what_is_wrong_with_the_company_is_told_on_its_step(owner):
    answer = owner.post(f"{START}company/", {"name": "試作工房"})

    assert answer.status_code == 400
    assert "どんな会社ですか" in _text(answer)
    assert _organisation().kinds == ["company"]


def test_inviting_a_steward_shows_the_link_and_leads_on_to_the_check(owner):
    page = _text(owner.post(f"{START}steward/", {"name": "総務 花", "email": ""}))

    assert "/join/" in page
    assert f"{START}?step=check" in page
    assert Membership.everywhere.filter(role=Role.STEWARD, person__name="総務 花").count() == 1
    assert "総務 花さんが情報管理責任者です" in _text(owner.get(f"{START}?step=steward"))


def test_a_steward_without_a_name_is_asked_for_one(owner):
    answer = owner.post(f"{START}steward/", {"name": "", "email": ""})

    assert answer.status_code == 400
    assert "ほかの方にお願いする" in _text(answer)


def test_the_owner_may_look_after_it_alone_and_stays_owner(owner):
    for _ in range(2):
        assert owner.post(f"{START}steward/myself/").url == f"{START}?step=check"

    with scope(organisation=_organisation()):
        assert set(Membership.objects.values_list("role", flat=True)) == {"owner", "steward"}
        assert Membership.objects.count() == 2
    assert Entry.objects.filter(event="people:membership:taken_on").count() == 1
    roster = _text(owner.get("/o/shisaku/people/"))
    assert "いま1人います" in roster
    assert "情報管理責任者" in roster


def test_only_the_owner_takes_it_on(cast, acting):
    with pytest.raises(NotAllowed):
        take_on_stewardship(cast.actor("section"))


@pytest.mark.parametrize(
    ("then", "way"),
    [("begin", "/o/shisaku/checks/"), ("load", "/o/shisaku/checks/take-in/"), ("", "/o/shisaku/")],
)
def test_the_last_step_leads_to_the_check_the_file_or_home(owner, then, way):
    assert owner.post(f"{START}done/", {"then": then}).url == way
    assert _organisation().settled_at is not None


def test_it_can_be_opened_again_after_it_was_settled(owner):
    owner.post(f"{START}done/")
    settled = _organisation().settled_at

    assert "あとでする" not in _text(owner.get(START))
    owner.post(f"{START}done/")

    assert _organisation().settled_at == settled
    assert Entry.objects.filter(event="people:organisation:settled").count() == 1


def test_an_unknown_step_is_the_first_that_waits(owner):
    assert "どんな会社ですか" in _text(owner.get(f"{START}?step=castle"))


def test_a_body_is_not_sent_to_a_check_it_does_not_have(owner):
    owner.post(f"{START}company/", {"name": "試作工房", "kinds": ["body"], "headcount": "12"})

    page = _text(owner.get(f"{START}?step=check"))

    assert "設定を終える" in page
    assert "自己チェックへ進む" not in page


def test_the_founding_actor_is_the_owner(owner):
    actor = actor_for(Account.objects.get(), "shisaku")

    assert actor.roles == {Role.OWNER}
    assert actor.person_id == Person.everywhere.get().pk
