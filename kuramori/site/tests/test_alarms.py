"""Who learns of two checkpoints that do not fit."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from kuramori.ground.people.models import Account
from kuramori.ground.post.models import Delivery
from kuramori.ground.trail import fork, keys
from kuramori.ground.trail.models import How
from kuramori.site import alarms

pytestmark = pytest.mark.django_db
SAYS = "証跡の控えに食い違いがあります"


@pytest.fixture
def found(cast):
    fork.met(How.REFUSED, keys.log_verifier().name, "one", "two", source="取引先の立会人")
    return fork.alarms()[0]


@pytest.mark.parametrize("here", ["kakuu-seiko", "mihon-kanagata"])
def test_the_owner_of_every_organisation_sees_it_on_every_page(cast, found, here):
    client = cast.client("owner", at=here)
    for page in ("", "people/", "checks/"):
        text = client.get(f"/o/{here}/{page}").content.decode()
        assert SAYS in text
        assert "取引先の立会人" in text


@pytest.mark.parametrize("role", ["steward", "staff", "auditor"])
def test_others_are_not_alarmed_by_what_they_cannot_look_into(cast, found, role):
    assert SAYS not in cast.client(role).get(f"/o/{cast.here}/").content.decode()


def test_the_operator_sees_it(cast, found, client):
    account = Account.objects.create(email="operator@example.com", is_operator=True)
    client.force_login(account)
    assert SAYS in client.get("/operator/").content.decode()


def test_guests_see_nothing_and_cost_no_question(client, found, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(0):
        assert SAYS not in client.get("/").content.decode()


def test_it_goes_when_it_was_settled(cast, found):
    fork.settle(found.id, "運用者が確かめた")
    assert SAYS not in cast.client("owner").get(f"/o/{cast.here}/").content.decode()


def test_a_fork_of_a_log_that_we_witness_is_told_as_such(cast):
    fork.met(How.LOG, "kuramori/other", "one", "two")
    text = cast.client("owner").get(f"/o/{cast.here}/").content.decode()
    assert "立ち会っている記録に食い違いがあります" in text


def test_owners_and_operators_get_a_mail_each(cast, settings, django_capture_on_commit_callbacks):
    mail = SimpleNamespace(
        host="mail.example",
        port=25,
        security="none",
        user="",
        password="",
        sender="kura@example.com",
        private_network=False,
        authorities="",
    )
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
    told = alarms.told_addresses()
    assert told == ["operator@unyou.example", "owner@kakuu-seiko.example", "owner@mihon-kanagata.example"]
    with django_capture_on_commit_callbacks(execute=True):
        fork.met(How.REFUSED, keys.log_verifier().name, "one", "two")
    assert Delivery.objects.count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        fork.met(How.REFUSED, keys.log_verifier().name, "one", "three")
    assert Delivery.objects.count() == 3


def test_without_mail_the_alarm_stands_all_the_same(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fork.met(How.REFUSED, keys.log_verifier().name, "one", "two")
    assert len(fork.alarms()) == 1
    assert not Delivery.objects.exists()
