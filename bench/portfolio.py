"""Where thousands of suppliers stand: first page, list, map, one partner, and the saving of one reply.

A list of questions with any number of criteria is made in memory from the shipped one, and rows as the verbs would
leave them go into a database of its own. Pages are asked for through the real views, replies saved through the verb.
`DATABASE_URL` measures PostgreSQL.
"""

from __future__ import annotations

import datetime
import os
import random
import tempfile
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.measure import arguments, spread, tell, times_ms

SEED, ROUNDS, SAVED = 20_261_122, 20, 20
CLASSES = ("A", "B", "C", "金型", "鋳造", "表面", "電装", "物流")
PACK = "bench/portfolio"
HOLDERS = 20
"""Of how many suppliers one has something of ours that is marked 極秘."""


def main() -> None:
    args = arguments("the portfolio of many suppliers", suppliers=3_000, criteria=153)
    with tempfile.TemporaryDirectory(prefix="kuramori-bench-") as place:
        data = Path(place) / "data"
        data.mkdir()
        os.environ["KURAMORI_DATA"] = str(data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
        import django

        django.setup()
        from django.test.utils import setup_test_environment

        from kuramori.site import prepare

        prepare.records(data)
        prepare.static_files(data)
        setup_test_environment()
        tell(_measure(args.suppliers, args.criteria), as_json=args.json)


def _measure(suppliers: int, criteria: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django_scopes import scope

    from kuramori.ground.packs import read as packs
    from kuramori.ground.people.access import actor_on_command_line
    from kuramori.ground.people.first_owner import make_first_owner
    from kuramori.ground.people.models import Account, Organisation
    from kuramori.work.requests import counting
    from kuramori.work.requests.models import Asked, ReplyWay, Standing
    from kuramori.work.requests.taking_in import take_in

    made = make_first_owner(
        email="owner@kasou-juki.example",
        password="bench-no-kagi-2026",  # noqa: S106  of a folder that is thrown away
        name="髙城 徹",
        organisation_name="仮想重機株式会社",
    )
    assert made
    organisation = Organisation.objects.get()
    actor = actor_on_command_line(organisation)
    chance, pack = random.Random(SEED), _pack(criteria)
    find, by_digest = packs.find, packs.by_digest
    with (
        patch.object(packs, "find", lambda name: pack if name == PACK else find(name)),
        patch.object(packs, "by_digest", lambda digest: pack if digest == pack.digest else by_digest(digest)),
        scope(organisation=organisation),
    ):
        began = time.perf_counter()
        wanted = _fill(organisation, pack, suppliers, chance)
        filled = time.perf_counter() - began
        client = Client()
        client.force_login(Account.objects.get())
        base = f"/o/{organisation.slug}/requests/portfolio/"
        partner = Standing.objects.order_by("pk").values_list("partner_id", flat=True)[0]
        item = wanted.items[len(wanted.items) // 2]
        pages = {
            "overview": base,
            "list": base + "list/",
            "list_narrowed": f"{base}list/?klass=A&item={item}&state=lacking",
            "heatmap": base + "map/?by=item",
            "partner": f"{base}partners/{partner}/",
        }
        times, sql, processor = {}, {}, {}
        for name, address in pages.items():
            cpu = time.process_time()
            times[f"{name}_ms"] = spread(
                times_ms(partial(_opened, client, address), rounds=ROUNDS, warm_up=3)
            )
            processor[name] = round(1_000 * (time.process_time() - cpu) / (ROUNDS + 3), 1)
            with CaptureQueriesContext(connection) as asked:
                _opened(client, address)
            sql[name] = len(asked.captured_queries)
        rows = iter(Asked.objects.order_by("?")[: SAVED + 3])
        cpu = time.process_time()
        saving = times_ms(
            lambda: take_in(actor, next(rows), _reply(wanted, chance), way=ReplyWay.LINK),
            rounds=SAVED,
            warm_up=2,
        )
        processor["save_reply"] = round(1_000 * (time.process_time() - cpu) / (SAVED + 2), 1)
        with CaptureQueriesContext(connection) as asked:
            take_in(actor, next(rows), _reply(wanted, chance), way=ReplyWay.LINK)
        sql["save_reply"] = len(asked.captured_queries)
        differing = len(counting.differing())
    return {
        "suppliers": suppliers,
        "answers": suppliers * criteria,
        "overview_ms": times.pop("overview_ms"),
        **times,
        "save_reply_ms": spread(saving),
        "cpu_ms": processor,
        "sql": sql,
        "filled_seconds": round(filled, 1),
        "tallies_differing": differing,
    }


def _opened(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _pack(criteria: int) -> Any:
    """The shipped list, its questions again and again under other ids until there are enough."""
    from kuramori.ground.packs.read import public_packs

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
    from kuramori.outside import clock
    from kuramori.rules.requests.outcomes import Given, Said
    from kuramori.rules.requests.reply_text import shown

    given = {
        item: Given(Said.MET, chance.choices((0, 1, 2, 3), weights=(1, 2, 5, 2))[0]) for item in wanted.items
    }
    return shown(wanted, given, disclosure="D4", as_of=clock.today(), given_by="見本 次郎")


def _fill(organisation: Any, pack: Any, suppliers: int, chance: random.Random) -> Any:
    """Partners, one request, one reply each, where they stand, the tallies, and some 極秘 that is out."""
    from kuramori.ground.contacts.models import Partner
    from kuramori.outside import clock
    from kuramori.rules.requests import requirements as rules
    from kuramori.rules.requests.outcomes import summed
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

    now, today = clock.now(), clock.today()
    wanted = rules.whole_pack(pack, axis=Axis.INFORMATION, level=2, why="図面をお預けするため。")
    content = rules.text_of(wanted)
    request = Request.objects.create(
        organisation=organisation, number="R-0001", title="情報管理状況のご確認のお願い", axis=Axis.INFORMATION,
        pack_id=pack.id, version=pack.version, digest=pack.digest, content=content,
        content_digest=rules.digest_of(content), state=RequestState.SENT, made_at=now, sent_at=now,
    )  # fmt: skip
    partners = [
        Partner(organisation=organisation, name=f"見本{at:05}工業", is_supplier=True)
        for at in range(suppliers)
    ]
    for partner in partners:
        partner.follow("")
    Partner.objects.bulk_create(partners, batch_size=500)
    classes = [CLASSES[at % len(CLASSES)] for at in range(suppliers)]
    asked = [
        Asked(
            organisation=organisation, request=request, partner=partner, number=f"R-0001-{at:05}", klass=classes[at],
            state=AskedState.REPLIED, sent_at=now, replied_at=now,
        )
        for at, partner in enumerate(partners)
    ]  # fmt: skip
    Asked.objects.bulk_create(asked, batch_size=500)
    replies, standings = [], []
    counts: dict[str, dict[str, Counter[str]]] = {}
    plain = rules.digest_of("")
    for at, one in enumerate(asked):
        strength = chance.random()
        letters = "".join(
            "m" if chance.random() < 0.3 + 0.6 * strength else chance.choice("plax") for _item in wanted.items
        )
        judged, day = summed(wanted, letters), today - datetime.timedelta(days=chance.randrange(360))
        told = {"states": letters, "share": judged.share, "short": judged.short, "critical": judged.critical}
        until = day + datetime.timedelta(days=365)
        reply = Reply(
            organisation=organisation, asked=one, way=ReplyWay.LINK, disclosure=Disclosure.COMMENTS, content="{}",
            digest=plain, as_of=day, valid_until=until, received_at=now, **told,
        )  # fmt: skip
        replies.append(reply)
        before = None if judged.share is None else max(0, min(1000, judged.share + chance.randint(-90, 60)))
        standings.append(
            Standing(
                organisation=organisation, partner=partners[at], pack_id=pack.id, digest=pack.digest,
                axis=Axis.INFORMATION, content_digest=request.content_digest, klass=classes[at], reply=reply,
                last_share=before, as_of=day, valid_until=until, **told,
            )
        )  # fmt: skip
        column = counts.setdefault(classes[at], {})
        for item, letter in zip(wanted.items, letters, strict=True):
            column.setdefault(item, Counter())[letter] += 1
    Reply.objects.bulk_create(replies, batch_size=500)
    for one, reply in zip(asked, replies, strict=True):
        one.reply = reply
    Asked.objects.bulk_update(asked, ["reply"], batch_size=500)
    Standing.objects.bulk_create(standings, batch_size=500)
    Tally.objects.bulk_create(
        Tally(
            organisation=organisation, pack_id=pack.id, digest=pack.digest, klass=klass, counts=column,
            partners=classes.count(klass),
        )
        for klass, column in counts.items()
    )  # fmt: skip
    _hand_out(organisation, partners[::HOLDERS])
    return wanted


def _hand_out(organisation: Any, partners: list[Any]) -> None:
    """Something 極秘 that is out with each of these, and how far every second of them was looked at."""
    from kuramori.outside import clock
    from kuramori.work.ledger.models import Asset
    from kuramori.work.partners.models import Assurance, HandedItem, HandOver

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
