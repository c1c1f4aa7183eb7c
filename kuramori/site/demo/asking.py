"""仮想重機 asks its suppliers: two levels, classes, one request that is out, one that waits, one that is unfair yet."""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager
from typing import Protocol

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.requirements import Required
from kuramori.work.requests import approving, asking, choosing, profiling, sending, tiering
from kuramori.work.requests.asking import RequestWanted
from kuramori.work.requests.asking_content import equivalents_of
from kuramori.work.requests.matching import Choice
from kuramori.work.requests.models import Asked, Axis, Profile, Request

ASKS = "kasou-juki"
PACK = "jp/meti/tics"
LEVELS_ON, SENT_ON, WAITS_ON, DRAFT_ON = "2026-11-02", "2026-11-05", "2026-11-19", "2026-11-20"
KNOWN = ("架空精工株式会社", "見本金型株式会社", "例示表面処理㈱")
SECRET = {"info_secret": True, "it_holds": True, "info_top": False, "it_reaches": False}
USUAL = RequestWanted(
    title="情報管理状況のご確認のお願い",
    deadline_on=None,
    division="調達部",
    reason="図面や試作品をお預けしており、その扱いを一緒に確かめたいため。",
    scope="弊社の図面・型・加工データを扱う部署と、そのパソコン・保管場所",
    evidence_wanted="社内の決まりの題名、研修の日付（図面や手順書そのものは要りません）",
    readers="調達部と情報セキュリティ部",
    support="専門家の訪問（無料）の紹介、オンライン説明会、様式のひな形をお渡しします。",
    cost_contact="調達部 03-0000-0000",
    call_back="代表 03-0000-0000",
)


class Standing(Protocol):
    """On that day."""

    def __call__(self, day: str) -> AbstractContextManager[None]: ...


def ask(slug: str, owner: Actor, steward: Actor, standing: Standing) -> None:
    """Inside the scope of one company; nothing for whoever asks nobody."""
    pack = packs.find(PACK)
    if slug != ASKS or pack is None or Profile.objects.exists():
        return
    with standing(LEVELS_ON):
        heavy = _profile(steward, pack, "極秘の図面を預ける取引先", "A", 2, len(pack.items))
        usual = _profile(steward, pack, "図面・型を預ける取引先", "B", 2, 12)
        _classes(steward)
        _addresses(steward)
    with standing(SENT_ON):
        _out(owner, steward, heavy)
    with standing(WAITS_ON):
        _waits(steward, usual)
    with standing(DRAFT_ON):
        _unfair(steward, usual)


def _profile(actor: Actor, pack: Pack, name: str, klass: str, level: int, items: int) -> Profile:
    required = [
        Required(
            one.id,
            level,
            "極秘の図面をお預けするため。" if klass == "A" else "図面・型をお預けするため。",
            is_critical=n < 2,
            na_allowed=one.na_allowed,
        )
        for n, one in enumerate(pack.items[:items])
    ]
    kinds = tuple(one.id for one in equivalents_of(Axis.INFORMATION))
    return profiling.make(
        actor, pack, profiling.ProfileWanted(name, klass, Axis.INFORMATION, required, kinds)
    )


def _classes(actor: Actor) -> None:
    for kind in ("mould", "machining", "surface"):
        tiering.many(actor, Choice(kind=kind), tiering.Decided(SECRET, "B"), _quietly)
    tiering.many(
        actor, Choice(kind="warehouse"), tiering.Decided(dict.fromkeys(SECRET, False), "C"), _quietly
    )
    heads = {"架空精工株式会社": 22, "見本金型株式会社": 14, "例示表面処理㈱": 37}
    for partner in Partner.objects.filter(name__in=KNOWN, is_supplier=True):
        said = tiering.Decided({**SECRET, "info_top": True}, "A", employees=heads[partner.name])
        tiering.decide(actor, partner, said)


def _addresses(actor: Actor) -> None:
    """Somebody with an address at those we know, so that a link can be made for them."""
    for n, partner in enumerate(Partner.objects.filter(name__in=KNOWN, is_supplier=True).order_by("name")):
        if not Contact.objects.filter(partner=partner).exclude(email="").exists():
            person = ("森下 健一", "櫛田 典子", "仁科 葵")[KNOWN.index(partner.name)]
            add_contact(actor, partner, ContactWanted(person, email=f"kakunin{n}@torihiki.example"))


def _out(owner: Actor, steward: Actor, profile: Profile) -> None:
    made = asking.make(steward, profile, _due(40))
    choosing.choose(steward, made, Choice(klass="A"))
    _hand_in(steward, made)
    approving.approve(owner, made)
    sending.send(owner, made)
    made.refresh_from_db()
    for one in Asked.objects.filter(request=made).select_related("request"):
        sending.hand_link(steward, one)


def _waits(steward: Actor, profile: Profile) -> None:
    made = asking.make(steward, profile, _due(21))
    choosing.choose(steward, made, Choice(klass="B"))
    reasons = {"short-deadline": "年内に結果をまとめるため。間に合わない会社は個別に延ばします。"}
    approving.hand_in(steward, made, reasons, revision=made.revision)


def _unfair(steward: Actor, profile: Profile) -> None:
    wanted = _due(12, title="セキュリティ対策のお願い", reason="", support="", named_product="守りの箱 X")
    made = asking.make(steward, profile, wanted)
    choosing.choose(steward, made, Choice(kind="transport"))


def _hand_in(actor: Actor, request: Request) -> None:
    approving.hand_in(actor, request, {}, revision=request.revision)


def _due(days: int, **other: object) -> RequestWanted:
    on = clock.today() + datetime.timedelta(days=days)
    said = {name: getattr(USUAL, name) for name in USUAL.__slots__}
    return RequestWanted(**{**said, "deadline_on": on, **other})


def _quietly(done: int, total: int) -> None:
    """Nobody watches."""
