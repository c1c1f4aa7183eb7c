"""For the tests of asking: a profile, a draft over it, and suppliers with and without an address."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.requests.requirements import Required
from kuramori.work.requests import asking, profiling
from kuramori.work.requests.asking import RequestWanted
from kuramori.work.requests.models import Axis, Profile, Request

PACK = "jp/meti/tics"
FAIR = RequestWanted(
    title="情報管理状況のご確認のお願い",
    deadline_on=None,
    division="調達部",
    reason="図面をお預けしており、扱いを確かめたいため。",
    scope="図面を扱う部署",
    readers="調達部と品質保証部",
    support="専門家の訪問（無料）を案内します。",
    cost_contact="調達部 見本 花子",
    call_back="03-0000-0000（代表）",
)


def profile(owner: Actor, *, klass: str = "A", level: int = 2, items: int | None = None) -> Profile:
    """Over the shipped pack, each item at one level for the same reason."""
    pack = packs.find(PACK)
    assert pack is not None
    required = [Required(one.id, level, "図面をお預けするため。") for one in pack.items[:items]]
    wanted = profiling.ProfileWanted(f"水準{klass}", klass, Axis.INFORMATION, required, ("tics", "isms"))
    return profiling.make(owner, pack, wanted)


def wanted(**other: Any) -> RequestWanted:
    """A fair request, due in 40 days."""
    return dataclasses.replace(FAIR, **{"deadline_on": clock.today() + datetime.timedelta(days=40), **other})


def draft(owner: Actor, **other: Any) -> Request:
    """A fair draft without partners."""
    return asking.make(owner, profile(owner), wanted(**other))


def suppliers(owner: Actor, *names: str, address: bool = True) -> list[Partner]:
    """New suppliers, each with somebody there."""
    found = []
    for name in names:
        partner = add_partner(owner, PartnerWanted(name, is_supplier=True))
        if address:
            add_contact(
                owner, partner, ContactWanted("見本 次郎", email=f"jiro@{partner.pk.hex[:8]}.example")
            )
        found.append(partner)
    return found


def with_mail(settings: Any) -> None:
    """A house that mails, and knows its own address."""
    mail = dataclasses.replace(settings.INSTANCE.mail, host="127.0.0.1", port=2525)
    site = dataclasses.replace(settings.INSTANCE.site, address="https://kura.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail, site=site)
