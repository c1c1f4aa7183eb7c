"""Take a draft in, a few hundred rows at a time: each chunk with its entries of the trail in one transaction.

A row is taken in as a whole or not at all, and no row twice. Nothing stays half taken in: once begun, a draft is kept
until its last row is done, whatever interrupts it; the worker begins again where it stopped, and so may anybody with
the right, by a button. A row that no longer fits what was shown is left out, and told by its number.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.pace import Pace, without_collecting
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import count_anew
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events_import
from kuramori.work.ledger.importing.change import change
from kuramori.work.ledger.importing.draft import DraftGone, draft_for, empty, lies_here, look_of, steps_from
from kuramori.work.ledger.importing.enter import enter
from kuramori.work.ledger.importing.opening import open_up
from kuramori.work.ledger.importing.plan import Step, What
from kuramori.work.ledger.models import Asset, ImportDraft, Version

JOB = "ledger:take_in"
# So many steps in the first transaction; then more or fewer, by how long one held up the others who write.
NEW_AT_ONCE, CHANGED_AT_ONCE = (250, 1_000, 250), (100, 500, 50)
AT_ONCE_ROWS, AT_ONCE_SECONDS = 400, 2.0
MOST_SKIPPED = 500
# Far into a long import the database must not take the house's rows for few.
COUNTED_AT = 1_000


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

    What the house did not know yet is added with it. Raises `FaultsStand`, `NothingToTake`, `DraftGone`,
    `OpeningRefused`.
    """
    actor.require(Can.ASSET_IMPORT)
    if draft.read_at is None or not lies_here(draft):
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
            _open_up(actor, ImportDraft.objects.get(pk=draft.pk))
            record(
                actor, events_import.IMPORT_BEGUN, kind="asset_import", thing_id=draft.pk, rows=draft.total
            )
    draft.refresh_from_db()


def _open_up(actor: Actor, draft: ImportDraft) -> None:
    """What the house does not have yet, and which it became."""
    if draft.opens:
        draft.opens["made"] = open_up(actor, draft, look_of(draft)["missing"])
        draft.save(update_fields=["opens"])


def take_in(actor: Actor, draft: ImportDraft, *, faults: int, skips_faults: bool) -> Progressed:
    """`begin`, then as much as a page may take, and the rest by the worker."""
    begin(actor, draft, faults=faults, skips_faults=skips_faults)
    if draft.total > AT_ONCE_ROWS:
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
    done, begun = draft.done, monotonic()
    paces = {What.NEW: Pace(*NEW_AT_ONCE), What.CHANGED: Pace(*CHANGED_AT_ONCE)}
    steps: Sequence[Step] = ()
    while done < draft.total:
        steps = steps or steps_from(draft, done)
        pace, since = paces[steps[0].what], monotonic()
        chunk = _chunk(steps, pace.most)
        with without_collecting():
            is_mine = _take(actor, draft, chunk, done)
        if not is_mine:
            break  # another call is at it
        pace.took(monotonic() - since)
        if done < COUNTED_AT <= done + len(chunk) or COUNTED_AT < done + len(chunk) == draft.total:
            # By itself: the entries of a chunk's transaction hold the trail until it ends.
            with transaction.atomic():
                count_anew(Asset, Version)
        done, steps = done + len(chunk), steps[len(chunk) :]
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


def _chunk(steps: Sequence[Step], most: int) -> Sequence[Step]:
    """The next steps of one kind."""
    kind, end = steps[0].what, 0
    while end < min(most, len(steps)) and steps[end].what is kind:
        end += 1
    return steps[:end]


def _take(actor: Actor, draft: ImportDraft, chunk: Sequence[Step], done: int) -> bool:
    """One chunk in one transaction; False where somebody else has taken it meanwhile."""
    with transaction.atomic():
        locked = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if locked.done != done or locked.finished_at is not None:
            return False
        taken = enter if chunk[0].what is What.NEW else change
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
            fields.append("finished_at")
            empty(locked)
            _tell_end(actor, locked)
        locked.save(update_fields=fields)
    return True


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
