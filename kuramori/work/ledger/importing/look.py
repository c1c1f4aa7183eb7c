"""Read a draft's file and work out what taking it in would do: at once if it is small, else by the worker."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.pace import without_collecting
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import entry
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.ledger.importing import cells, columns, draft, table
from kuramori.work.ledger.importing.opening import Opens, missing
from kuramori.work.ledger.importing.plan import Fault, Planner, Step, What
from kuramori.work.ledger.models import ImportDraft

JOB = "ledger:read"
# Larger files take longer than a page may.
AT_ONCE_BYTES = 256 * 1024
MOST_SHOWN = 200
DEFAULTABLE = ("grade", "layer", "place", "keeper", "review_on")
"""Required fields for which one value may be chosen for all rows that leave them empty."""


class ColumnTwice(ValueError):
    """Two columns would hold the same field. `name` is the field."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def look(actor: Actor, kept: ImportDraft, *, at_once: bool = False) -> None:
    """Read it and keep what would happen, now or by the worker. Raises `FileWrong`, `DraftGone`."""
    actor.require(Can.ASSET_IMPORT)
    if at_once or draft.file_bytes(kept) <= AT_ONCE_BYTES:
        read_in(kept)
        return
    enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, draft=str(kept.pk))


def say_columns(
    actor: Actor,
    kept: ImportDraft,
    meant: Mapping[int, str],
    defaults: Mapping[str, entry.Value],
    opens: Opens | None = None,
) -> None:
    """Say which field each column holds, what stands in for empty required ones and what is added; look again.

    What the columns hold is remembered. Raises `ColumnTwice`, `WrongKind`, `entry.FieldRefused`, `FileWrong`,
    `DraftGone`.
    """
    actor.require(Can.ASSET_IMPORT)
    opens = opens or Opens()
    opens.require(actor)
    added = opens.kept()
    chosen = {at: name for at, name in meant.items() if name in FIELDS}
    twice = [name for name, count in Counter(chosen.values()).items() if count > 1]
    if twice:
        raise ColumnTwice(twice[0])
    told = draft.look_of(kept)
    with transaction.atomic():
        draft.remember(
            actor,
            {columns.plain(one["heading"]): chosen.get(one["at"], "") for one in told["columns"]},
        )
        kept.columns = {str(at): name for at, name in chosen.items()}
        spoken = {name: value for name, value in defaults.items() if name in DEFAULTABLE}
        kept.defaults = entry.keep(entry.wanted(spoken).values)
        kept.opens = added
        kept.read_at = None
        kept.save(update_fields=["columns", "defaults", "opens", "read_at"])
    look(actor, kept)


@job(JOB)
def look_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: it reads the file again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.ASSET_IMPORT):
        raise Trouble(_("頼んだ方が、いまは台帳を取り込めない役割です。"))
    with scope(organisation=actor.organisation):
        kept = draft.draft_for(actor, uuid.UUID(str(arguments["draft"])))
        try:
            read_in(kept)
        except table.FileWrong as wrong:
            ImportDraft.objects.filter(pk=kept.pk).update(refused=str(wrong)[:200], read_at=clock.now())
        except draft.DraftGone:
            raise Trouble(_("読み込んだファイルの期限が切れました。もう一度選んでください。")) from None


def read_in(kept: ImportDraft) -> None:
    """Work out the plan and what the page shows of it."""
    with without_collecting():
        found = table.read(draft.file_of(kept))
    first_time = not kept.columns
    if first_time:
        guessed = columns.proposed(found.headings, draft.remembered())
        kept.columns = {str(at): name for at, name in guessed.items()}
    meant = {int(at): name for at, name in kept.columns.items()}
    plans, shown, house = draft.Plans(kept), Shown(), cells.house()
    house.missing = missing(kept)
    with without_collecting():
        for step in Planner(found, meant, house, kept.defaults).steps():
            plans.add(step)
            shown.add(step)
            if step.what is What.NEW or step.what is What.CHANGED:
                house.missing.count(step.values or {})
    with transaction.atomic():
        plans.put()
        told = shown.told(found.title, list(_columns(found, meant)))
        draft.put_look(kept, {**told, "missing": house.missing.told()})
        kept.read_at = clock.now()
        kept.save(update_fields=["columns", "read_at", "total"])


class Shown:
    """What the page shows of the steps, gathered as they go by: how many of each kind, and the first of them."""

    def __init__(self) -> None:
        self.counts: Counter[What] = Counter()
        self.faults: list[Fault] = []
        self.new: list[list[Any]] = []
        self.changed: list[list[Any]] = []

    def add(self, step: Step) -> None:
        self.counts[step.what] += 1
        if step.faults and len(self.faults) < MOST_SHOWN:
            self.faults += step.faults
        if step.what is What.NEW and len(self.new) < MOST_SHOWN:
            self.new.append([step.row, step.number, (step.values or {}).get("name", "")])
        if step.what is What.CHANGED and len(self.changed) < MOST_SHOWN:
            labels = [str(FIELDS[name].label) for name in step.values or ()]
            self.changed.append([step.row, step.number, labels])

    def told(self, sheet: str, columns: list[dict[str, Any]]) -> dict[str, Any]:
        """What `draft.look_of` gives back."""
        return {
            "sheet": sheet,
            "rows": self.counts.total(),
            "counts": {what.value: self.counts[what] for what in What},
            "columns": columns,
            "faults": self.faults[:MOST_SHOWN],
            "new": self.new,
            "changed": self.changed,
        }


def _columns(found: table.Table, meant: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for at, heading in enumerate(found.headings):
        cell = next((row[at] for row in found.rows if at < len(row) and row[at] not in (None, "")), None)
        if heading or cell is not None:
            example = cells.written(cell)[:40]
            yield {"at": at, "heading": heading, "field": meant.get(at, ""), "example": example}
