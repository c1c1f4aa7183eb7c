"""管理の操作: who one is, confirmed a moment ago, and every request noted."""

import datetime
import time
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kuramori.ground.people import keyring
from kuramori.ground.people.access import actor_for_token, actor_on_command_line
from kuramori.ground.people.actor import ElevationNeeded
from kuramori.ground.people.elevation import FRESH_SECONDS, MINUTES, is_fresh
from kuramori.ground.people.leave import change_role
from kuramori.ground.people.models import Invitation, Membership, Person, Token
from kuramori.ground.people.roles import ELEVATED, PERMISSIONS, Can, Role
from kuramori.ground.people.tokens import LastsTooLong, issue
from kuramori.ground.trail.read import lines
from kuramori.outside import clock
from tests.cast import PASSWORD

AGAIN = "/account/again/"


def _events(cast):
    return [line.event for line in lines(cast.organisation.pk)]


def _confirm(client, back):
    return client.post(f"{AGAIN}?next={back}", {"password": PASSWORD, "next": back})


def _role_of(cast, role):
    return cast.url(f"people/{cast.person(role).pk}/role/")


def test_what_demands_it_cannot_be_done_outside_of_it(acting):
    with pytest.raises(ElevationNeeded):
        change_role(acting.actor("owner", elevated=False), acting.person("staff"), role=Role.SECTION)
    assert Membership.objects.filter(person=acting.person("staff")).count() == 1


@pytest.mark.parametrize("path", ["people/invite/", "people/{staff}/link/"])
def test_a_stolen_session_can_neither_invite_an_accomplice_nor_set_a_colleagues_password(cast, path):
    people = Person.everywhere.count()
    client = cast.client("steward", fresh=False)
    address = cast.url(path.format(staff=cast.person("staff").pk))

    away = client.post(
        address, {"name": "仲間", "email": "", "role": "steward", "department": "", "until_on": ""}
    )

    assert (away.status_code, away["Location"].startswith(AGAIN)) == (302, True)
    assert Person.everywhere.count() == people
    assert not Invitation.everywhere.exists()


def test_everything_that_demands_it_is_somebodys_to_do():
    assert PERMISSIONS[Role.OWNER] >= ELEVATED


def test_a_sign_in_a_moment_ago_counts_and_the_first_settings_ask_nothing_twice(cast):
    client = cast.client("owner")
    answer = client.post(_role_of(cast, "staff"), {"role": "section", "until_on": "", "department": ""})
    assert answer.status_code == 302
    assert AGAIN not in answer["Location"]
    events = _events(cast)
    assert events.index("people:membership:given") < events.index("people:elevation:used")
    assert events.index("people:elevation:used") < events.index("people:elevation:begun")


def test_who_signed_in_long_ago_is_led_away_and_back_and_nothing_is_lost(cast):
    client = cast.client("owner", fresh=False)
    address = _role_of(cast, "staff")
    last = f"{clock.today() + datetime.timedelta(days=100):%Y/%m/%d}"
    away = client.post(address, {"role": "section", "until_on": last, "department": ""})
    assert away.status_code == 302
    assert away["Location"].startswith(AGAIN)
    back = cast.url("people/elevated/")
    page = _confirm(client, back)
    assert (page.status_code, page["Location"]) == (302, back)
    kept = client.get(back).content.decode()
    assert f'action="{address}"' in kept
    assert 'name="role" value="section"' in kept
    assert "部門担当" in kept, "a choice is told in the words of its page"
    assert last in kept
    assert "people:membership:given" not in _events(cast)
    assert client.post(address, {"role": "section", "until_on": last}).status_code == 302
    assert "people:membership:given" in _events(cast)


def test_what_was_kept_comes_back_once_and_only_in_its_own_organisation(cast):
    client = cast.client("owner", fresh=False)
    client.post(_role_of(cast, "staff"), {"role": "section"})
    back = cast.url("people/elevated/")
    _confirm(client, back)
    assert client.get(back).status_code == 200
    assert client.get(back)["Location"] == cast.url()


def test_what_was_kept_is_sealed_in_the_database_and_opens_for_nobody_else(cast):
    client = cast.client("steward", fresh=False)
    client.post(cast.url("holds/place/"), {"subject": "organisation:x", "reason": "架空商事との訴訟"})

    held = client.session["kept_form"]
    assert "架空商事" not in unquote(str(held))
    assert "holds" not in str(held)

    other = cast.client("owner")
    session = other.session
    session["kept_form"] = held
    session.save()
    assert other.get(cast.url("people/elevated/"))["Location"] == cast.url()


def test_a_wrong_password_begins_nothing(cast):
    client = cast.client("owner", fresh=False)
    client.post(_role_of(cast, "staff"), {"role": "section"})
    back = cast.url("people/elevated/")
    client.post(f"{AGAIN}?next={back}", {"password": "not-it", "next": back})
    assert client.get(back).status_code == 403
    assert "people:elevation:begun" not in _events(cast)


def _begin(cast, role="owner"):
    client = cast.client(role)
    client.post(cast.url("people/key/rotate/"))
    assert "people:elevation:begun" in _events(cast)
    return client


def _make_stale(client):
    session = client.session
    session["account_authentication_methods"][0]["at"] = time.time() - FRESH_SECONDS - 1
    session.save()


def test_the_page_says_how_long_it_lasts_and_each_request_under_it_is_noted_without_its_address(cast):
    client = _begin(cast)
    page = client.get(cast.url(f"people/{cast.person('staff').pk}/")).content.decode()
    assert f"あと{MINUTES}分" in page
    newest = lines(cast.organisation.pk)[0]
    assert newest.event == "people:elevation:used"
    assert "GET people:person" in newest.sentence
    assert str(cast.person("staff").pk) not in newest.sentence


def test_it_ends_by_itself_after_fifteen_minutes(cast):
    client = _begin(cast)
    _make_stale(client)
    now = clock.now()
    with clock.standing_at(now + datetime.timedelta(minutes=MINUTES, seconds=-20)):
        assert "あと1分" in client.get(cast.url("people/key/")).content.decode()
    with clock.standing_at(now + datetime.timedelta(minutes=MINUTES, seconds=20)):
        assert "管理の操作</b>" not in client.get(cast.url("people/key/")).content.decode()
        assert _events(cast)[0] == "people:elevation:ran_out"
        assert client.post(cast.url("people/key/rotate/"))["Location"].startswith(AGAIN)


def test_who_ends_it_is_asked_again_even_a_moment_later(cast):
    client = _begin(cast)
    client.post(cast.url("people/elevated/end/"))
    assert _events(cast)[0] == "people:elevation:ended"
    assert client.post(cast.url("people/key/rotate/"))["Location"].startswith(AGAIN)


def test_signing_out_ends_it_and_the_trail_says_so(cast):
    client = _begin(cast)
    client.post("/account/logout/")
    assert _events(cast)[0] == "people:elevation:left"
    client.force_login(cast.account("owner"))
    assert client.post(cast.url("people/key/rotate/"))["Location"].startswith(AGAIN)


def test_it_is_on_no_other_device(cast):
    _begin(cast)
    other = cast.client("owner", fresh=False)
    assert other.post(cast.url("people/key/rotate/"))["Location"].startswith(AGAIN)


def test_it_is_for_one_organisation_only(cast):
    client = _begin(cast)
    assert client.get(cast.url("people/key/", at=cast.there)).status_code == 404


def test_losing_the_role_ends_it_at_the_next_request(acting):
    client = _begin(acting)
    mine = Membership.objects.get(person=acting.person("owner"))
    Membership.objects.filter(pk=mine.pk).update(role=Role.STEWARD)
    assert "管理の操作</b>" not in client.get(acting.url("people/")).content.decode()
    assert "people:elevation:withdrawn" in _events(acting)
    assert client.post(acting.url("people/key/rotate/")).status_code == 403


def test_who_has_not_the_right_is_refused_and_not_asked_for_a_password(cast):
    answer = cast.client("staff", fresh=False).post(cast.url("people/key/rotate/"))
    assert answer.status_code == 403


def test_the_command_line_counts_as_elevated(acting):
    assert actor_on_command_line(acting.organisation).is_elevated
    keyring.rotate(actor_on_command_line(acting.organisation))


def test_a_token_carries_elevated_work_only_when_it_was_issued_for_it(acting):
    soon = clock.today() + datetime.timedelta(days=20)
    owner = acting.actor("owner")
    plain = issue(owner, label="集計", permissions=[Can.SHEET_READ], expires_on=soon)
    strong = issue(owner, label="人事の連携", permissions=[Can.PEOPLE_CHANGE], expires_on=soon)
    assert not actor_for_token(plain.secret, acting.here).is_elevated
    actor = actor_for_token(strong.secret, acting.here)
    assert actor.is_elevated
    assert actor.may(Can.PEOPLE_CHANGE)


def test_a_token_of_before_loses_what_now_demands_an_elevated_session(acting):
    soon = clock.today() + datetime.timedelta(days=20)
    old = issue(acting.actor("owner"), label="前の鍵", permissions=[Can.PEOPLE_CHANGE], expires_on=soon)
    Token.objects.update(elevated=False)
    assert not actor_for_token(old.secret, acting.here).may(Can.PEOPLE_CHANGE)


def test_a_token_for_elevated_work_lives_a_month_at_most(acting):
    with pytest.raises(LastsTooLong):
        issue(
            acting.actor("owner"),
            label="長すぎる",
            permissions=[Can.PEOPLE_CHANGE],
            expires_on=clock.today() + datetime.timedelta(days=40),
        )


def test_each_request_by_such_a_token_is_noted_too(acting):
    soon = clock.today() + datetime.timedelta(days=20)
    made = issue(
        acting.actor("owner"), label="連携", permissions=[Can.PEOPLE_CHANGE, Can.PEOPLE_READ], expires_on=soon
    )
    Client().get(f"/api/v1/o/{acting.here}/people", headers={"authorization": f"Bearer {made.secret}"})
    assert _events(acting)[0] == "people:elevation:used"


def test_nobody_signed_in_is_never_fresh(rf):
    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}
    assert not is_fresh(request)
