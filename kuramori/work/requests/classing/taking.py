"""Take a table in, slice by slice in the background, and put everybody back where somebody wishes that undone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.people import access, ordered
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import parts
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests.classing.planning import Plan, Step, plan
from kuramori.work.requests.classing.reading import kept
from kuramori.work.requests.counting import declassify, reclassify
from kuramori.work.requests.models import ClassSheet, Tiering
from kuramori.work.requests.tiering import LONGEST_REASON, TieringRefused, propose

TAKE, UNDO = "requests:take_classes", "requests:undo_classes"
JOBS = frozenset({TAKE, UNDO})
SLICE = 400


class PlanMoved(Exception):
    """The register changed since it was shown, so that something else would happen now."""


def take(actor: Actor, sheet: ClassSheet, *, shown: str, reason: str, skips_faults: bool) -> Job:
    """Say yes to what was shown (`shown` is the plan's digest). Raises `PlanMoved`, `TieringRefused`, `SheetGone`."""
    actor.require(Can.PROFILE_CHANGE)
    wanted = plan(kept(sheet), reason)
    if wanted.digest() != shown:
        raise PlanMoved
    _require_sense(wanted, reason, skips_faults)
    with transaction.atomic():
        begun = ClassSheet.objects.filter(pk=sheet.pk, taken_at__isnull=True).update(taken_at=clock.now())
        if not begun:
            raise TieringRefused("sheet", _("この表は、もう取り込みました。"))
        return enqueue(
            TAKE,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            sheet=str(sheet.pk),
            reason=reason.strip(),
        )


def undo(actor: Actor, sheet: ClassSheet) -> Job:
    """Put back whoever is still in the class that this table gave. Raises `TieringRefused`, `NotAllowed`."""
    actor.require(Can.PROFILE_CHANGE)
    with transaction.atomic():
        begun = ClassSheet.objects.filter(pk=sheet.pk, taken_at__isnull=False, undone_at__isnull=True)
        if not begun.update(undone_at=clock.now()):
            raise TieringRefused("sheet", _("この表は、まだ取り込んでいないか、もう元に戻しました。"))
        return enqueue(
            UNDO, organisation_id=actor.organisation_id, person_id=actor.person_id, sheet=str(sheet.pk)
        )


@job(TAKE)
def take_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: whoever is in the class already stays."""
    actor = _actor(organisation_id, person_id)
    with scope(organisation=actor.organisation):
        take_in(actor, _sheet(arguments), str(arguments["reason"]), progress)


@job(UNDO)
def undo_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice."""
    actor = _actor(organisation_id, person_id)
    with scope(organisation=actor.organisation):
        put_back(actor, _sheet(arguments), progress)


def take_in(actor: Actor, sheet: ClassSheet, reason: str, progress: Progress) -> int:
    """What the table says; to how many it came new. Its rows are emptied at the end."""
    if not sheet.sealed:
        return 0
    steps = plan(kept(sheet), reason).changes
    for at in range(0, len(steps), SLICE):
        with transaction.atomic():
            _slice(actor, sheet, steps[at : at + SLICE])
        progress(min(at + SLICE, len(steps)), len(steps))
    count = Tiering.objects.filter(sheet=sheet).count()
    ClassSheet.objects.filter(pk=sheet.pk).update(sealed=b"", count=count)
    return len(steps)


def put_back(actor: Actor, sheet: ClassSheet, progress: Progress) -> int:
    """Each gets the class and reason it had before, or none; whoever was decided anew meanwhile stays."""
    done, rows = 0, Tiering.objects.filter(sheet=sheet, superseded_at__isnull=True).order_by("pk")
    while True:
        with transaction.atomic():
            chunk = list(rows.select_for_update(of=("self",))[:SLICE])
            if not chunk:
                return done
            _put_back(actor, chunk)
        done += len(chunk)
        progress(done, sheet.count)


def _slice(actor: Actor, sheet: ClassSheet, steps: Sequence[Step]) -> None:
    found = [(one.partner_id, one) for one in steps if one.partner_id is not None]
    keys = [key for key, _one in found]
    # Two who decide at once wait here.
    partners = _partners(keys, Partner.objects.select_for_update())
    decider = _decider(actor)
    standing = Tiering.objects.filter(partner__in=keys, superseded_at__isnull=True)
    older = {row.partner_id: row for row in standing}
    moment = clock.now()
    made = []
    for key, (partner_id, step) in zip(ordered.keys(len(found)), found, strict=True):
        row = older.get(partner_id)
        answers = dict(row.answers) if row else {}
        made.append(
            Tiering(
                id=key,
                organisation=actor.organisation,
                partner=partners[partner_id],
                answers=answers,
                proposed=propose(answers).klass if answers else "",
                klass=step.klass,
                employees=step.employees,
                reason=step.reason,
                decided_by=decider,
                decided_at=moment,
                sheet=sheet,
            )
        )
    _kept(actor, older.values(), made, moment, events.CLASSES_TAKEN)


def _partners(keys: Iterable[uuid.UUID], rows: QuerySet[Partner]) -> dict[uuid.UUID, Partner]:
    """As rows: a tie that is told by its key alone is looked up one by one, two questions for each of 30,000."""
    found = rows.filter(pk__in=list(keys)).only("pk", "organisation_id").order_by("pk")
    return {one.pk: one for one in found}


def _decider(actor: Actor) -> Person | None:
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def _put_back(actor: Actor, rows: Sequence[Tiering]) -> None:
    before = Tiering.objects.filter(
        partner__in=[row.partner_id for row in rows], superseded_at__in={row.decided_at for row in rows}
    )
    known = {(row.partner_id, row.superseded_at): row for row in before}
    moment = clock.now()
    partners, decider = _partners([row.partner_id for row in rows], Partner.objects.all()), _decider(actor)
    made = []
    for key, row in zip(ordered.keys(len(rows)), rows, strict=True):
        was = known.get((row.partner_id, row.decided_at))
        if was is None:
            continue
        made.append(
            Tiering(
                id=key,
                organisation=actor.organisation,
                partner=partners[row.partner_id],
                answers=dict(was.answers),
                proposed=was.proposed,
                klass=was.klass,
                employees=was.employees,
                reason=was.reason,
                decided_by=decider,
                decided_at=moment,
            )
        )
    _kept(actor, rows, made, moment, events.CLASSES_PUT_BACK)


def _kept(
    actor: Actor,
    older: Iterable[Tiering],
    made: Sequence[Tiering],
    moment: object,
    event: Event,
) -> None:
    """`older` ends and `made` counts; whoever is in `older` alone has no class any longer."""
    ended = list(older)
    Tiering.objects.filter(pk__in=[row.pk for row in ended]).update(superseded_at=moment)
    Tiering.objects.bulk_create(made)
    by_class: dict[str, list[uuid.UUID]] = {}
    for row in made:
        by_class.setdefault(row.klass, []).append(row.partner_id)
    for klass, keys in by_class.items():
        reclassify(keys, klass)
    if made:
        _tell(actor, event, made)
    decided = {row.partner_id for row in made}
    if bare := [row for row in ended if row.partner_id not in decided]:
        declassify(row.partner_id for row in bare)
        told = parts({str(row.pk): facts.ended_tiering(row) for row in bare})
        record(actor, events.CLASSES_ENDED, kind="tiering", thing_id=bare[0].pk, count=len(bare), **told)


def _tell(actor: Actor, event: Event, rows: Sequence[Tiering]) -> None:
    told = parts({str(row.pk): facts.tiering(row) for row in rows}, private=facts.TIERING_TEXTS)
    record(actor, event, kind="tiering", thing_id=rows[0].pk, count=len(rows), **told)


def _require_sense(wanted: Plan, reason: str, skips_faults: bool) -> None:
    if len(reason.strip()) > LONGEST_REASON:
        raise TieringRefused("reason", _("わけは400文字までです。"))
    if not wanted.changes:
        raise TieringRefused("sheet", _("変わるところがありません。何も取り込んでいません。"))
    if any(not one.reason for one in wanted.changes):
        raise TieringRefused("reason", _("わけのない行があります。まとめてのわけを書いてください。"))
    if len(wanted.changes) < len(wanted.steps) and not skips_faults and any(one.why for one in wanted.steps):
        raise TieringRefused(
            "sheet",
            _(
                "直すところがある行が残っています。まだ何も変わっていません。ファイルを直すか、飛ばすことを選んでください。"
            ),
        )


def _actor(organisation_id: str, person_id: str | None) -> Actor:
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.PROFILE_CHANGE):
        raise Trouble(_("頼んだ方が、いまは区分を決められない役割です。"))
    return actor


def _sheet(arguments: dict[str, object]) -> ClassSheet:
    found = ClassSheet.objects.filter(pk=uuid.UUID(str(arguments["sheet"]))).first()
    if found is None:
        raise Trouble(_("表が見つかりません。"))
    return found
