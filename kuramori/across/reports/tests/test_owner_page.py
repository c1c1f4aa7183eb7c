"""The page for the owner: one page, whatever happens."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from kuramori.across.reports.kinds.owner_page.data import Ledger, Plan, Seal, Task
from kuramori.across.reports.kinds.owner_page.gather import gather
from kuramori.across.reports.kinds.self_check.data import Data as SelfCheck
from kuramori.across.reports.render import render
from kuramori.press.tests.reading import pdf_pages, squeezed
from kuramori.rules import notes

PLAN = Plan((Task("14", "田所 美咲", date(2026, 12, 11)), Task("7", "𠮷田 誠", None)), open=5, overdue=1)


def test_it_says_where_we_stand_what_is_next_and_what_to_decide(factory: SelfCheck) -> None:
    (page,) = pdf_pages(render("owner_page", gather(factory, PLAN), "pdf").content)
    for says in (
        "52点",
        "28 / 54",
        "前回 23点（2025年11月20日）",
        "前回から +29点",
        "③ 管理責任者選任　83%",
        "田所 美咲",
        "2026/12/11",
        "𠮷田 誠",
        "合わせて 110分・約500円",
        "59点（32 / 54）",
        "のこり5件（うち期限を過ぎた物 1件）",
        "期限を過ぎた1件を",
        "決まっていない2件",
        "これは認証ではありません。",
        "社長責任者作成",
        "1 / 1",
    ):
        assert squeezed(says) in page, says


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_stays_one_page_with_the_longest_texts(factory: SelfCheck, lang: str) -> None:
    long = "とても長い文章がここに続いていくことがあります。" * 10
    swollen = dataclasses.replace(
        factory,
        organisation="株式会社" + "長い名前の会社" * 20,
        author="とても長い部署の名前" * 20,
        pack=dataclasses.replace(factory.pack, disclaimer=factory.pack.disclaimer + factory.pack.disclaimer),
        strong=tuple(dataclasses.replace(factory.strong[0], sentence=long) for _ in range(2)),
        weak=tuple(dataclasses.replace(factory.weak[0], sentence=long) for _ in range(2)),
        actions=tuple(
            dataclasses.replace(a, what=long, cost="約12,000円（暗号化できる3本）") for a in factory.actions
        ),
        provisional=True,
        answered=3,
    )
    plan = Plan(
        tuple(Task(a.number, "名" * 60, date(2026, 12, 11)) for a in factory.actions[:2]), open=99, overdue=99
    )
    seal = Seal("x" * 230, 999_999, date(2026, 12, 31))
    ledger = Ledger(99_999, 9_999, 99_999, 99_999, 9_999, 9_999)
    assert len(pdf_pages(render("owner_page", gather(swollen, plan, seal, ledger), "pdf", lang).content)) == 1


def test_it_tells_how_the_ledger_stands_where_there_is_one(factory: SelfCheck) -> None:
    ledger = Ledger(secret=12, top=3, marked=9, reviewed=7, tasks=2, overdue=1)
    (page,) = pdf_pages(render("owner_page", gather(factory, PLAN, None, ledger), "pdf").content)
    assert squeezed("守るべき情報12件（うち極秘3件）・表示のある物9件・1年以内に見直した物7件") in page
    assert squeezed("片づけること2件（うち期限を過ぎた物 1件）") in page
    (without,) = pdf_pages(render("owner_page", gather(factory, PLAN), "pdf").content)
    assert "守るべき情報" not in without


def test_without_a_plan_or_an_earlier_round_it_says_so(guest: SelfCheck) -> None:
    (page,) = pdf_pages(render("owner_page", gather(guest), "pdf").content)
    assert "改善計画はまだ始まっていません。" in page
    assert "今回が1回目です" in page
    assert "いまの姿（途中の点）" in page
    assert "会社名" in page


def test_it_carries_the_signed_checkpoint_of_the_trail_and_stays_one_page(factory: SelfCheck) -> None:
    note = notes.signed(
        notes.Checkpoint("kuramori/" + "0" * 32, 258, b"\x01" * 32).text,
        notes.Signer("kuramori/" + "0" * 32, notes.LOG, b"\x02" * 32),
    )
    seal = Seal(note.whole, 258, date(2026, 11, 22))
    (page,) = pdf_pages(render("owner_page", gather(factory, PLAN, seal), "pdf").content)
    assert squeezed("までの証跡258件の署名です。") in page
    (without,) = pdf_pages(render("owner_page", gather(factory, PLAN), "pdf").content)
    assert squeezed("証跡の控え") not in without
