"""Where thousands of suppliers stand: first page, list, map, one partner, and the saving of one reply.

A list of questions with any number of criteria is made in memory from the shipped one, and rows as the verbs would
leave them go into a database of its own. Pages are asked for through the real views, replies saved through the verb.
`DATABASE_URL` measures PostgreSQL.
"""

from __future__ import annotations

import datetime
import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django_scopes import scope

from bench import house
from bench.measure import arguments, spread, tell
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.packs.read import public_packs
from kuramori.ground.people.access import actor_on_command_line
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Account, Organisation
from kuramori.outside import clock
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.outcomes import Given, Said, summed
from kuramori.rules.requests.reply_text import shown
from kuramori.site import prepare
from kuramori.work.ledger.models import Asset
from kuramori.work.partners.models import Assurance, HandedItem, HandOver
from kuramori.work.requests import counting
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Axis,
    Disclosure,
    Reply,
    ReplyWay,
    Request,
    RequestState,
    Standing,
    Tally,
)
from kuramori.work.requests.taking_in import take_in

SEED, ROUNDS, SAVED, WARM_UP = 20_261_122, 20, 20, 3
CLASSES = ("A", "B", "C", "金型", "鋳造", "表面", "電装", "物流")
PACK = "bench/portfolio"
HOLDERS = 20
"""Of how many suppliers one has something of ours that is marked 極秘."""


def main() -> None:
    args = arguments("the portfolio of many suppliers", suppliers=3_000, criteria=153)
    house.tables()
    prepare.static_files(house.DATA)
    setup_test_environment()
    tell(_measure(args.suppliers, args.criteria), as_json=args.json)


def _measure(suppliers: int, criteria: int) -> dict[str, Any]:
    organisation, actor = _house()
    chance, pack = random.Random(SEED), _pack(criteria)
    find, by_digest = packs.find, packs.by_digest
    with (
        patch.object(packs, "find", lambda name: pack if name == PACK else find(name)),
        patch.object(packs, "by_digest", lambda digest: pack if digest == pack.digest else by_digest(digest)),
        scope(organisation=organisation),
    ):
        began = time.perf_counter()
        wanted = _fill(organisation, pack, suppliers, chance)
        house.counted()
        filled = time.perf_counter() - began
        # What a start leaves behind belongs to no page; the server's own processes begin the same way.
        gc.collect()
        gc.freeze()
        looked = {name: _looked_at(address) for name, address in _pages(organisation, wanted).items()}
        looked["save_reply"] = _saved(actor, wanted, chance)
        differing = len(counting.differing())
    return {
        "suppliers": suppliers,
        "answers": suppliers * criteria,
        "database": connection.vendor,
        **{f"{name}_ms": one.times for name, one in looked.items()},
        "cpu_ms": {name: one.cpu_ms for name, one in looked.items()},
        "sql": {name: one.sql for name, one in looked.items()},
        "kilobytes": {name: one.kilobytes for name, one in looked.items() if one.kilobytes},
        "longest": {name: one.longest for name, one in looked.items()},
        "filled_seconds": round(filled, 1),
        "tallies_differing": differing,
    }


def _house() -> tuple[Organisation, Actor]:
    organisation = house.company()
    return organisation, actor_on_command_line(organisation)


def _pages(organisation: Organisation, wanted: Any) -> dict[str, str]:
    base = f"/o/{organisation.slug}/requests/portfolio/"
    partner = Standing.objects.order_by("pk").values_list("partner_id", flat=True)[0]
    item = wanted.items[len(wanted.items) // 2]
    return {
        "overview": base,
        "list": base + "list/",
        "list_narrowed": f"{base}list/?klass=A&item={item}&state=lacking",
        "heatmap": base + "map/?by=item",
        "partner": f"{base}partners/{partner}/",
    }


@dataclass(frozen=True, slots=True)
class Looked:
    """`longest`: of the round that took longest, what it spent in the processor, in collecting garbage and in SQL."""

    times: dict[str, float]
    cpu_ms: float
    sql: int
    longest: dict[str, float]
    kilobytes: float = 0.0


def _looked_at(address: str) -> Looked:
    client = Client()
    client.force_login(Account.objects.get())
    times, cpu_ms, longest = _watched(partial(_opened, client, address), ROUNDS)
    with CaptureQueriesContext(connection) as asked:
        size = _opened(client, address)
    return Looked(times, cpu_ms, len(asked.captured_queries), longest, round(size / 1_000, 1))


def _saved(actor: Actor, wanted: Any, chance: random.Random) -> Looked:
    """Through the verb, each time another partner's."""
    rows = iter(Asked.objects.order_by("?")[: SAVED + WARM_UP + 1])

    def save() -> None:
        take_in(actor, next(rows), _reply(wanted, chance), way=ReplyWay.LINK)

    times, cpu_ms, longest = _watched(save, SAVED)
    with CaptureQueriesContext(connection) as asked:
        save()
    return Looked(times, cpu_ms, len(asked.captured_queries), longest)


def _watched(work: Callable[[], object], rounds: int) -> tuple[dict[str, float], float, dict[str, float]]:
    """Times, CPU of each, and what the longest round spent where."""
    for _each in range(WARM_UP):
        work()
    watch, told = _Watch(), []
    with watch.on():
        for _each in range(rounds):
            watch.begin()
            work()
            told.append(watch.end())
    longest = max(told, key=lambda one: one["ms"])
    cpu = sum(one["cpu_ms"] for one in told) / rounds
    return spread([one["ms"] for one in told]), round(cpu, 1), {k: round(v, 1) for k, v in longest.items()}


class _Watch:
    """What a round spends: by the clock, in the processor, in collecting garbage, waiting for the database."""

    def __init__(self) -> None:
        self.gc_seconds = self.sql_seconds = self._collecting = 0.0

    @contextmanager
    def on(self) -> Iterator[None]:
        gc.callbacks.append(self._collected)
        try:
            with connection.execute_wrapper(self._executed):
                yield
        finally:
            gc.callbacks.remove(self._collected)

    def begin(self) -> None:
        self.gc_seconds = self.sql_seconds = 0.0
        self._cpu, self._clock = time.process_time(), time.perf_counter()

    def end(self) -> dict[str, float]:
        ms, cpu = time.perf_counter() - self._clock, time.process_time() - self._cpu
        told = {"ms": ms, "cpu_ms": cpu, "garbage_ms": self.gc_seconds, "sql_ms": self.sql_seconds}
        return {name: 1_000 * seconds for name, seconds in told.items()}

    def _collected(self, phase: str, _info: Any) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self.gc_seconds += time.perf_counter() - self._collecting

    def _executed(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.sql_seconds += time.perf_counter() - began


def _opened(client: Client, address: str) -> int:
    """How many bytes came."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(answer.content)


def _pack(criteria: int) -> Any:
    """The shipped list, its questions again and again under other ids until there are enough."""

    shipped = public_packs()[0]
    items, texts = [], {}
    for at in range(criteria):
        one = shipped.items[at % len(shipped.items)]
        key = f"c{at + 1:03}"
        items.append(replace(one, id=key, number=str(at + 1)))
        texts[key] = shipped.text("ja").items[one.id]
    words = replace(shipped.text("ja"), items=texts, title="見本の評価基準")
    return replace(
        shipped, id=PACK, digest="b" * 64, items=tuple(items), texts={"ja": words}, languages=("ja",)
    )


def _reply(wanted: Any, chance: random.Random) -> Any:

    given = {
        item: Given(Said.MET, chance.choices((0, 1, 2, 3), weights=(1, 2, 5, 2))[0]) for item in wanted.items
    }
    return shown(wanted, given, disclosure="D4", as_of=clock.today(), given_by="見本 次郎")


def _fill(organisation: Organisation, pack: Any, suppliers: int, chance: random.Random) -> Any:
    """Partners, one request, one reply each, where they stand, the tallies, and some 極秘 that is out."""
    wanted = rules.whole_pack(pack, axis=Axis.INFORMATION, level=2, why="図面をお預けするため。")
    partners = _partners(organisation, suppliers)
    classes = [CLASSES[at % len(CLASSES)] for at in range(suppliers)]
    asked = _asked(organisation, _request(organisation, pack, wanted), partners, classes)
    standings = [_standing(wanted, one, pack, chance) for one in asked]
    Reply.objects.bulk_create([one.reply for one in standings], batch_size=500)
    for one, standing in zip(asked, standings, strict=True):
        one.reply = standing.reply
    Asked.objects.bulk_update(asked, ["reply"], batch_size=500)
    Standing.objects.bulk_create(standings, batch_size=500)
    _tallies(organisation, wanted, standings)
    _hand_out(organisation, partners[::HOLDERS])
    return wanted


def _request(organisation: Organisation, pack: Any, wanted: Any) -> Request:
    now, content = clock.now(), rules.text_of(wanted)
    made: Request = Request.objects.create(
        organisation=organisation, number="R-0001", title="情報管理状況のご確認のお願い", axis=Axis.INFORMATION,
        pack_id=pack.id, version=pack.version, digest=pack.digest, content=content,
        content_digest=rules.digest_of(content), state=RequestState.SENT, made_at=now, sent_at=now,
    )  # fmt: skip
    return made


def _partners(organisation: Organisation, suppliers: int) -> list[Partner]:
    partners = [
        Partner(organisation=organisation, name=f"見本{at:05}工業", is_supplier=True)
        for at in range(suppliers)
    ]
    for partner in partners:
        partner.follow("")
    Partner.objects.bulk_create(partners, batch_size=500)
    return partners


def _asked(
    organisation: Organisation, request: Request, partners: list[Partner], classes: list[str]
) -> list[Asked]:
    now = clock.now()
    asked = [
        Asked(
            organisation=organisation, request=request, partner=partner, number=f"R-0001-{at:05}", klass=classes[at],
            state=AskedState.REPLIED, sent_at=now, replied_at=now,
        )
        for at, partner in enumerate(partners)
    ]  # fmt: skip
    Asked.objects.bulk_create(asked, batch_size=500)
    return asked


def _standing(wanted: Any, one: Asked, pack: Any, chance: random.Random) -> Standing:
    """Where one stands, and the reply it stands by; neither is kept yet."""
    strength = chance.random()
    letters = "".join(
        "m" if chance.random() < 0.3 + 0.6 * strength else chance.choice("plax") for _item in wanted.items
    )
    judged, day = summed(wanted, letters), clock.today() - datetime.timedelta(days=chance.randrange(360))
    told = {"states": letters, "share": judged.share, "short": judged.short, "critical": judged.critical}
    until = day + datetime.timedelta(days=365)
    reply = Reply(
        organisation=one.organisation, asked=one, way=ReplyWay.LINK, disclosure=Disclosure.COMMENTS, content="{}",
        digest=rules.digest_of(""), as_of=day, valid_until=until, received_at=clock.now(), **told,
    )  # fmt: skip
    before = None if judged.share is None else max(0, min(1000, judged.share + chance.randint(-90, 60)))
    return Standing(
        organisation=one.organisation, partner=one.partner, pack_id=pack.id, digest=pack.digest,
        axis=Axis.INFORMATION, content_digest=one.request.content_digest, klass=one.klass, reply=reply,
        last_share=before, as_of=day, valid_until=until, **told,
    )  # fmt: skip


def _tallies(organisation: Organisation, wanted: Any, standings: list[Standing]) -> None:
    counts: dict[str, dict[str, Counter[str]]] = {}
    for one in standings:
        column = counts.setdefault(one.klass, {})
        for item, letter in zip(wanted.items, one.states, strict=True):
            column.setdefault(item, Counter())[letter] += 1
    partners = Counter(one.klass for one in standings)
    Tally.objects.bulk_create(
        Tally(
            organisation=organisation, pack_id=standings[0].pack_id, digest=standings[0].digest, klass=klass,
            counts=column, partners=partners[klass],
        )
        for klass, column in counts.items()
    )  # fmt: skip


def _hand_out(organisation: Any, partners: list[Any]) -> None:
    """Something 極秘 that is out with each of these, and how far every second of them was looked at."""

    now, today = clock.now(), clock.today()
    asset = Asset.objects.create(
        organisation=organisation, number="K-001", name="射出成形の条件表", what="温度と圧力", grade="top",
        layer="nda", stage="admitted", required_assurance="A2", proposed_at=now,
    )  # fmt: skip
    outs = [
        HandOver(
            organisation=organisation, number=f"T-{at:05}", side="given", partner=one, purpose="試作", mode="paper",
            state="out", medium="paper", handed_on=today, made_at=now,
        )
        for at, one in enumerate(partners)
    ]  # fmt: skip
    HandOver.objects.bulk_create(outs, batch_size=500)
    HandedItem.objects.bulk_create(
        [
            HandedItem(
                organisation=organisation, hand_over=one, position=1, asset=asset, number="K-001",
                name="射出成形の条件表", grade="極秘", layer="nda", state="out",
            )
            for one in outs
        ],
        batch_size=500,
    )  # fmt: skip
    Assurance.objects.bulk_create(
        [
            Assurance(
                organisation=organisation, partner=one, information=2, it=2, as_of=today, basis="by_hand",
                recorded_at=now,
            )
            for one in partners[::2]
        ],
        batch_size=500,
    )  # fmt: skip


if __name__ == "__main__":
    main()
