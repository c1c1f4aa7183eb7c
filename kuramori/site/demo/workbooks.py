"""Answer workbooks that came back to 仮想重機: one in order, one with doubts, and two files that are none."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.press.long_table import LongBook, LongSheet, write
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests.models import Asked, Drop, RequestState
from kuramori.work.requests.workbooks import dropping

Standing = Callable[[str], AbstractContextManager[None]]
DROPPED_ON = "2026-11-20"
HEADS = ("設問ID", "答え", "説明と代わりの方法", "これからの計画", "いつまでに", "根拠の名前")
SAID: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "見本金型株式会社",
        (
            ("できている", "", "", "", "守るべき情報の一覧 第2版"),
            ("できている", "", "", "", ""),
            ("予定がある", "金型には札を付け、図面はこれから", "図面に表示を入れる", "令和9年3月31日", ""),
            ("代わりの方法がある", "持ち帰らず、見せてもらった場で返しています"),
        ),
    ),
    (
        "例示表面処理㈱",
        (
            ("○", "", "", "", ""),
            ("だいたい", "棚の番号は決めてあります", "", "", ""),
            ("一部できている", "", "棚の札を替える", "来年", ""),
            ("△", "", "", "", ""),
        ),
    ),
)


def drop_workbooks(actor: Actor, standing: Standing) -> None:
    """Inside the scope of one company; nothing for whoever asks nobody, or has dropped some already."""
    if Drop.objects.exists():
        return
    files = []
    for partner, said in SAID:
        rows = Asked.objects.filter(partner__name=partner, request__state=RequestState.SENT)
        asked = rows.select_related("request", "partner").first()
        if asked is not None:
            items = read_requirements(asked.request.content).items
            files.append((f"{asked.number}_回答.xlsx", _book(asked, items, said)))
    if not files:
        return
    files += [("見積書.pdf", b"%PDF-1.7"), ("回答表（途中）.xlsx", b"PK\x03\x04")]
    with standing(DROPPED_ON):
        dropping.read_on(dropping.drop(actor, files))


def _book(asked: Asked, items: Sequence[str], said: Sequence[Sequence[str]]) -> bytes:
    """The sheet as they typed it anew: what is not said of an item is as of the last one."""
    told = [said[n] if n < len(said) else ("できている",) for n in range(len(items))]
    rows = [("お願いの番号", asked.number), ("回答した方", "見本 次郎"), HEADS]
    rows += [(item, *answers) for item, answers in zip(items, told, strict=True)]
    wide = [(*row, *("",) * (len(HEADS) - len(row))) for row in rows]
    sheet = LongSheet("回答", (20.0,) * len(HEADS), ("回答表", *("",) * (len(HEADS) - 1)), wide)
    out = io.BytesIO()
    write(out, LongBook("回答表", asked.partner.name, clock.today(), "", (sheet,)))
    return out.getvalue()
