"""Partners by the thousand: reading the workbook, the plan, taking it in, the list and its search, and duplicates.

Floor in the same run: the same companies inserted into the partners' table alone by one bulk_create. `--rows` are the
companies of a file, each with a site and somebody there. `DATABASE_URL` measures PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import datetime
import io
import random
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.test import Client
from django_scopes import scope

from bench import house
from bench.measure import arguments, spread, tell, times_ms
from kuramori.ground.contacts import merging
from kuramori.ground.contacts.importing import book
from kuramori.ground.contacts.importing.draft import keep
from kuramori.ground.contacts.importing.plan import What
from kuramori.ground.contacts.importing.table import read
from kuramori.ground.contacts.importing.take_in import begin, go_on, plan_of
from kuramori.ground.contacts.models import Contact, Partner, Site
from kuramori.ground.people.access import actor_on_command_line
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Account
from kuramori.ground.trail.models import Entry
from kuramori.press.long_table import LongBook, LongSheet, write

SEED = 20_261_122
PARTS = (
    "東",
    "西",
    "南",
    "北",
    "中央",
    "新",
    "第一",
    "大",
    "小",
    "富士見",
    "若葉",
    "緑",
    "青葉",
    "旭",
    "栄",
    "泉",
)
CRAFTS = ("精工", "金型", "熱処理", "鍍金", "鋳造", "製作所", "工業", "商会", "運輸", "倉庫", "測器", "化成")
KINDS = ("加工外注", "金型・治具", "熱処理", "表面処理・めっき", "鋳造・鍛造", "倉庫", "運送")


def main() -> None:
    args = arguments("partners by the thousand", rows=12_000)
    house.tables()
    tell(_measure(args.rows), as_json=args.json)


def _measure(rows: int) -> dict[str, Any]:
    owner = _house()
    content = _book(rows)
    figures: dict[str, Any] = {"rows": rows, "workbook_bytes": len(content)}
    with scope(organisation=owner.organisation):
        figures["floor_bulk_create_seconds"] = _floor(owner, rows)
        figures["read_seconds"], table = _timed(lambda: read(content))
        figures["keep_seconds"], draft = _timed(lambda: keep(owner, table, content))
        figures["plan_seconds"], plan = _timed(lambda: plan_of(draft))
        assert plan.counts[What.NEW] == rows, plan.faults[:3]
        figures |= _taking_in(owner, draft, plan.digest())
        assert (Partner.objects.count(), Site.objects.count(), Contact.objects.count()) == (rows,) * 3
        figures |= _once_more(owner, rows)
        figures["duplicates_ms"] = spread(times_ms(merging.pairs, rounds=5))
        figures["list_ms"] = _pages(owner)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return figures


def _house() -> Actor:
    """The first owner of an organisation."""
    return actor_on_command_line(house.company())


def _floor(owner: Actor, rows: int) -> float:
    """Seconds for as many companies with a name alone and nothing around them; they are removed again."""
    seconds, _nothing = _timed(
        lambda: Partner.objects.bulk_create(
            Partner(organisation=owner.organisation, name=f"床 {number}") for number in range(rows)
        )
    )
    Partner.objects.filter(name__startswith="床 ").delete()
    return seconds


def _taking_in(owner: Actor, draft: Any, shown: str) -> dict[str, Any]:
    """The take-in from its beginning to its end, and the longest chunk that others had to wait for."""
    before = Entry.objects.count()
    chunks: list[float] = []

    def take() -> None:
        begin(owner, draft, shown=shown, skips_faults=False)
        since = [time.perf_counter()]

        def one(_done: int, _total: int) -> None:
            now = time.perf_counter()
            chunks.append(now - since[0])
            since[0] = now

        assert go_on(owner, draft, progress=one).is_over

    spent = time.process_time()
    seconds, _nothing = _timed(take)
    return {
        "take_in_seconds": seconds,
        "take_in_cpu_seconds": round(time.process_time() - spent, 2),
        "longest_chunk_seconds": round(max(chunks[1:] or chunks), 2),
        "entries": Entry.objects.count() - before,
    }


def _once_more(owner: Actor, rows: int) -> dict[str, Any]:
    """Taken out and read in again: nothing changes the second time."""
    out_seconds, out = _timed(lambda: book.take_out(owner))
    again = keep(owner, read(out), out)
    plan_seconds, same = _timed(lambda: plan_of(again))
    return {
        "take_out_seconds": out_seconds,
        "plan_again_seconds": plan_seconds,
        "companies_that_change_the_second_time": rows - same.counts[What.SAME],
    }


def _pages(owner: Any) -> dict[str, Any]:
    """The list as a page: whole requests through the middleware, of somebody who is signed in."""
    settings.ALLOWED_HOSTS = ["*"]
    # Nothing was gathered into the data folder: the pages name the static files as they lie in the source.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client()
    client.force_login(Account.objects.get())
    base = f"/o/{owner.organisation.slug}/partners/"
    asked = {
        "first_page": "",
        "middle_page": "?page=100",
        "search": "?q=富士見%20熱処理",
        "one_character": "?q=緑",
        "kind": "?kind=heat&side=supplier",
        "nothing": "?q=どこにもない",
    }
    figures = {}
    for name, query in asked.items():

        def get(path: str = base + query) -> None:
            answer = client.get(path)
            assert answer.status_code == 200, answer

        spent = time.process_time()
        figures[name] = spread(times_ms(get, rounds=40, warm_up=3))
        # On a busy machine the times above tell of the others; this is ours alone, on average.
        figures[name]["cpu"] = round((time.process_time() - spent) * 1000 / 43, 2)
    return figures


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = work()
    return round(time.perf_counter() - began, 2), made


def _book(rows: int) -> bytes:
    words = "取引先コード 取引先名 フリガナ 得意先・仕入先 種別 タグ 所在地 先方担当者 部署 メール TEL"
    head = words.split()
    out = io.BytesIO()
    sheet = LongSheet("取引先", (14.0,) * len(head), head, _rows(rows))
    write(out, LongBook("取引先", "架空", datetime.date(2026, 11, 22), "", (sheet,)))
    return out.getvalue()


def _rows(rows: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(SEED)  # invented companies, the same each time
    for number in range(rows):
        craft = chance.choice(CRAFTS)
        name = f"{chance.choice(PARTS)}{chance.choice(PARTS)}{craft}{number}"
        yield (
            f"S{number:06}",
            f"{name}株式会社",
            f"カブシキ {number:06}",
            chance.choice(("得意先", "仕入先", "両方")),
            chance.choice(KINDS),
            chance.choice(("", "重要", "量産、試作")),
            f"見本県架空市{chance.randrange(1, 99)}-{number}",
            f"見本 {number}郎",
            chance.choice(("営業", "品質保証部", "総務")),
            f"c{number}@torihiki.example",
            f"000-{number:08}",
        )


if __name__ == "__main__":
    main()
