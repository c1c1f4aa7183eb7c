"""Filled answer workbooks by thousands: made as one ZIP, dropped, read over two cores, and taken in.

Floor in the same run: openpyxl alone goes through every cell of the same files, one after another, and remembers
nothing. `DATABASE_URL` measures PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import resource
import time
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
from django_scopes import scope

from bench import house
from bench.measure import arguments, tell
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.access import actor_on_command_line
from kuramori.outside import clock
from kuramori.press.stencil import Stencil
from kuramori.rules.requests import requirements as rules
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Axis,
    DroppedSheet,
    Reply,
    Request,
    RequestState,
    Standing,
    Taking,
)
from kuramori.work.requests.tests.asked_world import PACK
from kuramori.work.requests.workbooks import dropping, handing_out, making, taking

ITEMS = 153
FLOOR_FILES = 200


def main() -> None:
    args = arguments("reading filled workbooks", files=3000)
    house.tables()
    tell(_measure(args.files), as_json=args.json)


def _measure(files: int) -> dict[str, Any]:
    owner = actor_on_command_line(house.company())
    figures: dict[str, Any] = {"files": files, "items": ITEMS}
    with scope(organisation=owner.organisation):
        request = _request(owner, files)
        zip_seconds, size = _timed(
            lambda: sum(len(part) for part in handing_out._zip(request, lambda done, total: None))
        )
        figures |= {"make_all_seconds": zip_seconds, "make_all_mb": round(size / 1e6, 1)}
        books = _filled(request)
        figures["workbook_bytes"] = len(books[0][1])
        figures["floor_openpyxl_seconds_each"] = round(_floor(books[:FLOOR_FILES]), 4)
        parts = [books[at : at + 1000] for at in range(0, len(books), 1000)]
        zips = [(f"{at}.zip", _zipped(part)) for at, part in enumerate(parts)]
        figures["drop_seconds"], drop = _timed(lambda: dropping.drop(owner, zips))
        figures["read_seconds"], _done = _timed(lambda: dropping.read_on(drop))
        figures["read_ms_each"] = round(figures["read_seconds"] / files * 1000, 1)
        figures["floor_seconds_on_one_core"] = round(figures["floor_openpyxl_seconds_each"] * files, 1)
        states = dict.fromkeys(DroppedSheet.objects.values_list("state", flat=True))
        figures["states"] = {state: DroppedSheet.objects.filter(state=state).count() for state in states}
        figures["take_seconds"], _taken = _timed(lambda: _take(owner, drop, Taking.GOOD))
        figures["take_ms_each"] = round(figures["take_seconds"] / files * 1000, 1)
        figures["replies"], figures["standings"] = Reply.objects.count(), Standing.objects.count()
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    figures["peak_mb_of_a_reader"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)
    return figures


def _take(owner: Any, drop: Any, which: Any) -> None:
    drop = taking.begin(owner, drop, which)
    assert taking.go_on(owner, drop)


def _request(owner: Any, files: int) -> Any:
    """A request over an invented list of `ITEMS` items that went to as many partners as there are files."""
    pack = _long_pack()
    content = rules.text_of(rules.whole_pack(pack, axis=Axis.IT, why="図面をお預けするため。"))
    request = Request.objects.create(
        organisation=owner.organisation,
        number="R-0001",
        title="情報管理状況のご確認のお願い",
        axis=Axis.IT,
        pack_id=pack.id,
        version=pack.version,
        digest=pack.digest,
        content=content,
        content_digest=rules.digest_of(content),
        reason="図面をお預けしているため。",
        deadline_on=clock.today(),
        state=RequestState.SENT,
        made_at=clock.now(),
        sent_at=clock.now(),
    )
    partners = Partner.objects.bulk_create(
        [
            Partner(organisation=owner.organisation, name=f"見本部品{n}工業", is_supplier=True)
            for n in range(files)
        ]
    )
    Asked.objects.bulk_create(
        Asked(
            organisation=owner.organisation,
            request=request,
            partner=partner,
            number=f"R-0001-{n:05d}",
            klass="ABC"[n % 3],
            employees=20,
            state=AskedState.SENT,
        )
        for n, partner in enumerate(partners)
    )
    return request


def _long_pack() -> Any:
    """The shipped list, its items again and again until there are enough; on this process's shelf alone."""
    short = packs.find(PACK)
    assert short is not None
    texts: dict[str, dict[str, Any]] = {lang: {} for lang in short.languages}
    items = []
    for n in range(ITEMS):
        item = short.items[n % len(short.items)]
        items.append(dataclasses.replace(item, id=f"i{n + 1:03d}", number=str(n + 1)))
        for lang, told in texts.items():
            told[f"i{n + 1:03d}"] = short.text(lang).items[item.id]
    pack = dataclasses.replace(
        short,
        digest=hashlib.sha256(b"bench").hexdigest(),
        items=tuple(items),
        texts={lang: dataclasses.replace(short.text(lang), items=told) for lang, told in texts.items()},
    )
    packs.shelf()._read().by_digest[pack.digest] = pack
    return pack


def _filled(request: Any) -> list[tuple[str, bytes]]:
    """One filled workbook for each partner, from three that were typed by openpyxl."""
    blank = making.stencil_of(request).fill({})
    stencils = []
    for answer in ("できている", "一部できている", "予定がある"):
        book = openpyxl.load_workbook(io.BytesIO(blank))
        sheet = book.worksheets[1]
        for row in range(4, 4 + ITEMS):
            sheet.cell(row, 5).value = answer if row % 4 else "できている"
            sheet.cell(row, 6).value = "棚ごとに札を付け、月に一度、係の者が見て回っています。"
            sheet.cell(row, 8).value = "春の休みに鍵を替えます。" if row % 3 else None
            sheet.cell(row, 9).value = "令和9年5月6日" if row % 3 else None
        out = io.BytesIO()
        book.save(out)
        stencils.append(Stencil(out.getvalue()))
    rows = Asked.objects.filter(request=request).select_related("partner", "contact").order_by("number")
    return [
        (making.name_of(asked), stencils[n % 3].fill(making.words_of(asked))) for n, asked in enumerate(rows)
    ]


def _floor(books: list[tuple[str, bytes]]) -> float:
    """Seconds for one."""
    began = time.perf_counter()
    for _name, content in books:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            for _row in sheet.iter_rows(values_only=True):
                pass
    return (time.perf_counter() - began) / len(books)


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files:
            packed.writestr(name, content)
    return out.getvalue()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = work()
    return round(time.perf_counter() - began, 2), made


if __name__ == "__main__":
    main()
