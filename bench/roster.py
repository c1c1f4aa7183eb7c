"""A roster of thousands: reading the workbook, the plan by row, and taking it in, with every entry of the trail.

Floor in the same run: the same rows inserted into the people table alone by one bulk_create, which tells no trail and
no dates. `DATABASE_URL` measures PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import datetime
import resource
import time
from collections.abc import Callable
from typing import Any

from django_scopes import scope

from bench import house
from bench.measure import arguments, tell
from kuramori.ground.people.access import actor_on_command_line
from kuramori.ground.people.importing.draft import keep, lines_of
from kuramori.ground.people.importing.file import read
from kuramori.ground.people.importing.take_in import begin, go_on, plan_of
from kuramori.ground.people.models import Person
from kuramori.ground.people.tests.roster_files import book
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.verifying import verify


def main() -> None:
    args = arguments("taking in a roster", rows=5000)
    house.tables()
    tell(_measure(args.rows), as_json=args.json)


def _measure(rows: int) -> dict[str, Any]:
    owner = actor_on_command_line(house.company())
    content = _book(rows)
    figures: dict[str, Any] = {"rows": rows, "workbook_bytes": len(content)}
    with scope(organisation=owner.organisation):
        figures["floor_bulk_create_seconds"] = _timed(
            lambda: Person.objects.bulk_create(
                Person(organisation=owner.organisation, name=f"床 {number}") for number in range(rows)
            )
        )[0]
        Person.objects.filter(name__startswith="床 ").delete()
        figures["read_seconds"], lines = _timed(lambda: read("名簿.xlsx", content))
        figures["keep_seconds"], draft = _timed(lambda: keep(owner, lines, content))
        figures["plan_seconds"], plan = _timed(lambda: plan_of(draft))
        assert len(lines_of(draft).lines) == rows
        assert not plan.faults
        before = Entry.objects.count()

        def take() -> None:
            begin(owner, draft, shown=plan.digest(), skips_faults=False, opens_departments=True)
            assert go_on(owner, draft).is_over

        spent = time.process_time()
        figures["take_in_seconds"], _nothing = _timed(take)
        # On a busy machine the seconds tell of the others; these are ours alone.
        figures["take_in_cpu_seconds"] = round(time.process_time() - spent, 2)
        figures["entries"] = Entry.objects.count() - before
        figures["people"] = Person.objects.count()
        figures["rows_per_second"] = round(rows / figures["take_in_seconds"], 1)
        again = keep(owner, lines, content)
        figures["plan_again_seconds"], same = _timed(lambda: plan_of(again))
        figures["rows_that_change_the_second_time"] = sum(step.what.value != "same" for step in same.steps)
    figures["trail_is_whole"] = verify().is_whole
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return figures


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = work()
    return round(time.perf_counter() - began, 2), made


def _book(rows: int) -> bytes:
    joined = datetime.date(2015, 4, 1)
    return book(
        *(
            (
                f"B{number:05}",
                f"見本 {number}郎",
                "ミホン",
                "社員",
                f"第{number % 40 + 1}課",
                joined + datetime.timedelta(days=number % 3000),
                None,
                f"b{number}@kakuu-seiko.example",
            )
            for number in range(rows)
        )
    )


if __name__ == "__main__":
    main()
