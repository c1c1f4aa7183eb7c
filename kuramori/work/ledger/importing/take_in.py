"""Take a draft in, a few hundred rows at a time: each chunk with its entries of the trail in one transaction.

A row is taken in as a whole or not at all, and no row twice. Nothing stays half taken in: once begun, a draft is kept
until its last row is done, whatever interrupts it; the worker begins again where it stopped, and so may anybody with
the right, by a button. A row that no longer fits what was shown is left out, and told by its number.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Department, Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.search.index import index_all
from kuramori.ground.trail.changes import parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import entry, events_import, facts_of, findable, laying, register
from kuramori.work.ledger.importing.draft import DraftGone, draft_for, plan_of
from kuramori.work.ledger.importing.plan import Step, What
from kuramori.work.ledger.models import Asset, ImportDraft, Version
from kuramori.work.ledger.numbers import next_number
from kuramori.work.places.models import Place

JOB = "ledger:take_in"
# New rows take about 0.1 ms each, changed ones some milliseconds: nobody else waits for longer than that.
CHUNK = 400
CHANGES_AT_ONCE = 40
AT_ONCE_SECONDS = 2.0
MOST_SKIPPED = 500
_NAMED: Mapping[str, type[Any]] = {
    "place": Place,
    "keeper": Person,
    "department": Department,
    "partner": Partner,
}


class FaultsStand(Exception):
    """There are wrong rows, and nobody has said that they are to be skipped."""


class NothingToTake(Exception):
    """Every row is as the ledger says already, or wrong."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a draft is taken in."""

    done: int
    total: int
    is_over: bool


def begin(actor: Actor, draft: ImportDraft, *, faults: int, skips_faults: bool) -> None:
    """Say yes to what was shown, of which `faults` rows were wrong.

    Raises `FaultsStand`, `NothingToTake`, `DraftGone`.
    """
    actor.require(Can.ASSET_IMPORT)
    if draft.read_at is None or not bytes(draft.sealed_plan):
        raise DraftGone(draft.pk)
    if faults and not skips_faults:
        raise FaultsStand
    if not draft.total:
        raise NothingToTake
    with transaction.atomic():
        begun = ImportDraft.objects.filter(pk=draft.pk, begun_at__isnull=True).update(
            begun_at=clock.now(), skips_faults=skips_faults, told={"fault": faults}
        )
        if begun:
            record(
                actor, events_import.IMPORT_BEGUN, kind="asset_import", thing_id=draft.pk, rows=draft.total
            )
    draft.refresh_from_db()


def take_in(actor: Actor, draft: ImportDraft, *, faults: int, skips_faults: bool) -> Progressed:
    """`begin`, then as much as a page may take, and the rest by the worker."""
    begin(actor, draft, faults=faults, skips_faults=skips_faults)
    if draft.total > CHUNK:
        later(actor, draft)
        return Progressed(draft.done, draft.total, is_over=False)
    progressed = go_on(actor, draft, seconds=AT_ONCE_SECONDS)
    if not progressed.is_over:
        later(actor, draft)
    return progressed


def later(actor: Actor, draft: ImportDraft) -> None:
    """Let the worker go on."""
    enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, draft=str(draft.pk))


def go_on(
    actor: Actor,
    draft: ImportDraft,
    *,
    seconds: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Progressed:
    """Take in what is left of a draft that was begun, for about `seconds` (None: to the end). Raises `DraftGone`."""
    actor.require(Can.ASSET_IMPORT)
    if draft.finished_at is not None:
        return Progressed(draft.done, draft.total, is_over=True)
    steps, done, begun = plan_of(draft), draft.done, monotonic()
    while done < len(steps):
        chunk = _chunk(steps, done)
        if not _take(actor, draft, chunk, done):
            break  # another call is at it
        done += len(chunk)
        progress(done, draft.total)
        if seconds is not None and monotonic() - begun > seconds:
            break
    draft.refresh_from_db()
    return Progressed(draft.done, draft.total, is_over=draft.finished_at is not None)


@job(JOB)
def take_in_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: what was taken in is not taken in again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.ASSET_IMPORT):
        raise Trouble(_("頼んだ方が、いまは台帳を取り込めない役割です。"))
    with scope(organisation=actor.organisation):
        try:
            go_on(actor, draft_for(actor, uuid.UUID(str(arguments["draft"]))), progress=progress)
        except DraftGone:
            raise Trouble(_("読み込んだファイルの期限が切れました。もう一度選んでください。")) from None


def _chunk(steps: Sequence[Step], done: int) -> Sequence[Step]:
    """The next steps of one kind."""
    kind = steps[done].what
    most = CHUNK if kind is What.NEW else CHANGES_AT_ONCE
    end = done
    while end < min(done + most, len(steps)) and steps[end].what is kind:
        end += 1
    return steps[done:end]


def _take(actor: Actor, draft: ImportDraft, chunk: Sequence[Step], done: int) -> bool:
    """One chunk in one transaction; False where somebody else has taken it meanwhile."""
    with transaction.atomic():
        rows = ImportDraft.objects.select_for_update()
        # The sealed parts are large, and not needed here.
        locked = rows.defer("sealed_file", "sealed_plan", "sealed_look").get(pk=draft.pk)
        if locked.done != done or locked.finished_at is not None:
            return False
        taken = _enter if chunk[0].what is What.NEW else _change
        skipped = taken(actor, draft, chunk)
        told = dict(locked.told)
        what = chunk[0].what.value
        told[what] = told.get(what, 0) + len(chunk) - len(skipped)
        told["left"] = told.get("left", 0) + len(skipped)
        told["skipped"] = [*told.get("skipped", []), *skipped][:MOST_SKIPPED]
        locked.told, locked.done = told, done + len(chunk)
        fields = ["told", "done"]
        if locked.done >= locked.total:
            locked.finished_at = clock.now()
            locked.sealed_file = locked.sealed_plan = locked.sealed_look = b""
            fields += ["finished_at", "sealed_file", "sealed_plan", "sealed_look"]
            _tell_end(actor, locked)
        locked.save(update_fields=fields)
    return True


def _enter(actor: Actor, draft: ImportDraft, chunk: Sequence[Step]) -> list[tuple[int, str]]:
    """New entries at once; which rows were left out and why."""
    actor.require(Can.ASSET_IMPORT)
    # Two must not take the same number at once.
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    wanted = [step.number for step in chunk if step.number]
    taken = set(Asset.objects.filter(number__in=wanted).values_list("number", flat=True))
    named = _named(chunk)
    who = Person.objects.get(pk=actor.person_id) if actor.person_id else None
    numbers = _Numbers(taken | set(wanted))
    assets, values, skipped = [], [], []
    for step in chunk:
        kept = dict(step.values or {})
        if step.number in taken:
            skipped.append((step.row, _("管理番号が、いまはほかの情報のものです。")))
            continue
        gone = next((name for name in _NAMED if kept.get(name) and kept[name]["id"] not in named), None)
        if gone is not None:
            skipped.append((step.row, laying.UnknownThing(gone).sentence))
            continue
        kept["number"] = step.number or numbers.next()
        assets.append(_asset(actor, who, kept, named))
        values.append(kept)
    if assets:
        _write(actor, draft, who, list(zip(assets, values, strict=True)))
    return skipped


def _write(
    actor: Actor,
    draft: ImportDraft,
    who: Person | None,
    entered: Sequence[tuple[Asset, Mapping[str, Any]]],
) -> None:
    """Rows, first versions, words to be found by, and one entry of the trail for all of them."""
    now, today = clock.now(), clock.today()
    reason = _("ファイルから取り込み")
    assets = [asset for asset, _kept in entered]
    Asset.objects.bulk_create(assets)
    Version.objects.bulk_create(
        Version(
            organisation=actor.organisation,
            asset=asset,
            values=kept,
            reason=reason,
            told_by=who,
            from_on=today,
            recorded_at=now,
        )
        for asset, kept in entered
    )
    index_all(actor.organisation_id, findable.KIND, [findable.words_of(asset) for asset in assets])
    told = parts(
        {str(asset.pk): facts_of.entry(kept) for asset, kept in entered},
        private=facts_of.TEXTS,
    )
    record(
        actor,
        events_import.ENTERED,
        kind="asset_import",
        thing_id=draft.pk,
        count=len(assets),
        first=assets[0].number,
        last=assets[-1].number,
        from_on=today.isoformat(),
        **told,
    )


def _asset(actor: Actor, who: Person | None, kept: Mapping[str, Any], named: Mapping[str, Any]) -> Asset:
    row = Asset(organisation=actor.organisation, proposed_at=clock.now(), proposed_by=who)
    laying.fill(row, kept)
    for name in _NAMED:
        # As rows, so that the guard on foreign keys need not ask for each.
        setattr(row, name, named[kept[name]["id"]] if kept.get(name) else None)
    return row


def _named(chunk: Sequence[Step]) -> dict[str, Any]:
    """Whom and what the rows of a chunk name, by id; who is no longer there is missing."""
    found: dict[str, Any] = {}
    for name, model in _NAMED.items():
        ids = {step.values[name]["id"] for step in chunk if step.values and step.values.get(name)}
        found |= {str(key): row for key, row in model.objects.in_bulk(list(ids)).items()}
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


def _change(actor: Actor, draft: ImportDraft, chunk: Sequence[Step]) -> list[tuple[int, str]]:
    skipped = []
    rows = {row.pk: row for row in Asset.objects.filter(pk__in=[step.asset_id for step in chunk])}
    for step in chunk:
        try:
            with transaction.atomic():
                register.change(
                    actor,
                    rows[step.asset_id or uuid.UUID(int=0)],
                    entry.Wanted(entry.given(step.values or {})),
                    revision=step.revision,
                    reason=_("ファイルから取り込み"),
                )
        except laying.StaleEntry:
            skipped.append((step.row, _("見ている間に、ほかの方がこの情報を直しました。")))
        except (laying.EntryRefused, entry.Missing) as refused:
            skipped.append((step.row, refused.sentence))
        except (laying.AssetClosed, KeyError):
            skipped.append((step.row, _("見送りか手放し済みになったため、変えられません。")))
        except NotAllowed:
            skipped.append((step.row, _("この情報を変える役割がありません。")))
    return skipped


def _tell_end(actor: Actor, draft: ImportDraft) -> None:
    told = draft.told
    record(
        actor,
        events_import.IMPORTED,
        kind="asset_import",
        thing_id=draft.pk,
        new=told.get("new", 0),
        changed=told.get("changed", 0),
        skipped=told.get("fault", 0) + told.get("left", 0),
        hash=draft.digest[:12],
    )
