"""A whole verb with its entry: somebody answers an item of a check, 32 at a time, each a sheet of their own.

Beside it the bare `record` of the same run. `DATABASE_URL` measures PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any

from django_scopes import scope

from bench.measure import arguments, tell
from bench.trail import _one_entry, _rate, _set_up, _writers
from kuramori.ground.packs.read import shelf
from kuramori.ground.people.access import actor_for
from kuramori.ground.people.found import found
from kuramori.ground.people.models import Account, OrganisationKind
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin

ITEM = "q01"


def main() -> None:
    args = arguments("a verb with its entry", seconds=4, writers=32)
    _set_up()
    answers = _answers(args.writers)
    figures: dict[str, Any] = {"answers_per_second_alone": _rate(answers, args.seconds)}
    figures[f"answer_{args.writers}_writers"] = _writers(args.writers, args.seconds, answers)
    figures[f"record_{args.writers}_writers"] = _writers(args.writers, args.seconds, _one_entry)
    tell(figures, as_json=args.json)


def _answers(count: int) -> Callable[[], None]:
    """Each thread that calls it writes to a sheet of its own, another level each time."""
    account = Account.objects.create_user("sokutei@kakuu.example", "aozora-densha-77")
    kinds = [OrganisationKind.COMPANY]
    house = found(account, name="測定", slug="sokutei", kinds=kinds, owner_name="測定 太郎")
    actor, pack = actor_for(account, house.organisation.slug), shelf().find("jp/meti/tics")
    with scope(organisation=house.organisation):
        # One more than the writers: the thread that measures alone has one too.
        sheets = [begin(actor, pack, name=f"{number}") for number in range(count * 2 + 1)]
    handed, mine = itertools.count(), threading.local()

    def write() -> None:
        if not hasattr(mine, "sheet"):
            mine.sheet, mine.revision = sheets[next(handed)], 0
        with scope(organisation=house.organisation):
            level = mine.revision % 3
            written = answer(actor, mine.sheet, pack, ITEM, value=level, revision=mine.revision)
        mine.revision = written.revision

    return write


if __name__ == "__main__":
    main()
