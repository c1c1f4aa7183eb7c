"""The company sign-ons by which an account may come in."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser

from kuramori.ground.people import providers
from kuramori.ground.people.models import Account


@dataclass(frozen=True, slots=True)
class Connection:
    """A company sign-on. One that left the settings `is_offered` no more, and can still be disconnected."""

    id: str
    name: str
    is_connected: bool
    is_offered: bool


def connections_of(account: Account | AnonymousUser) -> tuple[Connection, ...]:
    """The company sign-ons that are offered, and those no longer offered that still stand connected."""
    connected = set(SocialAccount.objects.filter(user_id=account.pk).values_list("provider", flat=True))
    offered = tuple(
        Connection(each.id, each.name, each.id in connected, is_offered=True) for each in providers.offered()
    )
    left = connected - {each.id for each in offered}
    return offered + tuple(Connection(name, name, True, is_offered=False) for name in sorted(left))
