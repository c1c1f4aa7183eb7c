"""Take a list of demands in as it was shown: a short one at once and whole, a long one slice by slice by a worker.

A slice and how far it came stand together, so that a worker who takes over goes on where the last one ended. A promise
that somebody changed since it was shown is left as it stands, and told.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_promises as events
from kuramori.work.requests.models import PromiseFile
from kuramori.work.requests.promising import recording
from kuramori.work.requests.promising.filed import LASTS, FileGone, file_for
from kuramori.work.requests.promising.planning import Step, What, digest, lacking, steps_of
from kuramori.work.requests.refusing import NotSo, Stale

JOB: Final = "requests:take_promises"
AT_ONCE, SLICE = 300, 100


class FaultsStand(Exception):
    """There are wrong rows, and nobody has said that they are to be skipped."""


class PlanMoved(Exception):
    """The register changed since it was shown, so that something else would happen now."""


class ColumnsLack(Exception):
    """What every row needs stands in no column yet."""


def take_in(actor: Actor, kept: PromiseFile, *, skips_faults: bool, shown: str = "") -> None:
    """Pressed twice, once; `shown` is the digest of what was looked at, "" for whatever it is now.

    Up to `AT_ONCE` rows all or nothing; of more a worker takes in what it can.
    Raises `ColumnsLack`, `FaultsStand`, `PlanMoved`, `FileGone`, `NotAllowed`.
    """
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = _held(file_for(actor, kept.pk))
        if row.finished_at is not None or "job" in row.told:
            return
        steps = steps_of(row)
        _require_sense(row, steps, skips_faults=skips_faults, shown=shown)
        row.told = _begun(steps)
        if len(steps) > AT_ONCE:
            made = enqueue(
                JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, file=str(row.pk)
            )
            row.told |= {"job": str(made.pk)}
            # It may take a while: the cells stay until it is done.
            row.expires_at = clock.now() + LASTS
            row.save(update_fields=["told", "expires_at"])
            return
        _slice(actor, row, steps)
        if row.told["skipped"] and not skips_faults:
            raise FaultsStand
        _finish(actor, row)


@job(JOB)
def take_in_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part; may run again after a death, and goes on where it was."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.PROMISE_CHANGE):
        raise Trouble(_("頼んだ方が、いまは約束を直せない役割です。"))
    with scope(organisation=actor.organisation):
        kept = PromiseFile.objects.filter(pk=uuid.UUID(str(arguments["file"]))).first()
        if kept is None:
            raise Trouble(_("読み込んだファイルの期限が切れました。もう一度選んでください。"))
        try:
            go_on(actor, kept, progress)
        except FileGone:
            raise Trouble(_("読み込んだファイルの期限が切れました。もう一度選んでください。")) from None


def go_on(actor: Actor, kept: PromiseFile, progress: Progress) -> None:
    """The rows that are left, slice by slice. Raises `FileGone`."""
    if kept.finished_at is not None:
        return
    steps = steps_of(kept)
    done = 0
    while done < len(steps):
        with transaction.atomic():
            row = _held(kept)
            if row.finished_at is not None:
                return
            done = int(row.told["at"]) + SLICE
            _slice(actor, row, steps[done - SLICE : done])
            row.told["at"] = done
            row.save(update_fields=["told"])
            if done >= len(steps):
                _finish(actor, row)
        progress(min(done, len(steps)), len(steps))


def _held(kept: PromiseFile) -> PromiseFile:
    row: PromiseFile = PromiseFile.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    return row


def _require_sense(row: PromiseFile, steps: Sequence[Step], *, skips_faults: bool, shown: str) -> None:
    if lacking(row):
        raise ColumnsLack
    if shown and digest(steps) != shown:
        raise PlanMoved
    if any(one.what is What.FAULT for one in steps) and not skips_faults:
        raise FaultsStand


def _begun(steps: Sequence[Step]) -> dict[str, Any]:
    """Nothing done yet; `seen` has the revision at which each promise that changes was looked at."""
    seen = {
        str(one.promise.pk): one.promise.revision for one in steps if one.what is What.CHANGED and one.promise
    }
    return dict.fromkeys((what.value for what in What), 0) | {
        "at": 0,
        "rows": len(steps),
        "seen": seen,
        "skipped": [],
    }


def _slice(actor: Actor, row: PromiseFile, steps: Sequence[Step]) -> None:
    for step in steps:
        what, why = _take(actor, row, step)
        row.told[what.value] += 1
        if what is What.FAULT:
            row.told["skipped"].append([step.row, why])


def _take(actor: Actor, row: PromiseFile, step: Step) -> tuple[What, str]:
    if step.what is What.FAULT:
        where, why = step.faults[0]
        return step.what, _("%(column)s：%(why)s") % {"column": where, "why": why}
    if step.what is What.SAME:
        return step.what, ""
    try:
        with transaction.atomic():
            _carry_out(actor, step, row.told["seen"])
    except Stale:
        return What.FAULT, _("見ている間に、ほかの方が直しました。その記録のままにしてあります。")
    except NotSo as refused:
        return What.FAULT, refused.sentence
    return step.what, ""


def _carry_out(actor: Actor, step: Step, seen: dict[str, int]) -> None:
    if step.promise is None:
        if step.partner is not None and step.demanded is not None:
            recording.record_promise(actor, step.partner, step.demanded, step.answer)
        return
    revision = seen.get(str(step.promise.pk), 0)
    if step.demanded is not None:
        revision = recording.change_promise(actor, step.promise, step.demanded, revision=revision).revision
    if step.answer is not None:
        recording.answer_promise(actor, step.promise, step.answer, revision=revision)


def _finish(actor: Actor, row: PromiseFile) -> None:
    row.told = {name: told for name, told in row.told.items() if name != "seen"}
    row.finished_at, row.sealed = clock.now(), b""
    row.save(update_fields=["told", "finished_at", "sealed"])
    record(
        actor,
        events.FILE_TAKEN_IN,
        kind="promise_import",
        thing_id=row.pk,
        new=row.told[What.NEW.value],
        changed=row.told[What.CHANGED.value],
    )
