"""The rows of a chunk that are new: entries, what they say, and what they are found by, written all at once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Department, Organisation, Person
from kuramori.ground.people.ordered import keys
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import as_json, insert, listed
from kuramori.ground.search.index import index_all
from kuramori.ground.trail.changes import parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events_import, facts_of, findable, laying
from kuramori.work.ledger.importing.plan import Step
from kuramori.work.ledger.models import Asset, ImportDraft, Version
from kuramori.work.ledger.numbers import next_number
from kuramori.work.places.models import Place

_NAMED: Mapping[str, type[Any]] = {
    "place": Place,
    "keeper": Person,
    "department": Department,
    "partner": Partner,
}


class _New(NamedTuple):
    """An entry that is to be: its key (also as text), what it says (also as JSON), the columns that repeat it."""

    key: uuid.UUID
    id: str
    kept: Mapping[str, Any]
    told: str
    columns: list[Any]


def enter(actor: Actor, draft: ImportDraft, chunk: Sequence[Step]) -> list[tuple[int, str]]:
    """New entries, in the caller's transaction; which rows were left out and why."""
    actor.require(Can.ASSET_IMPORT)
    # Two must not take the same number at once.
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    wanted = [step.number for step in chunk if step.number]
    taken = set(Asset.objects.filter(number__in=listed(wanted)).values_list("number", flat=True))
    named = _named(chunk)
    numbers = _Numbers(taken | set(wanted))
    entered, skipped = [], []
    for step, key in zip(chunk, keys(len(chunk)), strict=True):
        kept = step.values or {}
        if step.number in taken:
            skipped.append((step.row, _("管理番号が、いまはほかの情報のものです。")))
            continue
        gone = [name for name in _NAMED if name in kept and kept[name]["id"] not in named]
        if gone:
            skipped.append((step.row, laying.UnknownThing(gone[0]).sentence))
            continue
        if not step.number:
            kept = {**kept, "number": numbers.next()}
        told = (step.number and step.told) or as_json(kept)
        entered.append(_New(key, str(key), kept, told, laying.written(kept)))
    if entered:
        _write(actor, entered)
        _make_findable(actor, entered, named)
        _tell(actor, draft, entered)
    return skipped


def _write(actor: Actor, entered: Sequence[_New]) -> None:
    """Rows and first versions."""
    now, today, reason = clock.now(), clock.today(), _("ファイルから取り込み")
    insert(
        Asset,
        ["id", *laying.WRITTEN, "proposed_by_id", "proposed_at"],
        [[new.key, *new.columns, actor.person_id, now] for new in entered],
        # `_named` has just read them.
        trusted=set(laying.WRITTEN),
    )
    insert(
        Version,
        ["id", "asset_id", "values", "reason", "told_by_id", "from_on", "recorded_at"],
        [
            [key, new.key, new.told, reason, actor.person_id, today, now]
            for key, new in zip(keys(len(entered)), entered, strict=True)
        ],
        trusted={"asset_id"},
        as_told={"values"},
    )


def _make_findable(actor: Actor, entered: Sequence[_New], named: Mapping[str, Any]) -> None:
    words = []
    for new in entered:
        kept = new.kept
        place, keeper, partner = [
            named[kept[name]["id"]] if name in kept else None for name in ("place", "keeper", "partner")
        ]
        text = findable.text(kept["number"], kept["name"], kept["what"], place, keeper, partner)
        words.append(findable.words(new.id, kept["grade"], kept["number"], text))
    index_all(actor.organisation_id, findable.KIND, words, are_new=True)


def _tell(actor: Actor, draft: ImportDraft, entered: Sequence[_New]) -> None:
    """One entry of the trail for all of them."""
    told = parts({new.id: facts_of.entry(new.kept) for new in entered}, private=facts_of.TEXTS)
    record(
        actor,
        events_import.ENTERED,
        kind="asset_import",
        thing_id=draft.pk,
        count=len(entered),
        first=entered[0].kept["number"],
        last=entered[-1].kept["number"],
        from_on=clock.today().isoformat(),
        **told,
    )


def _named(chunk: Sequence[Step]) -> dict[str, Any]:
    """Whom and what the rows of a chunk name, by id; who is no longer there is missing."""
    found: dict[str, Any] = {}
    for name, model in _NAMED.items():
        ids = {step.values[name]["id"] for step in chunk if step.values and step.values.get(name)}
        found |= {str(key): row for key, row in model.objects.in_bulk(list(ids)).items()} if ids else {}
    return found


class _Numbers:
    """Numbers for rows that have none: one question for the first, then counted on."""

    def __init__(self, taken: set[str]) -> None:
        self.taken, self.last = taken, ""

    def next(self) -> str:
        self.last = _after(self.last) if self.last else next_number()
        while self.last in self.taken:
            self.last = _after(self.last)
        return self.last


def _after(number: str) -> str:
    head = number.rstrip("0123456789")
    digits = number[len(head) :]
    return f"{head}{int(digits) + 1:0{len(digits)}d}"
