"""Everybody else on the rosters of the demonstration: invented names, most of them without a login."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from kuramori.ground.people.models import Kind

FAMILY = (
    ("浅利", "アサリ"), ("伊吹", "イブキ"), ("宇津木", "ウツギ"), ("江波", "エナミ"), ("尾形", "オガタ"),
    ("柏木", "カシワギ"), ("北条", "ホウジョウ"), ("久住", "クスミ"), ("剣持", "ケンモチ"), ("小泉", "コイズミ"),
    ("笹川", "ササガワ"), ("塩見", "シオミ"), ("須永", "スナガ"), ("瀬尾", "セオ"), ("園田", "ソノダ"),
    ("高畑", "タカハタ"), ("千種", "チグサ"), ("津島", "ツシマ"), ("戸川", "トガワ"), ("名取", "ナトリ"),
    ("新見", "ニイミ"), ("沼尻", "ヌマジリ"), ("根岸", "ネギシ"), ("野上", "ノガミ"), ("萩野", "ハギノ"),
    ("平出", "ヒライデ"), ("古谷", "フルヤ"), ("本城", "ホンジョウ"), ("真壁", "マカベ"), ("宮野", "ミヤノ"),
    ("向井", "ムカイ"), ("望月", "モチヅキ"), ("矢島", "ヤジマ"), ("湯浅", "ユアサ"), ("吉成", "ヨシナリ"),
    ("鷲尾", "ワシオ"), ("秋庭", "アキバ"),
)  # fmt: skip
GIVEN = (
    ("彩", "アヤ"), ("樹", "イツキ"), ("薫", "カオル"), ("恵子", "ケイコ"), ("浩二", "コウジ"), ("咲", "サキ"),
    ("茂", "シゲル"), ("純", "ジュン"), ("隆", "タカシ"), ("千尋", "チヒロ"), ("徹也", "テツヤ"), ("智子", "トモコ"),
    ("直樹", "ナオキ"), ("信夫", "ノブオ"), ("春香", "ハルカ"), ("英明", "ヒデアキ"), ("文男", "フミオ"),
    ("真由", "マユ"),
    ("実里", "ミノリ"), ("康平", "コウヘイ"), ("由美", "ユミ"), ("義男", "ヨシオ"), ("良太", "リョウタ"),
    ("若葉", "ワカバ"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workforce:
    """How many are on the roster besides the cast, in which departments, and their numbers' first letter."""

    others: int
    letter: str
    departments: tuple[str, ...]
    dispatched: int
    part_time: int
    left: int


# With the cast: 120, 20, 15 and 35 people, those who left beside them.
WORKFORCES = {
    "kasou-juki": Workforce(115, "J", ("設計部", "調達部", "製造部", "品質保証部", "経営企画部"), 12, 6, 3),
    "kakuu-seiko": Workforce(12, "K", ("製造部", "設計部", "総務部"), 2, 2, 1),
    "mihon-kanagata": Workforce(11, "M", ("金型課", "総務"), 1, 3, 1),
    "reiji-hyomen": Workforce(30, "R", ("めっき課", "品質保証課", "総務課"), 4, 5, 1),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """One line of a roster that nobody signs in for."""

    number: str
    name: str
    kana: str
    kind: Kind
    department: str
    joined_on: datetime.date
    left_on: datetime.date | None


def workers(company: str) -> Iterator[Worker]:
    """The other people of a company, the same each time."""
    force = WORKFORCES[company]
    for n in range(force.others + force.left):
        # Steps that share no factor with the lengths: every pair comes once before one comes again.
        family = FAMILY[(n * 5 + len(company)) % len(FAMILY)]
        given = GIVEN[(n * 7 + n // len(GIVEN) + len(company)) % len(GIVEN)]
        gone = n >= force.others
        yield Worker(
            number=f"{force.letter}{101 + n}",
            name=f"{family[0]} {given[0]}",
            kana=f"{family[1]} {given[1]}",
            kind=_kind(force, n),
            department=force.departments[n % len(force.departments)],
            joined_on=datetime.date(2004 + n * 7 % 20, (4, 4, 10, 7)[n % 4], 1),
            left_on=datetime.date(2026, 3, 31) if gone else None,
        )


def _kind(force: Workforce, n: int) -> Kind:
    if n < force.dispatched:
        return Kind.DISPATCHED
    if n < force.dispatched + force.part_time:
        return Kind.PART_TIME
    return Kind.SIDE_JOB if n == force.others - 1 and force.others > 20 else Kind.EMPLOYEE
