"""What the customers of the invented companies asked, what was said to them, and whether it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.work.requests.models import CameBy, Kept, Promise, Word
from kuramori.work.requests.promising import recording

Standing = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Told:
    """`word` "" : not answered yet. `looked`: on which day, what was found, how, and when to look again."""

    customer: str
    on: str
    came_by: CameBy
    what: str
    scope: str = ""
    who: str = ""
    source: str = ""
    due_on: str = ""
    word: Word | None = None
    answer: str = ""
    proof: str = ""
    looked: tuple[str, Kept, str, str] | None = None


TOLD: dict[str, tuple[Told, ...]] = {
    "mihon-kanagata": (
        Told("仮想重機株式会社", "2025-10-03", CameBy.AGREEMENT, "預かった図面は鍵のかかる所に置き、使い終わったら返す",
             "預かった図面すべて", "", "取引基本契約書 第14条", "2025-12-26", Word.YES,
             "金型課の鍵付き棚に置く。型の検収から30日で返す", "図面の出し入れの帳面 金型課の棚",
             ("2026-10-09", Kept.KEPT, "棚の鍵と、9月の帳面を見た", "2027-04-09")),
        Told("仮想重機株式会社", "2026-06-18", CameBy.AUDIT, "型の写真を撮らない。撮るときは先に断る", "本社工場",
             "品質監査で来られた方", "監査の指摘 3", "2026-08-31", Word.YES,
             "工場の入口に貼り、私物の電話を持ち込まない", "貼り紙の写真と、朝礼の記録",
             ("2026-11-06", Kept.PART, "貼り紙はあるが、検査室に電話が1台置かれていた", "2026-12-04")),
        Told("仮想重機株式会社", "2026-11-05", CameBy.REQUEST, "情報管理状況の確認のお願いに答える", "図面を扱う部署",
             "調達部", "お願いの手紙", "2026-12-11"),
        Told("架空精工株式会社", "2026-02-12", CameBy.MAIL, "図面のデータを社外に見せない。外注に出すときは先に断る",
             "金型の3Dデータ", "総務部 森下様", "2026-02-12のメール", "2026-03-31", Word.PART,
             "外注に出すときは先に断る。修理の業者が来る日は画面を閉じる",
             "", ("2026-09-11", Kept.KEPT, "外注の控えを見た。今年は1件で、先に断っている", "2027-03-12")),
        Told("架空精工株式会社", "2026-09-24", CameBy.SPOKEN, "金型の図面を電話やSNSで送らない", "",
             "総務部 森下様（電話）", "", "", Word.YES, "図面は共有フォルダーだけで渡す"),
        Told("架空精工株式会社", "2026-10-20", CameBy.WORKBOOK, "指定の製品のウイルス対策を全部のパソコンに入れる",
             "事務所のパソコン12台", "", "回答表の42行目", "2026-11-13", Word.NO,
             "いまの製品で同じ働きをしているため。月1回の更新の記録を見せると答えた"),
    ),
    "kakuu-seiko": (
        Told("仮想重機株式会社", "2025-05-19", CameBy.AGREEMENT, "試作の図面を見る人を名簿で決め、半年ごとに見直す",
             "試作の図面", "", "秘密保持契約 第5条", "2025-09-30", Word.YES, "設計部と製造部の7名を名簿にした",
             "名簿 総務の棚2段目", ("2026-10-16", Kept.KEPT, "名簿と、10月の異動を見比べた", "2027-04-16")),
        Told("仮想重機株式会社", "2026-07-02", CameBy.AUDIT, "試作品の廃棄に立ち会い、写真を残す", "第2工場",
             "品質保証部の方", "監査の記録 7月2日", "2026-11-20", Word.YES, "廃棄の日に2人で立ち会い、写真を残す"),
        Told("仮名商事株式会社", "2026-11-09", CameBy.MAIL, "取引先の情報管理の取り組みを1枚にまとめて出す", "",
             "営業部", "11月9日のメール", "2026-12-18"),
    ),
    "reiji-hyomen": (
        Told("仮想重機株式会社", "2026-03-05", CameBy.AGREEMENT, "処理条件の紙を複写しない。複写したら番号を付ける",
             "新しい処理条件", "", "覚書 第3条", "2026-04-30", Word.YES, "番号を付け、めっき課の5名だけが持つ",
             "番号の控え 品質保証課", ("2026-08-21", Kept.BROKEN, "番号のない写しが1枚あった。回収した", "2026-11-27")),
        Told("架空精工株式会社", "2026-10-02", CameBy.SPOKEN, "事故のときは24時間のうちに知らせる", "",
             "森下様", "", "", Word.YES, "夜と休みの日は社長の電話から知らせる", "連絡の順番の紙 事務所の壁"),
    ),
}  # fmt: skip


def promise(slug: str, steward: Actor, standing_on: Standing) -> None:
    """One company's, inside its scope; nothing where something is on record already."""
    if Promise.objects.exists():
        return
    keeper = Person.objects.filter(pk=steward.person_id).first() if steward.person_id else None
    for told in TOLD.get(slug, ()):
        partner = Partner.objects.filter(name=told.customer).first()
        if partner is not None:
            _tell(steward, partner, told, keeper, standing_on)


def _tell(steward: Actor, partner: Partner, told: Told, keeper: Person | None, standing_on: Standing) -> None:
    on = _day(told.on)
    demanded = recording.Demanded(
        told.what,
        told.came_by,
        on,
        told.who,
        told.scope,
        _day(told.due_on) if told.due_on else None,
        told.source,
        keeper=keeper,
    )
    answer = recording.Answer(told.word, on, told.answer, told.proof) if told.word else None
    with standing_on(told.on):
        row = recording.record_promise(steward, partner, demanded, answer)
    if told.looked:
        day, kept, how, again = told.looked
        with standing_on(day):
            look = recording.Look(kept, _day(day), how, next_on=_day(again))
            recording.check_promise(steward, row, look, revision=row.revision)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
