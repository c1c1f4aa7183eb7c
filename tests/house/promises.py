"""The words of a promise: who may open an address, and by which methods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kuramori.ground.people.roles import Can


class Audience(Enum):
    """Who gets further than the sign-in page, or than 404."""

    PUBLIC = "anybody, without an account"
    SIGNED_IN = "anybody with an account"
    OPERATOR = "who runs the instance; for others it does not exist"
    MEMBER = "people of the organisation, by permission; for others it does not exist"


@dataclass(frozen=True, slots=True)
class Door:
    """`can`: any one of these permissions opens it; empty: every role does."""

    audience: Audience
    methods: frozenset[str]
    can: frozenset[Can] = frozenset()


def public(*methods: str) -> Door:
    return Door(Audience.PUBLIC, frozenset(methods or {"GET"}))


def signed_in(*methods: str) -> Door:
    return Door(Audience.SIGNED_IN, frozenset(methods or {"GET"}))


def operator(*methods: str) -> Door:
    return Door(Audience.OPERATOR, frozenset(methods or {"GET"}))


def get(*can: Can) -> Door:
    return Door(Audience.MEMBER, frozenset({"GET"}), frozenset(can))


def post(*can: Can) -> Door:
    return Door(Audience.MEMBER, frozenset({"POST"}), frozenset(can))


def form(*can: Can) -> Door:
    return Door(Audience.MEMBER, frozenset({"GET", "POST"}), frozenset(can))
