"""Whom the house asks at a company sign-on: the providers of the instance's settings.

Apart from `sign_on`: speaking to one takes libraries (HTTP, tokens) that would cost every start a quarter of a second.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings


class Provider(Protocol):
    """One `[[sign_on]]` of the instance's settings."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def server(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...
    @property
    def mail_domain(self) -> str: ...
    @property
    def authorities(self) -> str: ...
    @property
    def private_network(self) -> bool: ...


def offered() -> tuple[Provider, ...]:
    """Those of `kuramori.toml`; none without one."""
    found: tuple[Provider, ...] = settings.INSTANCE.sign_on
    return found


def called(provider_id: str) -> Provider | None:
    return next((each for each in offered() if each.id == provider_id), None)
