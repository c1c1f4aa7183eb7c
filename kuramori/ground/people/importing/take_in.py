"""Take a draft in, some hundred rows at a time: each chunk with its entries in one transaction, and none twice.

A row is one person's line as a whole: it is taken or it is not. Interrupted, the draft knows how far it got and the
next call goes on from there. The same file again finds everything as it says and changes nothing.
"""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access, events
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.appointing import LastDayMissing, LastDayPast
from kuramori.ground.people.departments import names, open_department
from kuramori.ground.people.enrol import (
    LeavesBeforeJoining,
    NumberTaken,
    Particulars,
    amend,
    correct_last_day,
    enrol_all,
)
from kuramori.ground.people.importing.draft import DraftGone, draft_for, lines_of, sealed_skipped, skipped_of
from kuramori.ground.people.importing.file import Line
from kuramori.ground.people.importing.plan import Plan, Step, What, plan
from kuramori.ground.people.leave import LastOwner, NobodyLeaves, leave
from kuramori.ground.people.models import Department, Person, RosterDraft
from kuramori.ground.people.pace import Pace
from kuramori.ground.people.roles import Can
from kuramori.ground.people.roster import roster
from kuramori.ground.trail.record import record
from kuramori.outside import clock

JOB = "people:take_in"
# So many rows in the first transaction; then more or fewer, by how long one held up the others who write.
NEW_AT_ONCE, CHANGED_AT_ONCE = (100, 400, 50), (20, 100, 5)
# As long as somebody waits for a page; the worker does the rest.
AT_ONCE_SECONDS = 3.0


class PlanMoved(Exception):
    """The roster changed since the plan was shown, so that something else would happen now."""


class FaultsStand(Exception):
    """There are wrong rows, and nobody has said that they are to be skipped."""


class NothingToTake(Exception):
    """Every row is as the roster says already, or wrong."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a draft is taken in."""

    done: int
    total: int
    is_over: bool


def plan_of(draft: RosterDraft, *, opens_departments: bool = True) -> Plan:
    """What taking in would do against the roster of now. Raises `DraftGone`."""
    found = roster()
    return plan(
        lines_of(draft).lines,
        (*found.here, *found.gone),
        tuple(names().values()),
        opens_departments=opens_departments,
    )


def begin(
    actor: Actor, draft: RosterDraft, *, shown: str, skips_faults: bool, opens_departments: bool
) -> None:
    """Say yes to what was shown (`shown` is the plan's digest). Changes nothing of the roster yet.

    Raises `PlanMoved`, `FaultsStand`, `NothingToTake`, `DraftGone`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    wanted = plan_of(draft)
    if wanted.digest() != shown:
        raise PlanMoved
    if not opens_departments:
        wanted = plan_of(draft, opens_departments=False)
    if wanted.faults and not skips_faults:
        raise FaultsStand
    if wanted.does_nothing:
        raise NothingToTake
    RosterDraft.objects.filter(pk=draft.pk, begun_at__isnull=True).update(
        begun_at=clock.now(), skips_faults=skips_faults, opens_departments=opens_departments
    )
    draft.refresh_from_db()


def go_on(
    actor: Actor,
    draft: RosterDraft,
    *,
    seconds: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Progressed:
    """Take in what is left of a draft that was begun, for about `seconds` (None: to the end). Raises `DraftGone`."""
    actor.require(Can.PEOPLE_CHANGE)
    if draft.finished_at is not None:
        return Progressed(draft.done, draft.total, is_over=True)
    wanted = plan_of(draft, opens_departments=draft.opens_departments)
    begun, done = time.monotonic(), draft.done
    paces = {True: Pace(*NEW_AT_ONCE), False: Pace(*CHANGED_AT_ONCE)}
    while done < len(wanted.steps):
        pace, since = paces[wanted.steps[done].what is What.NEW], time.monotonic()
        chunk = _chunk(wanted.steps[done : done + pace.most])
        if not _take(actor, draft, chunk, done):
            break  # another call is at it
        done += len(chunk)
        pace.took(time.monotonic() - since)
        progress(done, draft.total)
        if seconds is not None and time.monotonic() - begun > seconds:
            break
    draft.refresh_from_db()
    return Progressed(draft.done, draft.total, is_over=draft.finished_at is not None)


def take_in(
    actor: Actor, draft: RosterDraft, *, shown: str, skips_faults: bool, opens_departments: bool
) -> Progressed:
    """`begin`, then as much as a page may take, and the rest by the worker."""
    begin(actor, draft, shown=shown, skips_faults=skips_faults, opens_departments=opens_departments)
    progressed = go_on(actor, draft, seconds=AT_ONCE_SECONDS)
    if not progressed.is_over:
        enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, draft=str(draft.pk))
    return progressed


@job(JOB)
def take_in_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: what was taken in is not taken in again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.PEOPLE_CHANGE):
        raise Trouble(_("頼んだ方が、いまは名簿を変えられない役割です。"))
    with scope(organisation=actor.organisation):
        # The right was confirmed when the taking in began; the worker only goes on.
        actor = dataclasses.replace(actor, elevated=True)
        try:
            go_on(actor, draft_for(actor, uuid.UUID(str(arguments["draft"]))), progress=progress)
        except DraftGone:
            raise Trouble(_("名簿のファイルの期限が切れました。もう一度選んでください。")) from None


def _chunk(steps: Sequence[Step]) -> Sequence[Step]:
    """As many of the next steps as go together: newcomers at once, what changes one by one."""
    is_new = steps[0].what is What.NEW
    return list(takewhile(lambda step: (step.what is What.NEW) is is_new, steps))


def _take(actor: Actor, draft: RosterDraft, chunk: Sequence[Step], done: int) -> bool:
    """One chunk in one transaction; False where somebody else has taken it meanwhile."""
    with transaction.atomic():
        locked = RosterDraft.objects.select_for_update().get(pk=draft.pk)
        if locked.done != done or locked.finished_at is not None:
            return False
        told = dict(locked.told)
        skipped = skipped_of(locked)
        departments = _Departments(actor, may_open=locked.opens_departments)
        if chunk[0].what is What.NEW:
            taken = _take_new(actor, chunk, departments)
        else:
            taken = [_take_one(actor, step, departments) for step in chunk]
        for step, (what, reason) in zip(chunk, taken, strict=True):
            told[what] = told.get(what, 0) + 1
            if reason:
                skipped.append((step.line.row, reason))
        locked.told = {**told, "skipped": sealed_skipped(locked, skipped)}
        locked.done = done + len(chunk)
        if locked.done >= locked.total:
            _finish(actor, locked)
        locked.save(update_fields=["told", "done", "sealed", "finished_at"])
    return True


def _take_one(actor: Actor, step: Step, departments: _Departments) -> tuple[str, str]:
    """What became of one row, and why it was left out where it was."""
    if step.what is What.FAULT:
        return What.FAULT.value, "・".join(fault.reason for fault in step.faults)
    if step.what is What.SAME:
        return What.SAME.value, ""
    try:
        with transaction.atomic():
            told = _particulars(step.line, departments)
            _change(actor, Person.objects.get(pk=str(step.person_id)), told, step.line)
    except (NumberTaken, LeavesBeforeJoining) as refused:
        return What.FAULT.value, _refusal(refused)
    except LastDayMissing as refused:
        return What.FAULT.value, refused.sentence()
    except LastOwner:
        return What.FAULT.value, _("経営者が1人もいなくなるため、退職にできません。")
    except NotAllowed:
        return What.FAULT.value, _("経営者の役割の方は、経営者だけが変えられます。")
    return step.what.value, ""


def _take_new(actor: Actor, run: Sequence[Step], departments: _Departments) -> list[tuple[str, str]]:
    """The same for rows of people who are not on the roster yet: statements for all of them together."""
    made = enrol_all(actor, [_particulars(step.line, departments) for step in run])
    return [
        (What.FAULT.value, _refusal(one)) if isinstance(one, ValueError) else (What.NEW.value, "")
        for one in made
    ]


def _refusal(refused: ValueError) -> str:
    if isinstance(refused, NumberTaken):
        return _("社員番号が、いまはほかの方のものです。")
    return _("退職日が入社日より前です。")


def _change(actor: Actor, person: Person, told: Particulars, line: Line) -> None:
    try:
        amend(actor, person, told)
    except LastDayPast:
        # An auditor who is gone already: with the role ended, the line tells nothing that asks for a day.
        leave(actor, person, until_on=line.left_on or clock.today())
        amend(actor, person, told)
    if line.left_on is None:
        return
    try:
        leave(actor, person, until_on=line.left_on)
    except NobodyLeaves:
        correct_last_day(actor, person, line.left_on)


def _particulars(line: Line, departments: _Departments) -> Particulars:
    return Particulars(
        name=line.name,
        kana=line.kana,
        number=line.number,
        email=line.email,
        kind=line.kind,
        department=departments.named(line.department),
        joined_on=line.joined_on,
        left_on=line.left_on,
    )


class _Departments:
    """Departments by name, asked once a chunk; unknown ones are opened where that was agreed to."""

    def __init__(self, actor: Actor, *, may_open: bool) -> None:
        self.actor, self.may_open = actor, may_open
        called = names()
        rows = Department.objects.filter(pk__in=called)
        self.known: dict[str, Department] = {called[row.pk]: row for row in rows}

    def named(self, name: str) -> Department | None:
        if not name:
            return None
        if name not in self.known and self.may_open:
            self.known[name] = open_department(self.actor, name=name)
        return self.known[name]


def _finish(actor: Actor, draft: RosterDraft) -> None:
    draft.finished_at, draft.sealed = clock.now(), b""
    counted = draft.told
    record(
        actor,
        events.ROSTER_TAKEN_IN,
        kind="roster",
        thing_id=draft.pk,
        new=counted.get("new", 0),
        changed=counted.get("changed", 0),
        leaves=counted.get("leaves", 0),
        skipped=counted.get("fault", 0),
        hash=draft.digest[:12],
    )
