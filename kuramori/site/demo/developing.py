"""What the invented companies ask to pass on, develop together, and keep for their customers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Grade, Origin, Stage
from kuramori.work.partners.joint import moulds, onward, projects
from kuramori.work.partners.models import Brought, MouldState, OnwardSide, Ownership
from kuramori.work.places.models import Place, PlaceKind

Standing = Callable[[str], AbstractContextManager[None]]
Day = datetime.date


def develop_and_keep(steward: Actor, standing_on: Standing) -> None:
    """One company's, inside its scope."""
    partners = list(Partner.objects.filter(retired_on__isnull=True).order_by("sorts_as", "pk")[:3])
    if len(partners) < 2:
        return
    customer = next((one for one in partners if one.is_customer), partners[0])
    _pass_on(steward, partners, standing_on)
    _develop(steward, customer, standing_on)
    _keep(steward, customer, standing_on)


def _pass_on(steward: Actor, partners: list[Partner], standing_on: Standing) -> None:
    with standing_on("2026-11-17"):
        wanted = onward.Wanted(
            OnwardSide.RECEIVED,
            partners[-1],
            "例示熱処理株式会社",
            "部品の加工図",
            "熱処理の委託",
            clock.today(),
        )
        onward.ask_onward(steward, wanted)
    entrusted = Asset.objects.filter(stage=Stage.ADMITTED, origin=Origin.RECEIVED).exclude(grade=Grade.TOP)
    held = entrusted.filter(partner__isnull=False).select_related("partner").order_by("number").first()
    if held is None or held.partner is None:
        return
    other = next((one for one in partners if one.pk != held.partner_id), None)
    if other is None:
        return
    with standing_on("2026-10-19"):
        wanted = onward.Wanted(
            OnwardSide.SENT,
            held.partner,
            other.name,
            "部品の図面の一部",
            "表面処理の委託",
            clock.today(),
            held,
            other,
        )
        row = onward.ask_onward(steward, wanted)
    with standing_on("2026-10-23"):
        answer = onward.Answer(
            True,
            clock.today(),
            "購買部 早見様",
            Day(2027, 3, 31),
            "写しは番号付きで2部まで。終わったら返すこと",
            "10月23日の承諾書",
        )
        onward.answer_onward(steward, row, answer, revision=row.revision)


def _develop(steward: Actor, partner: Partner, standing_on: Standing) -> None:
    with standing_on("2026-09-01"):
        row = projects.begin_project(
            steward,
            partner,
            projects.Wanted(
                "軽量ブラケットの共同開発",
                clock.today(),
                "重さを2割減らす接合の方法を決める",
                Day(2027, 3, 31),
                ownership=Ownership.SHARED,
                ownership_words="成果は半分ずつ。持ち込んだものは、それぞれのもののまま",
            ),
        )
        ours = projects.Thing(Brought.OURS, "接合の条件表（第3版）", Day(2021, 6, 10), clock.today())
        theirs = projects.Thing(Brought.THEIRS, "材料の試験の結果", Day(2024, 2, 5), clock.today())
        line = projects.bring_in(steward, row, ours)
        projects.bring_in(steward, row, theirs)
    with standing_on("2026-09-04"):
        projects.confirm_brought(steward, line, by="技術部 例示様", on=clock.today())
    with standing_on("2026-10-08"):
        meeting = projects.Meeting(
            clock.today(),
            "当社2人、先方の技術部2人",
            "継手の形を2案にしぼった。\n次回までに、それぞれ試作して強さを比べる。",
            "試作品2個（番号付き）",
        )
        projects.keep_minutes(steward, row, meeting)


def _keep(steward: Actor, partner: Partner, standing_on: Standing) -> None:
    place = Place.objects.filter(kind=PlaceKind.CABINET, retired_on__isnull=True).order_by("path").first()
    told = (
        ("ブラケットの曲げ型", "KJ-0451", 1, Day(2017, 5, 8), Day(2022, 3, 18)),
        ("検査治具 左右", "KJ-0612", 2, Day(2023, 4, 3), Day(2026, 11, 2)),
        ("カバーの抜き型", "KJ-0388", 1, Day(2015, 9, 1), Day(2019, 12, 20)),
    )
    with standing_on("2026-11-04"):
        rows = [
            moulds.keep_mould(steward, partner, moulds.Wanted(name, since, tag, count, place, used))
            for name, tag, count, since, used in told
        ]
    with standing_on("2026-11-12"):
        last = rows[-1]
        moulds.talk_of_cost(
            steward, last, on=clock.today(), words="廃棄までの間は月2,000円で相談", is_agreed=False
        )
        moulds.ask_about_mould(
            steward, last, MouldState.SCRAP_ASKED, Day(2026, 12, 18), "廃棄の承諾を求めた", revision=1
        )
