"""What the companies of the demonstration answered, and when. Digits are levels of q01…q19, `-` is open.

`n` is 当てはまらない; its reason stands in `reasons`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned action: `done` and `due` are days, `who` a family name, `way` 0 or 1 of the pack's actions."""

    item: str
    who: str
    due: str
    done: str | None = None
    way: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A colleague was asked for an item."""

    item: str
    who: str
    message: str
    due: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a company. A round with an open item stays a draft."""

    company: str
    name: str
    on: str
    levels: str
    reasons: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    evidence: tuple[tuple[str, str], ...] = ()
    plans: tuple[Planned, ...] = ()
    asked: tuple[Asked, ...] = ()
    official_score: int | None = None


NOTHING_OUTSIDE = {"q16": "外へ預けている型・図面・試作品がないため。"}

ROUNDS = (
    Round(
        company="kakuu-seiko",
        name="2024年11月の自己チェック",
        on="2024-11-18",
        levels="1012110110101111n01",
        reasons={"q17": "持ち出せる端末と媒体を、まだ1台も置いていないため。"},
        plans=(
            Planned("q01", "田所", "2024-12-20", done="2024-12-18"),
            Planned("q06", "森下", "2024-12-27", done="2024-12-25"),
            Planned("q09", "森下", "2025-01-31", done="2025-02-03"),
        ),
        official_score=41,
    ),
    Round(
        company="kakuu-seiko",
        name="2025年11月の自己チェック",
        on="2025-11-20",
        levels="2122231221111111121",
        comments={"q05": "任命書は令和7年4月1日付。代理は田所社長。"},
        evidence=(("q05", "任命書（総務キャビネット2段目）"), ("q06", "食堂と現場入口の掲示")),
        plans=(
            Planned("q02", "森下", "2026-01-30", done="2026-01-28"),
            Planned("q08", "山﨑", "2026-03-31", done="2026-03-26"),
            Planned("q11", "森下", "2026-06-30", done="2026-06-30"),
            Planned("q18", "志村", "2026-09-30"),
        ),
    ),
    Round(
        company="kakuu-seiko",
        name="2026年11月の自己チェック",
        on="2026-11-10",
        levels="2212321212121211n11",
        reasons={"q17": "図面を持ち出す端末と媒体を置かないと決めたため。"},
        comments={
            "q03": "図面の右上に「社外秘」の判。金型の棚はまだ。",
            "q11": "例示表面処理との契約は12月に更新する。",
        },
        evidence=(
            ("q01", "取締役会議事録（10月）"),
            ("q05", "任命書（総務キャビネット2段目）"),
            ("q13", "鍵の管理表"),
        ),
        plans=(
            Planned("q14", "山﨑", "2026-11-27"),
            Planned("q07", "森下", "2026-12-11"),
            Planned("q19", "志村", "2026-12-18"),
        ),
        official_score=55,
    ),
    Round(
        company="mihon-kanagata",
        name="2025年12月の自己チェック",
        on="2025-12-08",
        levels="1110100101001110100",
        plans=(
            Planned("q01", "櫛田", "2026-01-16", done="2026-01-16"),
            Planned("q13", "深見", "2026-02-27"),
        ),
    ),
    Round(
        company="mihon-kanagata",
        name="2026年11月の自己チェック",
        on="2026-11-16",
        levels="212021121-1-12--10-",
        comments={"q04": "仮想重機の基本契約書を取り寄せ中。"},
        asked=(
            Asked("q12", "深見", "金型課の5人で、図面に触れる人を教えてください。", "2026-11-27"),
            Asked("q15", "奥寺", "来客簿の書き方を見てきてください。", "2026-11-25"),
        ),
    ),
    Round(
        company="reiji-hyomen",
        name="2025年6月の自己チェック",
        on="2025-06-11",
        levels="222122212222222n212",
        reasons=NOTHING_OUTSIDE,
        plans=(Planned("q04", "仁科", "2025-09-30", done="2025-09-12"),),
    ),
    Round(
        company="reiji-hyomen",
        name="2026年6月の自己チェック",
        on="2026-06-09",
        levels="323232223232322n222",
        reasons=NOTHING_OUTSIDE,
        evidence=(
            ("q01", "守るべき情報の一覧（第3版）"),
            ("q08", "受講記録 2026年4月"),
            ("q15", "来客簿の写し"),
            ("q18", "アカウント棚卸し表"),
        ),
        plans=(
            Planned("q06", "仁科", "2026-10-30", way=1),
            Planned("q13", "長峰", "2026-12-25", way=1),
        ),
    ),
    Round(
        company="kasou-juki",
        name="2026年4月の自己チェック（本社）",
        on="2026-04-22",
        levels="3323332333323323332",
        evidence=(("q11", "秘密保持契約の台帳"), ("q18", "権限棚卸しの記録")),
        plans=(Planned("q16", "𠮷見", "2026-12-25", way=1),),
    ),
)
