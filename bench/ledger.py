"""The ledger: many rows read, looked at and taken in while somebody else writes, and taken in again; and its pages.

`DATABASE_URL` measures PostgreSQL instead of SQLite. Another process writes one small entry of the trail after the
other, as people at work do beside the worker; how long each of its transactions took is told. The pages are asked
through Django's whole stack, without a network. The data folder lies below `TMPDIR`.
"""

from __future__ import annotations

import gc
import time
from typing import Any

from django.conf import settings
from django.test import Client
from django_scopes import scope

from bench import house
from bench.measure import arguments, spread, tell, times_ms
from bench.other_writer import other_writer
from kuramori.ground.people.access import actor_for
from kuramori.ground.people.models import Account, Membership, Organisation, Person
from kuramori.outside import clock
from kuramori.work.ledger.importing import draft as drafts
from kuramori.work.ledger.importing import look, take_in
from kuramori.work.places.models import Place, PlaceKind

HEAD = "管理番号,名前,何が秘密か,秘密区分,共有区分,保管場所,保管する人,次の見直し,媒体,写しの数"
GRADES, LAYERS = ("秘", "社外秘", "公開"), ("共有しない", "NDAがあれば共有", "通常でも共有")


def main() -> None:
    args = arguments("the ledger", rows=100_000, listed=10_000, rounds=60)
    _set_up()
    figures = _measure(args.rows, args.listed, args.rounds)
    tell(figures, as_json=args.json)


def _set_up() -> None:
    house.tables()
    gc.collect()
    gc.freeze()  # as the worker does, once all of it is read


def _measure(rows: int, listed: int, rounds: int) -> dict[str, Any]:
    figures = {"listed": listed}
    figures |= _pages(_house("listed", listed), rounds)
    if rows:
        figures |= _taking_in("taken", rows)
    return figures


def _house(slug: str, rows: int) -> Any:
    """An organisation with an owner and a ledger of so many entries."""
    organisation, actor = _owner(slug)
    with scope(organisation=organisation):
        _take(actor, _csv(rows, actor.name))
    return actor


def _owner(slug: str) -> Any:
    organisation = Organisation.objects.create(
        name=slug, slug=slug, kinds=["company"], created_at=clock.now()
    )
    account = Account.objects.create(email=f"{slug}@bench.example")
    with scope(organisation=organisation):
        person = Person.objects.create(organisation=organisation, name="測定 太郎", account=account)
        Membership.objects.create(
            organisation=organisation,
            person=person,
            role="owner",
            from_on=clock.today(),
            recorded_at=clock.now(),
        )
        for at in range(40):
            name = f"第{at}棚"
            Place.objects.create(organisation=organisation, kind=PlaceKind.CABINET, name=name, path=name)
    return organisation, actor_for(account, slug)


def _csv(rows: int, keeper: str, *, edited_every: int = 0) -> bytes:
    """So many rows; with `edited_every` every so manyth says something else than the others do."""
    lines = [HEAD]
    for at in range(rows):
        edited = "と段取り" if edited_every and at % edited_every == 0 else ""
        lines.append(
            f"K-{at:06},射出成形の条件表{at},樹脂{at % 97}の温度と圧力の組み合わせ{edited},"
            f"{GRADES[at % 3]},{LAYERS[at % 3]},"
            f"第{at % 40}棚,{keeper},令和9年{at % 12 + 1}月1日,紙・電子,{at % 9}"
        )
    return "\n".join(lines).encode()


def _take(actor: Any, content: bytes) -> dict[str, Any]:
    """Read, look at and take in; seconds of the clock, and of the processor for this thread alone."""
    began, cpu = time.perf_counter(), time.thread_time()
    kept = drafts.keep(actor, content)
    look.look(actor, kept, at_once=True)
    read, read_cpu = time.perf_counter(), time.thread_time()
    figures = {
        "read_and_looked_at_seconds": round(read - began, 1),
        "read_and_looked_at_cpu_seconds": round(read_cpu - cpu, 1),
    }
    if not kept.total:
        return {**figures, "changes": 0}
    take_in.begin(actor, kept, faults=0, skips_faults=False)
    take_in.go_on(actor, kept)
    return {
        **figures,
        "changes": kept.total,
        "taken_in_seconds": round(time.perf_counter() - read, 1),
        "taken_in_cpu_seconds": round(time.thread_time() - read_cpu, 1),
    }


def _taking_in(slug: str, rows: int) -> dict[str, Any]:
    """So many new rows while another process writes; then the same again, and with every tenth row edited."""
    organisation, actor = _owner(slug)
    figures: dict[str, Any] = {"rows": rows}
    for name, edited_every in (("new", 0), ("again", 0), ("edited", 10)):
        waits: list[float] = []
        content = _csv(rows, actor.name, edited_every=edited_every)
        with other_writer(waits), scope(organisation=organisation):
            figures[name] = _take(actor, content)
        figures[name]["other_writers_ms"] = spread(waits)
    return figures


def _pages(actor: Any, rounds: int) -> dict[str, Any]:
    """The list, a search and the table's rows as the owner asks for them."""
    settings.ALLOWED_HOSTS = ["*"]
    # Nothing was gathered into the data folder: the pages name the static files as they lie in the source.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    base = f"/o/{actor.organisation.slug}/ledger/"

    def ask(path: str) -> Any:
        def one() -> None:
            answer = client.get(base + path)
            assert answer.status_code == 200, answer.status_code

        return spread(times_ms(one, rounds=rounds, warm_up=3))

    return {
        "list_ms": ask(""),
        "last_page_ms": ask("?page=150"),
        "search_ms": ask("?q=条件表12"),
        "filter_ms": ask("?grade=secret&sort=review"),
        "table_rows_ms": ask("grid/rows/?page=7"),
    }


if __name__ == "__main__":
    main()
