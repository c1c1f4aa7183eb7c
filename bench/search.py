"""Search: 1,000,000 entries, the issue's mix of questions, each answer compared with a plain look through all texts.

`DATABASE_URL` measures PostgreSQL instead of SQLite. The texts are as a factory writes them: number, name, part
number, place and a sentence; words come as often as words do (few often, many seldom). Half of the questions are
two-character words; a fifth are pieces of part numbers; a tenth single characters; the rest longer words, two words
at once, and words that stand nowhere. The data folder lies below `TMPDIR`.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django_scopes import scope

from bench import house
from bench.measure import arguments, spread, tell
from kuramori.ground.people.access import actor_on_command_line
from kuramori.ground.people.models import Organisation
from kuramori.ground.search.find import find
from kuramori.ground.search.index import Words, index_all
from kuramori.ground.search.models import Text
from kuramori.outside import clock

# Written out here so that nothing of ours is in the oracle but NFKC and lower case.
KANJI = (
    "金型図面熱処理加工条件見積原価顧客樹脂成形温度圧力速度時間配合比率触媒塗装膜厚検査規格公差治具設計試作量産工程歩留不良解析"
    "材料鋼板切削研磨溶接鋳造鍛造圧延焼入焼戻表面粗さ硬度寸法測定校正電極放電流量冷却回路基板実装制御信号波形回転軸受潤滑油剤"
    "添加粉末粒径乾燥焼成接着剥離強度試験寿命評価報告書類契約仕入先販売価格計画予算人事研修手順書標準作業票"
)
KATAKANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
    "ラリルレロンガギグゲゴザジズゼゾダデドバビブベボパピプペポー"
)
SENTENCES = (
    "{0}の{1}を{2}する手順",
    "{0}{1}の{2}一覧",
    "{0}と{1}の関係を示す{2}",
    "{1}を{0}で{2}したときの条件表",
    "取引先から預かった{0}の{1}({2})",
)


def main() -> None:
    args = arguments("the search", entries=1_000_000, questions=600, checked=150)
    house.tables()
    figures = _measure(args.entries, args.questions, args.checked)
    tell(figures, as_json=args.json)


def vocabulary(luck: random.Random) -> list[str]:
    """20,000 words of two to five characters; the first ones are drawn most often."""
    kanji = ("".join(luck.choices(KANJI, k=luck.choice((2, 2, 2, 3, 4)))) for _ in itertools.count())
    kana = ("".join(luck.choices(KATAKANA, k=luck.randint(2, 5))) for _ in itertools.count())
    mixed = (next(kana) if luck.random() < 0.25 else next(kanji) for _ in itertools.count())
    return list(dict.fromkeys(itertools.islice(mixed, 30_000)))[:20_000]


def texts(count: int, words: Sequence[str], luck: random.Random) -> Iterator[str]:
    """What a ledger holds, without end in variety but not in words (Zipf)."""
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    for at in range(count):
        drawn = luck.choices(words, cum_weights=weights, k=6)
        part = f"{''.join(luck.choices(letters, k=2))}{luck.randrange(10_000):04}{''.join(luck.choices(letters, k=2))}"
        drawing = f"{luck.choice(letters)}-{luck.randrange(10_000):04}"
        sentence = luck.choice(SENTENCES).format(*drawn[2:5])
        yield f"K-{at:07} {drawn[0]}{drawn[1]} {part} 図番{drawing} {sentence} {drawn[5]}棚{luck.randrange(90) + 10}"


def questions(count: int, words: Sequence[str], luck: random.Random) -> list[tuple[str, str]]:
    """Kind and words of each question, in the issue's mix."""
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))
    two = [word for word in words if len(word) == 2]
    found = []
    for _ in range(count):
        roll = luck.random()
        word = luck.choices(words, cum_weights=weights)[0]
        if roll < 0.5:
            # Half of them as often as they are written, half from all words alike.
            found.append(("two characters", word[:2] if luck.random() < 0.5 else luck.choice(two)))
        elif roll < 0.6:
            found.append(("three digits", f"{luck.randrange(1000):03}"))
        elif roll < 0.7:
            found.append(("drawing", f"{luck.choice('ABCDEFGHJKLMNPQRSTUVWXYZ')}-{luck.randrange(100):02}"))
        elif roll < 0.8:
            found.append(("one character", luck.choice(KANJI + KATAKANA + "0123456789abcxyzの-")))
        elif roll < 0.9:
            found.append(("longer", word + luck.choices(words, cum_weights=weights)[0][:1]))
        elif roll < 0.95:
            found.append(("two words", f"{word} {luck.randrange(100):02}"))
        else:
            found.append(("nowhere", "".join(luck.sample(KANJI, k=2)) + "ゑ"))
    return found


def _measure(entries: int, asked: int, checked: int) -> dict[str, Any]:
    luck = random.Random(20_261_122)
    words = vocabulary(luck)
    there = Organisation.objects.filter(slug="measured").first()
    organisation = there or Organisation.objects.create(
        name="測定", slug="measured", kinds=["company"], created_at=clock.now()
    )
    with scope(organisation=organisation):
        # A database that was kept from an earlier run is asked again as it is.
        laid = None if there else _lay(organisation.pk, entries, words, luck)
        actor = actor_on_command_line(organisation)
        taken: dict[str, list[float]] = {}
        answers = []
        for kind, words_asked in questions(asked, words, random.Random(20_261_123)):
            began = time.perf_counter()
            hits = find(actor, words_asked, limit=20)
            taken.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
            answers.append((words_asked, [int(hit.thing_id) for hit in hits]))
        missed, false, compared = _against_the_oracle(answers[:checked])
        size = _size(connection)
    return {
        "database": connection.vendor,
        "entries": _entries() if there else entries,
        "laid_per_second": laid,
        "index_and_texts_mb": size,
        "ms": spread(list(itertools.chain.from_iterable(taken.values()))),
        "ms_by_kind": {kind: spread(values) for kind, values in taken.items()},
        "mean_hits": round(statistics.mean(len(hits) for _asked, hits in answers), 1),
        "compared_with_oracle": compared,
        "missed": missed,
        "false": false,
    }


def _lay(organisation_id: Any, entries: int, words: Sequence[str], luck: random.Random) -> int:
    """Everything in chunks of 2,000, as an import lays them; how many a second."""
    began, made = time.perf_counter(), enumerate(texts(entries, words, luck))
    while chunk := list(itertools.islice(made, 2_000)):
        with transaction.atomic():
            index_all(organisation_id, "asset", [Words(at, {"": text}) for at, text in chunk])
        if chunk[-1][0] % 100_000 == 99_999:
            sys.stderr.write(f"{chunk[-1][0] + 1} {time.perf_counter() - began:.0f} s\n")
    spent = time.perf_counter() - began
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_text")
    return round(entries / spent)


def _against_the_oracle(answers: Sequence[tuple[str, list[int]]]) -> tuple[int, int, int]:
    """Hits that a plain look finds and we did not, the other way round, and how many answers were compared.

    The texts are drawn from the same seed again, so that nothing of the index is in the oracle.
    """
    luck = random.Random(20_261_122)
    words = vocabulary(luck)
    looked_for = [unicodedata.normalize("NFKC", asked).lower().split() for asked, _hits in answers]
    expected: list[list[int]] = [[] for _ in answers]
    still = set(range(len(answers)))
    for at, text in enumerate(texts(_entries(), words, luck)):
        plain = unicodedata.normalize("NFKC", text).lower()
        for which in tuple(still):
            if all(word in plain for word in looked_for[which]):
                expected[which].append(at)
                if len(expected[which]) == 20:
                    still.discard(which)
    missed = sum(len(set(right) - set(hits)) for right, (_asked, hits) in zip(expected, answers, strict=True))
    false = sum(len(set(hits) - set(right)) for right, (_asked, hits) in zip(expected, answers, strict=True))
    return missed, false, len(answers)


def _entries() -> int:
    return int(Text.objects.count())


def _size(connection: Any) -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_text')")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return round(int(cursor.fetchone()[0]) / 1e6, 1)


if __name__ == "__main__":
    main()
