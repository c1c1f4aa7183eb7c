"""Whom the invented companies deal with: a few each, and for a large one the suppliers of a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from kuramori.ground.contacts import dealing
from kuramori.ground.contacts.importing import take_in
from kuramori.ground.contacts.importing.draft import keep
from kuramori.ground.contacts.importing.table import read
from kuramori.ground.contacts.models import Partner
from kuramori.ground.contacts.siting import add_site
from kuramori.ground.contacts.wanted import ContactWanted, PartnerWanted, SiteWanted
from kuramori.ground.people.actor import Actor
from kuramori.rules.corporate_numbers import check_digit
from kuramori.site.demo.roster import FAMILY, GIVEN

TOLD_ON, TAKEN_IN_ON = "2025-04-14", "2025-05-12"


class Standing(Protocol):
    """On that day."""

    def __call__(self, day: str) -> AbstractContextManager[None]: ...


# name, reading, customer, supplier, kinds, tags, somebody there (name, department, role), a site
Told = tuple[str, str, bool, bool, tuple[str, ...], tuple[str, ...], tuple[str, str, str] | None, str]

DEALINGS: dict[str, tuple[Told, ...]] = {
    "kakuu-seiko": (
        ("仮想重機株式会社", "カソウジュウキ", True, False, ("joint",), ("重要",), None, "本社"),
        ("仮名商事株式会社", "カメイショウジ", True, False, ("dealer",), (), None, ""),
        ("見本金型株式会社", "ミホンカナガタ", False, True, ("mould",), ("重要",), ("櫛田 典子", "", ""), "本社工場"),
        ("例示表面処理㈱", "レイジヒョウメンショリ", False, True, ("surface",), (), ("仁科 葵", "", ""), "第一工場"),
        ("例示熱処理有限会社", "レイジネツショリ", False, True, ("heat",), (), ("浅利 実", "営業", ""), ""),
        ("例示運輸", "レイジウンユ", False, True, ("transport",), (), None, ""),
        ("例示設備", "レイジセツビ", False, True, ("equipment",), (), ("名取 茂", "", "保守の受け持ち"), ""),
        ("見本県工業技術センター", "ミホンケン", False, True, ("research", "inspection"), (), None, ""),
    ),
    "mihon-kanagata": (
        ("架空精工株式会社", "カクウセイコウ", True, False, ("joint",), ("重要",), None, "本社"),
        ("仮想重機株式会社", "カソウジュウキ", True, False, (), (), ("諸星 恵", "設計部", ""), ""),
        ("例示熱処理有限会社", "レイジネツショリ", False, True, ("heat",), (), ("浅利 実", "営業", ""), ""),
        ("例示鋼材", "レイジコウザイ", False, True, ("material",), (), None, "第二倉庫"),
    ),
    "reiji-hyomen": (
        ("仮想重機株式会社", "カソウジュウキ", True, False, (), ("重要",), None, "本社"),
        ("架空精工株式会社", "カクウセイコウ", True, False, (), (), ("森下 健一", "総務部", "情報管理の受け持ち"), ""),
        ("例示薬品", "レイジヤクヒン", False, True, ("material",), (), ("浅利 実", "営業", ""), ""),
        ("例示環境", "レイジカンキョウ", False, True, ("waste",), (), None, ""),
    ),
    "kasou-juki": (
        ("架空精工株式会社", "カクウセイコウ", False, True, ("machining", "joint"), ("重要",), None, "本社"),
        ("見本金型株式会社", "ミホンカナガタ", False, True, ("mould",), (), None, "本社工場"),
        ("例示表面処理㈱", "レイジヒョウメンショリ", False, True, ("surface",), (), ("仁科 葵", "品質", ""), ""),
    ),
}  # fmt: skip
HEADINGS = (
    "仕入先コード",
    "仕入先名",
    "フリガナ",
    "法人番号",
    "取引区分",
    "種別",
    "所在地",
    "先方担当者",
    "部署",
    "電話番号",
)
# How many suppliers a company's purchasing list holds besides.
LISTS = {"kasou-juki": 160}
PLACES = (
    "東",
    "西",
    "南",
    "北",
    "中",
    "旭",
    "緑",
    "若葉",
    "青葉",
    "泉",
    "富士見",
    "栄",
    "港",
    "桜",
    "松",
    "梅",
)
CRAFTS = (
    ("精工", "加工外注"), ("金型", "金型・治具"), ("熱処理", "熱処理"), ("鍍金", "表面処理・めっき"),
    ("鋳造", "鋳造・鍛造"), ("組立", "組立"), ("測器", "検査・測定"), ("鋼材", "材料・部品"), ("商会", "商社・代理店"),
    ("運輸", "運送"), ("倉庫", "倉庫"),
)  # fmt: skip


def deal(slug: str, steward: Actor, standing: Standing) -> None:
    """One company's partners, in its scope, through the verbs; rows that stand already are filled in."""
    if Partner.objects.exclude(kinds=[]).exists():
        return
    with standing(TOLD_ON):
        for told in DEALINGS.get(slug, ()):
            _tell(steward, told)
    if slug in LISTS:
        with standing(TAKEN_IN_ON):
            _take_in(steward, LISTS[slug])


def _tell(actor: Actor, told: Told) -> None:
    name, kana, is_customer, is_supplier, kinds, tags, person, site = told
    wanted = PartnerWanted(
        name, kana, is_customer=is_customer, is_supplier=is_supplier, kinds=kinds, tags=tags
    )
    row = Partner.objects.filter(name=name).first()
    if row is None:
        row = dealing.add_partner(actor, wanted)
    else:
        row = dealing.change_partner(actor, row, wanted, revision=row.revision)
    if person:
        dealing.add_contact(actor, row, ContactWanted(person[0], person[1], role=person[2]))
    if site:
        add_site(actor, row, SiteWanted(site))


def _take_in(actor: Actor, companies: int) -> None:
    """A purchasing list as a program writes it; two of its rows are one company, for somebody to find."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(_suppliers(companies))
    content = out.getvalue().encode()
    draft = keep(actor, read(content), content)
    shown = take_in.plan_of(draft).digest()
    take_in.begin(actor, draft, shown=shown, skips_faults=False)
    take_in.go_on(actor, draft)


def _suppliers(companies: int) -> Iterator[tuple[str, ...]]:
    for n in range(companies):
        craft, kind = CRAFTS[n % len(CRAFTS)]
        name = f"{PLACES[n % len(PLACES)]}{PLACES[n // len(PLACES)]}{craft}"
        # Base numbers that no register gives out.
        base = f"0000000{n + 1:05}"
        family, given = FAMILY[n * 5 % len(FAMILY)], GIVEN[n * 7 % len(GIVEN)]
        yield (
            f"S{n + 1:04}",
            f"{name}株式会社",
            "",
            f"{check_digit(base)}{base}" if n % 3 else "",
            "仕入先",
            kind,
            f"見本県架空市{n % 40 + 1}-{n % 9 + 1}",
            f"{family[0]} {given[0]}",
            ("営業", "品質保証", "総務")[n % 3],
            f"000-000-{n:04}",
        )
    yield ("S9001", "㈱東東精工", "", "", "仕入先", "加工外注", "", "", "", "")
