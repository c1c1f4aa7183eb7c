"""Tries count together: in several processes, in several threads at once, and past what one could save up."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings as live
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from kuramori.ground.people.tests import signing
from tests.cast import PASSWORD, make_cast

HELD = "しばらく受け付けません"
LOOKED_AT = "パスワードが正しくありません"
WRONG = "chigau-kotoba-99"

# A process of its own: its own memory, its own connection, the same tables.
ELSEWHERE = """
import json, sys
import django
from django.conf import settings
told = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = told["database"]
settings.ALLOWED_HOSTS = ["testserver"]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.test import Client
client = Client()
answers = [client.post(path, form) for path, form in told["posts"]]
print(json.dumps([answer.content.decode() for answer in answers]))
"""


@pytest.fixture
def people(transactional_db):
    cache.clear()
    yield make_cast()
    cache.clear()


def _elsewhere(posts: list[tuple[str, dict[str, str]]]) -> list[str]:
    """What another process answers to these forms, one after the other, as one visitor."""
    told = {"database": str(connection.settings_dict["NAME"]), "posts": posts}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, json.dumps(told)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kuramori.site.settings",
            "KURAMORI_DATA": str(live.DATA),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[str] = json.loads(done.stdout.strip().splitlines()[-1])
    return answers


def _sign_in(account, password=PASSWORD):
    return (reverse("account_login"), {"login": account.email, "password": password})


def test_wrong_passwords_count_together_in_two_processes(people):
    account = people.account("staff")
    here = Client()
    for _ in range(3):
        signing.password(here, account, WRONG)
    first, second, third = _elsewhere([_sign_in(account, WRONG)] * 2 + [_sign_in(account)])

    assert HELD not in first
    assert HELD not in second
    assert HELD in third
    assert HELD in signing.password(here, account).content.decode()


@pytest.mark.parametrize("kind", ["number", "recovery code"])
def test_wrong_second_steps_count_together_in_two_processes(people, kind):
    account = people.account("staff")
    secret = signing.with_app(account)
    wrong = signing.wrong(secret) if kind == "number" else "11111111"
    here = Client()
    signing.password(here, account)
    for _ in range(3):
        signing.code(here, wrong)
    place = reverse("mfa_authenticate")
    _, *answers = _elsewhere([_sign_in(account)] + [(place, {"code": wrong})] * 3)

    assert [HELD in answer for answer in answers] == [False, False, True]
    right = signing.number(secret) if kind == "number" else signing.codes_of(account)[0]
    assert HELD in signing.code(here, right).content.decode()


def test_saying_again_who_one_is_counts_together_in_two_processes(people):
    account = people.account("staff")
    here = people.client("staff")
    for _ in range(3):
        signing.confirm(here, WRONG)
    again = (reverse("account_reauthenticate"), {"password": WRONG})
    _, *answers = _elsewhere([_sign_in(account)] + [again] * 3)

    assert [HELD in answer for answer in answers] == [False, False, True]
    assert HELD in signing.confirm(here).content.decode()


def _at_once(count: int, work) -> list[str]:
    """What `count` visitors are answered who ask at the same moment."""
    ready, answers = threading.Barrier(count), []

    def one() -> None:
        try:
            client = Client()
            ready.wait(20)
            answers.append(work(client))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == count
    return answers


def test_many_at_once_get_no_more_tries_than_one_after_the_other(people):
    account = people.account("staff")
    answers = _at_once(16, lambda client: signing.password(client, account, WRONG).content.decode())

    # Whoever waits too long for their turn is turned away unheard, with a page of its own: count what was looked at.
    assert 1 <= sum(LOOKED_AT in answer for answer in answers) <= 5


def test_many_at_once_get_no_more_tries_at_the_second_step(people):
    account = people.account("staff")
    secret = signing.with_app(account)
    opened = Client()
    signing.password(opened, account)

    def attempt(client: Client) -> str:
        client.cookies = opened.cookies
        return signing.code(client, signing.wrong(secret)).content.decode()

    answers = _at_once(16, attempt)
    assert sum("確認できませんでした" in answer for answer in answers) <= 5


@pytest.mark.parametrize("kind", ["number", "recovery code"])
def test_one_code_at_many_places_at_once_opens_one(people, kind):
    account = people.account("staff")
    secret = signing.with_app(account)
    right = signing.number(secret) if kind == "number" else signing.codes_of(account)[0]
    waiting = [Client() for _ in range(4)]
    for client in waiting:
        signing.password(client, account)

    def attempt(_client: Client) -> str:
        answer = signing.code(waiting.pop(), right)
        return "in" if answer.status_code == 302 else "out"

    assert _at_once(4, attempt).count("in") == 1


ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@override_settings(PASSWORD_HASHERS=ARGON2, ACCOUNT_RATE_LIMITS=False)
def test_an_unknown_address_takes_as_long_as_a_wrong_password(people):
    """Processor time, so that a busy machine does not decide; known and unknown in turn."""
    account = people.account("staff")
    account.set_password(PASSWORD)
    account.save()
    client, took = Client(), {True: [], False: []}
    for turn in range(40):
        known = turn % 2 == 0
        email = account.email if known else f"nobody-{turn}@kakuu-seiko.example"
        began = time.thread_time()
        answer = client.post(reverse("account_login"), {"login": email, "password": WRONG})
        took[known].append((time.thread_time() - began) * 1000)
        assert "正しくありません" in answer.content.decode()
    difference = statistics.median(took[True][2:]) - statistics.median(took[False][2:])
    assert abs(difference) <= 5, f"{difference:.2f} ms"
