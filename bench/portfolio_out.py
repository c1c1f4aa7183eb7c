"""What goes out and comes in at size: the list of thousands of suppliers as a file, and a table of their classes.

The list is made by the worker's own job, in each form, and looked at: the workbook opens and has every line. The table
of classes is read, planned, taken in and put back as the worker does it. Each part runs in a process of its own, so
that memory is its own. The base beside them reads the rows only. `DATABASE_URL` measures PostgreSQL.
"""

from __future__ import annotations

import gc
import io
import json
import os
import random
import resource
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import pypdfium2
from django.db import connection, connections
from django_scopes import scope

from bench import house, portfolio
from bench.measure import arguments, tell
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.access import actor_of_person
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.work.requests.classing import planning, reading, taking
from kuramori.work.requests.models import ClassSheet, Tiering
from kuramori.work.requests.portfolio_out import files, tables
from kuramori.work.requests.portfolio_out import taking as taking_out
from kuramori.work.requests.portfolio_out.files import Form
from kuramori.work.requests.reading.portfolio_list import Filters
from kuramori.work.requests.reading.portfolio_lists import questions

CRITERIA = 153
REASON = "年に1回の見直し"


def main() -> None:
    args = arguments("files of many suppliers", suppliers=12_000, rows=30_000)
    house.tables()
    tell(_measure(args.suppliers, args.rows), as_json=args.json)


def _measure(suppliers: int, rows: int) -> dict[str, Any]:
    organisation, _actor = portfolio._house()
    actor = actor_of_person(organisation.pk, Person.everywhere.get().pk)
    assert actor is not None
    pack = portfolio._pack(CRITERIA)
    find, by_digest = packs.find, packs.by_digest
    with (
        patch.object(packs, "find", lambda name: pack if name == portfolio.PACK else find(name)),
        patch.object(packs, "by_digest", lambda said: pack if said == pack.digest else by_digest(said)),
        scope(organisation=organisation),
    ):
        portfolio._fill(organisation, pack, suppliers, random.Random(portfolio.SEED))
        gc.collect()
        told = {"rows_only": _apart(lambda: _read(actor))}
        told |= {form.value: _apart(lambda form=form: _made(actor, form)) for form in (Form.XLSX, Form.CSV)}  # type: ignore[misc]
        told["pdf"] = _apart(lambda: _printed(actor))
        _more(organisation, rows - suppliers)
    with scope(organisation=organisation):
        content = _table(rows)
        told["classes_read"] = _apart(lambda: {"rows": len(reading.kept(reading.keep(actor, content)))})
        # Everybody gets a class, then everybody another one, so that there is something to put back.
        for name, klass in (("classes_first", "A"), ("classes_again", "B")):
            told[name] = _apart(lambda klass=klass: _taken(actor, _table(rows, klass)))  # type: ignore[misc]
        sheet = ClassSheet.objects.order_by("-made_at")[0]
        told["classes_looked_at"] = _apart(lambda: _planned(_table(rows, "C")))
        told["classes_put_back"] = _apart(lambda: {"rows": taking.put_back(actor, sheet, _quiet)})
        standing = Tiering.objects.filter(superseded_at__isnull=True)
        return {
            "suppliers": suppliers,
            "rows": rows,
            "database": connection.vendor,
            **told,
            "in_the_class_of_before": standing.filter(klass="A").count(),
            "in_another": standing.exclude(klass="A").count(),
        }


def _more(organisation: Organisation, count: int) -> None:
    """Suppliers that nobody has asked anything yet."""
    partners = [
        Partner(organisation=organisation, name=f"例示{at:05}製作所", is_supplier=True) for at in range(count)
    ]
    for partner in partners:
        partner.follow("")
    Partner.objects.bulk_create(partners, batch_size=500)


def _read(actor: Actor) -> dict[str, Any]:
    asked = questions("")
    assert asked
    return {"lines": sum(1 for _line in tables.lines(actor, asked, Filters()))}


def _made(actor: Actor, form: Form) -> dict[str, Any]:
    """Through the job, as the worker calls it."""
    made = taking_out.make_list(
        organisation_id=str(actor.organisation_id),
        person_id=str(actor.person_id),
        progress=_quiet,
        form=form.value,
        asked={},
        lang="ja",
    )
    assert made is not None
    # Written away a piece at a time, as the worker does; looked at afterwards, outside of what is measured.
    place = house.PLACE / f"list.{form.value}"
    with place.open("wb") as out:
        for chunk in made.content:
            out.write(chunk)
    return {"file": str(place), "kilobytes": round(place.stat().st_size / 1_000)}


def _printed(actor: Actor) -> dict[str, Any]:
    """As many lines as are printed; the next one more is refused before any of it is made."""
    asked = questions("")
    assert asked
    lines = tables.lines(actor, asked, Filters())
    about = files.About("取引先の状況 会社の一覧", asked, ())
    most = [line for _n, line in zip(range(files.MOST_ON_PAPER), lines, strict=False)]
    content = b"".join(files.list_file(actor, about, Form.PDF, most))
    place = house.PLACE / "list.pdf"
    place.write_bytes(content)
    return {"file": str(place), "kilobytes": round(len(content) / 1_000), "lines": len(most)}


def _taken(actor: Actor, content: bytes) -> dict[str, Any]:
    sheet = reading.keep(actor, content)
    shown = planning.plan(reading.kept(sheet), REASON)
    taking.take(actor, sheet, shown=shown.digest(), reason=REASON, skips_faults=False)
    return {"rows": taking.take_in(actor, sheet, REASON, _quiet)}


def _planned(content: bytes) -> dict[str, Any]:
    return {"rows": len(planning.plan(reading.lines_of(content), REASON).changes)}


def _table(rows: int, klass: str = "A") -> bytes:
    names = Partner.objects.order_by("name").values_list("name", flat=True)[:rows]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("区分け")
    sheet.append(["会社名", "区分", "わけ", "人数"])
    for name in names:
        sheet.append([name, klass, "", 30])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """In a process of its own; what it tells of itself."""
    connections.close_all()
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        status = 1
        try:
            os.write(mouth, json.dumps(_watched(work)).encode())
            status = 0
        finally:
            if status:
                traceback.print_exc()
            os._exit(status)
    os.close(mouth)
    with os.fdopen(ear, "rb") as told:
        said = told.read()
    _pid, status = os.waitpid(child, 0)
    assert not status, "a part stumbled"
    found: dict[str, Any] = json.loads(said)
    if file := found.pop("file", None):
        found |= _looked_into(file)
    return found


def _watched(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    statements = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    before, began, cpu = _mb(), time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        said = work()
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "sql": statements,
        "mb_before": before,
        "mb_peak": _mb(),
        **said,
    }


def _looked_into(file: str) -> dict[str, int]:
    """Opened as whoever gets it would."""
    if file.endswith(".pdf"):
        return {"pages": len(pypdfium2.PdfDocument(file))}
    if file.endswith(".csv"):
        return {"lines": Path(file).read_text("utf-8-sig").count("\n") - 1}
    book = openpyxl.load_workbook(file, read_only=True)
    return {"lines": sum(1 for _row in book.worksheets[0].iter_rows(values_only=True)) - 1}


def _mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _quiet(done: int, total: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
