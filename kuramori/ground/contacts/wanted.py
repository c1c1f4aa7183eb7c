"""What somebody says of a partner, a site or a contact, tidied and checked before any row is touched."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from kuramori.ground.contacts import kinds
from kuramori.ground.contacts.models import Partner
from kuramori.ground.post.addresses import checked
from kuramori.outside import clock
from kuramori.rules.corporate_numbers import corporate_number
from kuramori.rules.document import FORBIDDEN

MOST_TAGS, LONGEST_TAG = 20, 20


class NameMissing(ValueError):
    """A partner, a site and a contact each need a name."""


class TierUntold(ValueError):
    """Which tier a partner is, is known only from the partner: who said so, and on which day up to today."""


@dataclass(frozen=True, slots=True)
class PartnerWanted:
    """`tier` comes with who of the partner said so, and when (None: today)."""

    name: str
    kana: str = ""
    corporate_number: str = ""
    is_customer: bool = False
    is_supplier: bool = False
    note: str = ""
    code: str = ""
    kinds: tuple[str, ...] = field(default=())
    tags: tuple[str, ...] = field(default=())
    tier: int | None = None
    tier_said_on: datetime.date | None = None
    tier_said_by: str = ""

    @classmethod
    def of(cls, row: Partner) -> PartnerWanted:
        """What is said of a partner now: for whoever changes a part of it."""
        told = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        return cls(**{**told, "kinds": tuple(row.kinds), "tags": tuple(row.tags)})


@dataclass(frozen=True, slots=True)
class SiteWanted:
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ContactWanted:
    name: str
    department: str = ""
    email: str = ""
    telephone: str = ""
    role: str = ""


def partner(wanted: PartnerWanted) -> dict[str, Any]:
    """The columns. Raises `NameMissing`, `TierUntold`, `rules.corporate_numbers.NotACorporateNumber`."""
    number = wanted.corporate_number.strip()
    return {
        "name": named(wanted.name, 120),
        "kana": line(wanted.kana, 120),
        "code": line(wanted.code, 30),
        "corporate_number": corporate_number(number) if number else "",
        "is_customer": wanted.is_customer,
        "is_supplier": wanted.is_supplier,
        "kinds": kinds.known(wanted.kinds),
        "tags": tags(wanted.tags),
        "note": FORBIDDEN.sub("", wanted.note).strip()[:400],
        **_tier(wanted),
    }


def site(wanted: SiteWanted) -> dict[str, str]:
    """The columns. Raises `NameMissing`."""
    return {"name": named(wanted.name, 60), "address": line(wanted.address, 200)}


def contact(wanted: ContactWanted) -> dict[str, str]:
    """The columns. Raises `NameMissing`, `post.addresses.AddressUnusable`."""
    email = wanted.email.strip()
    return {
        "name": named(wanted.name, 60),
        "department": line(wanted.department, 60),
        "role": line(wanted.role, 60),
        "email": checked(email) if email else "",
        "telephone": line(wanted.telephone, 30),
    }


def tags(told: tuple[str, ...]) -> list[str]:
    """Each tag once, without the signs that part tags."""
    tidy = (line(tag.replace("|", " ").replace("#", " "), LONGEST_TAG) for tag in told)
    return list(dict.fromkeys(tag for tag in tidy if tag))[:MOST_TAGS]


def named(text: str, longest: int) -> str:
    """A name that is there. Raises `NameMissing`."""
    name = line(text, longest)
    if not name:
        raise NameMissing
    return name


def line(text: str, longest: int) -> str:
    return " ".join(FORBIDDEN.sub("", text).split())[:longest]


def _tier(wanted: PartnerWanted) -> dict[str, Any]:
    if wanted.tier is None:
        return {"tier": None, "tier_said_on": None, "tier_said_by": ""}
    said_by, said_on = line(wanted.tier_said_by, 60), wanted.tier_said_on or clock.today()
    if not said_by or said_on > clock.today() or wanted.tier not in kinds.TIERS:
        raise TierUntold(wanted.tier)
    return {"tier": wanted.tier, "tier_said_on": said_on, "tier_said_by": said_by}
