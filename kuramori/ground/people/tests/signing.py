"""Moves of somebody who signs in: the password, the app's number, a recovery code."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from kuramori.ground.people import access, sealed_factors
from kuramori.ground.people.models import Account
from kuramori.ground.people.overview import unused_codes
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from tests.cast import PASSWORD


def number(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))


def wrong(secret: str) -> str:
    """Six digits that are none of the app's around now."""
    now = int(clock.now().timestamp()) // 30
    right = {format_hotp_value(hotp_value(secret, step)) for step in range(now - 3, now + 4)}
    return next(
        text
        for text in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777")
        if text not in right
    )


@contextlib.contextmanager
def later(**named: float) -> Iterator[None]:
    """The clock of the house stands later: `later(seconds=30)`."""
    with clock.standing_at(clock.now() + datetime.timedelta(**named)):
        yield


def with_app(account: Account) -> str:
    """Give the account an app and recovery codes; returns the app's secret."""
    secret = generate_totp_secret()
    sealed = sealed_factors.seal(secret, account.pk)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": sealed})
    with sealed_factors.belonging_to(account.pk):
        RecoveryCodes.activate(account)
    return secret


def codes_of(account: Account) -> tuple[str, ...]:
    row = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    return unused_codes(account, row)


def password(client: Client, account: Account, typed: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": account.email, "password": typed})


def code(client: Client, typed: str):
    return client.post(reverse("mfa_authenticate"), {"code": typed})


def confirm(client: Client, typed: str = PASSWORD):
    """Who one is, once more, as is asked before a change."""
    return client.post(reverse("account_reauthenticate"), {"password": typed})


def told(account: Account) -> list[str]:
    """The events that the trail holds of this account's persons, oldest first."""
    ids = [str(person.pk) for person in access.persons_of(account)]
    return list(Entry.objects.filter(thing_id__in=ids).order_by("pk").values_list("event", flat=True))
