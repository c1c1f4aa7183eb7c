"""A small world for the tests of this room: a profile over the shipped pack, a request that was sent, partners asked.

Rows are made straight away where a test is not about the verbs that make them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import Shown, shown
from kuramori.work.requests.models import Asked, AskedState, Axis, Profile, Request, RequestState

PACK = "jp/meti/tics"


@dataclass(frozen=True, slots=True)
class Sent:
    """`asked` in the order of the partners; `requirements` is what is asked of each."""

    request: Request
    asked: tuple[Asked, ...]
    requirements: rules.Requirements


def sent(
    owner: Actor, names: Sequence[str] = ("見本金型",), *, klass: str = "A", number: str = "R-9001"
) -> Sent:
    """A request over the whole shipped pack that went to these (new) partners today; inside the owner's scope."""
    pack = packs.find(PACK)
    assert pack is not None
    wanted = rules.whole_pack(pack, axis=Axis.INFORMATION, level=2, why="図面をお預けするため。")
    content, today = rules.text_of(wanted), clock.today()
    profile = Profile.objects.create(
        organisation=owner.organisation,
        name="図面を預ける取引先",
        klass=klass,
        axis=Axis.INFORMATION,
        pack_id=pack.id,
        version=pack.version,
        digest=pack.digest,
        content=content,
        made_by_id=owner.person_id,
        made_at=clock.now(),
    )
    request = Request.objects.create(
        organisation=owner.organisation,
        number=number,
        title="情報管理状況のご確認のお願い",
        profile=profile,
        axis=Axis.INFORMATION,
        pack_id=pack.id,
        version=pack.version,
        digest=pack.digest,
        content=content,
        content_digest=rules.digest_of(content),
        reason="図面をお預けしており、扱いを確かめたいため。",
        scope="図面を扱う部署",
        deadline_on=today + datetime.timedelta(days=40),
        support="専門家の訪問（無料）を案内します。",
        cost_contact="調達部 見本 花子 03-0000-0000",
        readers="調達部と品質保証部",
        state=RequestState.SENT,
        made_by_id=owner.person_id,
        made_at=clock.now(),
        sent_at=clock.now(),
    )
    return Sent(request, tuple(_asked(owner, request, name, n) for n, name in enumerate(names, 1)), wanted)


def _asked(owner: Actor, request: Request, name: str, n: int) -> Asked:
    partner: Partner = add_partner(owner, PartnerWanted(name, is_supplier=True))
    contact = add_contact(owner, partner, ContactWanted("見本 次郎", email=f"jiro{n}@mihon-{n}.example"))
    row: Asked = Asked.objects.create(
        organisation=owner.organisation,
        request=request,
        partner=partner,
        contact=contact,
        number=f"{request.number}-{n:05d}",
        klass=request.profile.klass,
        employees=20,
        state=AskedState.SENT,
        sent_at=clock.now(),
    )
    return row


def answers(wanted: rules.Requirements, level: int = 2, **other: Given) -> dict[str, Given]:
    """Every item at one level; `other` by item id."""
    plain = {item: Given(Said.MET if level >= 2 else Said.PART, level) for item in wanted.items}
    return plain | other


def seen(wanted: rules.Requirements, given: dict[str, Given], disclosure: str = "D4") -> Shown:
    """What its giver shows today."""
    return shown(wanted, given, disclosure=disclosure, as_of=clock.today(), given_by="見本 次郎")
