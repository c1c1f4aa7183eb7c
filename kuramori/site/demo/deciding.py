"""What the invented companies found out about one another, decided, and were asked for, on the days they would have."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger import loosening
from kuramori.work.ledger.models import Asset, Grade, Layer, Origin, Stage
from kuramori.work.partners import answering, assure, deciding, demanding
from kuramori.work.partners.models import Decision, DemandSide, DemandState

Standing = Callable[[str], AbstractContextManager[None]]
SEEN = (
    (2, 2, "2026-10訪問。保管庫と入退室の記録を見た"),
    (1, 1, "自己チェックの写しを受け取った"),
    (3, 2, "専門家の訪問の報告を見た"),
)
ASKED = {
    "kakuu-seiko": ("金型の3D図面一式", "設計部 早見様", "内製の検討のため", "保守用の予備"),
    "mihon-kanagata": ("鏡面仕上げの手順", "品質保証部 佐伯様", "工程監査のため", "監査の記録"),
    "reiji-hyomen": ("めっき液の配合", "購買部 早見様", "他社からも調達したいとのこと", ""),
    "kasou-juki": ("治具の考え方の資料", "技術部 例示様", "", "量産の検討"),
}


def decide(slug: str, owner: Actor, steward: Actor, standing_on: Standing) -> None:
    """Everything of one company; inside its scope."""
    partners = list(Partner.objects.filter(retired_on__isnull=True).order_by("name")[:3])
    assets = list(
        Asset.objects.filter(stage=Stage.ADMITTED, origin=Origin.OWN)
        .exclude(grade=Grade.TOP)
        .order_by("number")[:12]
    )
    if not partners or not assets:
        return
    with standing_on("2026-10-14"):
        for partner, (information, it, words) in zip(partners, SEEN, strict=False):
            assure.record_assurance(
                steward, partner, assure.Seen(information, it, clock.today(), words=words)
            )
    with standing_on("2026-11-16"):
        for layer in Layer:
            item = next((one for one in assets if one.layer == layer), None)
            if item is not None:
                deciding.ask(steward, item, partners[0], purpose="試作の打合せ")
        escalated = _escalated(steward, assets, partners)
    with standing_on("2026-11-17"):
        if escalated is not None:
            until = clock.today() + datetime.timedelta(days=30)
            answering.answer(owner, escalated, allow=True, reason="試作の打合せの間だけ", until_on=until)
    _demand(slug, steward, partners[0], assets, standing_on)
    with standing_on("2026-11-18"):
        shut = next((one for one in assets if one.layer == Layer.NEVER), None)
        if shut is not None:
            loosening.ask_loosening(owner, shut, Layer.NDA, reason="保守を任せる会社へ、要る部分だけ渡すため")


def _escalated(steward: Actor, assets: list[Asset], partners: list[Partner]) -> Decision | None:
    """The first question that asks somebody, if there is one."""
    for partner in reversed(partners):
        for item in assets:
            if item.layer == Layer.NDA:
                kept = deciding.ask(steward, item, partner, purpose="量産の見積り")
                if kept.outcome == "ESCALATE":
                    return kept
                break
    return None


def _demand(slug: str, steward: Actor, partner: Partner, assets: list[Asset], standing_on: Standing) -> None:
    what, who, reason, purpose = ASKED[slug]
    with standing_on("2026-09-08"):
        first = demanding.record_demand(
            steward,
            partner,
            demanding.Told(
                DemandSide.RECEIVED,
                "工程表の写し",
                clock.today(),
                who,
                their_reason="監査の準備のため",
                purpose="監査",
            ),
        )
    with standing_on("2026-09-10"):
        staged = demanding.Answer(
            DemandState.STAGED, clock.today(), "概要だけを先に渡し、残りは来社時に見せる"
        )
        demanding.answer_demand(steward, first, staged, revision=first.revision)
    with standing_on("2026-11-18"):
        due = clock.today() + datetime.timedelta(days=14)
        told = demanding.Told(
            DemandSide.RECEIVED, what, clock.today(), who, assets[0], reason, purpose, answer_by=due
        )
        demanding.record_demand(steward, partner, told)
