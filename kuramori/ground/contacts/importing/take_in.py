"""Take a draft in, some hundred companies at a time: each chunk with its entries in one transaction, and none twice.

A company is taken in as a whole or not at all. Interrupted, the draft knows how far it got, and the next call or the
worker goes on from there. The same file again finds everything as it says and changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from time import monotonic

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.contacts import dealing, events, siting
from kuramori.ground.contacts.access import draft_for
from kuramori.ground.contacts.importing.companies import companies_of
from kuramori.ground.contacts.importing.draft import (
    DraftGone,
    columns_of,
    sealed_skipped,
    skipped_of,
    table_of,
)
from kuramori.ground.contacts.importing.enter import enter
from kuramori.ground.contacts.importing.lines import lines_of
from kuramori.ground.contacts.importing.plan import Plan, Step, What, plan, register
from kuramori.ground.contacts.models import Contact, Partner, PartnerDraft, Site
from kuramori.ground.contacts.wanted import ContactWanted, SiteWanted
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.pace import Pace
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import count_anew
from kuramori.ground.trail.record import record
from kuramori.outside import clock

JOB = "contacts:take_in"
# So many in the first transaction; then more or fewer, by how long one held up the others who write.
NEW_AT_ONCE, CHANGED_AT_ONCE, REST_AT_ONCE = (200, 800, 100), (20, 100, 5), (5_000, 5_000, 5_000)
# As long as somebody waits for a page; the worker does the rest.
AT_ONCE_SECONDS = 3.0
MOST_SKIPPED = 500


class PlanMoved(Exception):
    """The register changed since the plan was shown, so that something else would happen now."""


class FaultsStand(Exception):
    """There are wrong rows, and nobody has said that they are to be skipped."""


class NothingToTake(Exception):
    """Every company is as the register says already, or wrong."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a draft is taken in, in companies."""

    done: int
    total: int
    is_over: bool


def plan_of(draft: PartnerDraft) -> Plan:
    """What taking in would do against the register of now. Raises `DraftGone`."""
    return plan(companies_of(lines_of(table_of(draft), columns_of(draft))), register())


def begin(actor: Actor, draft: PartnerDraft, *, shown: str, skips_faults: bool) -> None:
    """Say yes to what was shown (`shown` is the plan's digest). Changes nothing of the register yet.

    Raises `PlanMoved`, `FaultsStand`, `NothingToTake`, `DraftGone`.
    """
    actor.require(Can.PARTNER_CHANGE)
    wanted = plan_of(draft)
    if wanted.digest() != shown:
        raise PlanMoved
    if wanted.faults and not skips_faults:
        raise FaultsStand
    if wanted.does_nothing:
        raise NothingToTake
    with transaction.atomic():
        begun = PartnerDraft.objects.filter(pk=draft.pk, begun_at__isnull=True).update(
            begun_at=clock.now(), skips_faults=skips_faults, total=len(wanted.steps)
        )
        if begun:
            record(actor, events.FILE_BEGUN, kind="partner_file", thing_id=draft.pk, rows=len(wanted.steps))
    draft.refresh_from_db()


def go_on(
    actor: Actor,
    draft: PartnerDraft,
    *,
    seconds: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Progressed:
    """Take in what is left of a draft that was begun, for about `seconds` (None: to the end). Raises `DraftGone`."""
    actor.require(Can.PARTNER_CHANGE)
    if draft.finished_at is not None:
        return Progressed(draft.done, draft.total, is_over=True)
    steps = plan_of(draft).steps
    begun, done = monotonic(), draft.done
    paces = {What.NEW: Pace(*NEW_AT_ONCE), What.CHANGED: Pace(*CHANGED_AT_ONCE)}
    while done < len(steps):
        pace, since = paces.get(_kind(steps[done])) or Pace(*REST_AT_ONCE), monotonic()
        chunk = _chunk(steps[done : done + pace.most])
        if not _take(actor, draft, chunk, done):
            break  # another call is at it
        done += len(chunk)
        pace.took(monotonic() - since)
        progress(done, draft.total)
        if seconds is not None and monotonic() - begun > seconds:
            break
    draft.refresh_from_db()
    return Progressed(draft.done, draft.total, is_over=draft.finished_at is not None)


def take_in(actor: Actor, draft: PartnerDraft, *, shown: str, skips_faults: bool) -> Progressed:
    """`begin`, then as much as a page may take, and the rest by the worker."""
    begin(actor, draft, shown=shown, skips_faults=skips_faults)
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
    if actor is None or not actor.may(Can.PARTNER_CHANGE):
        raise Trouble(_("頼んだ方が、いまは取引先を変えられない役割です。"))
    with scope(organisation=actor.organisation):
        try:
            go_on(actor, draft_for(actor, uuid.UUID(str(arguments["draft"]))), progress=progress)
        except DraftGone:
            raise Trouble(_("取引先のファイルの期限が切れました。もう一度選んでください。")) from None


def _kind(step: Step) -> What:
    """What is taken in by one statement for many, one by one, or not at all."""
    return step.what if step.what in {What.NEW, What.CHANGED} else What.SAME


def _chunk(steps: Sequence[Step]) -> list[Step]:
    """As many of the next steps as are of the first one's kind."""
    kind = _kind(steps[0])
    return list(takewhile(lambda step: _kind(step) is kind, steps))


def _take(actor: Actor, draft: PartnerDraft, chunk: Sequence[Step], done: int) -> bool:
    """One chunk in one transaction; False where somebody else has taken it meanwhile."""
    with transaction.atomic():
        locked = PartnerDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if locked.done != done or locked.finished_at is not None:
            return False
        kind = _kind(chunk[0])
        if kind is What.NEW:
            reasons = enter(actor, chunk)
        elif kind is What.CHANGED:
            reasons = [_change(actor, step) for step in chunk]
        else:
            reasons = ["・".join(fault.reason for fault in step.faults) for step in chunk]
        told, skipped = dict(locked.told), skipped_of(locked)
        for step, reason in zip(chunk, reasons, strict=True):
            what = What.FAULT if reason else step.what
            told[what.value] = told.get(what.value, 0) + 1
            skipped += [(step.row, reason)] if reason else []
        locked.told = {**told, "skipped": sealed_skipped(locked, skipped[:MOST_SKIPPED])}
        locked.done = done + len(chunk)
        if locked.done >= locked.total:
            _finish(actor, locked)
        locked.save(update_fields=["told", "done", "sealed", "finished_at"])
    return True


def _change(actor: Actor, step: Step) -> str:
    """What differs of one company; "" or why it was left out."""
    try:
        with transaction.atomic():
            partner = Partner.objects.get(pk=str(step.partner_id))
            partner = dealing.change_partner(actor, partner, step.wanted, revision=step.revision)
            for there in step.sites:
                site = Site.objects.filter(pk=there.key).first() if there.key else None
                if site is None:
                    siting.add_site(actor, partner, SiteWanted(**there.said))
                else:
                    siting.change_site(actor, site, SiteWanted(**{"address": site.address, **there.said}))
            for there in step.people:
                _person(actor, partner, there.key, there.said)
    except (dealing.NumberTaken, dealing.CodeTaken):
        return _("いまは、ほかの取引先がこの番号を使っています。")
    except dealing.StalePartner:
        return _("取り込んでいる間に、ほかの方がこの取引先を直しました。")
    except dealing.NoLonger:
        return _("取り込んでいる間に、取引を終えた会社になりました。")
    return ""


def _person(actor: Actor, partner: Partner, key: uuid.UUID | None, said: Mapping[str, str]) -> None:
    person = Contact.objects.filter(pk=key).first() if key else None
    if person is None:
        dealing.add_contact(actor, partner, ContactWanted(**said))
        return
    before = {name: getattr(person, name) for name in ContactWanted.__dataclass_fields__}
    dealing.change_contact(actor, person, ContactWanted(**{**before, **said}))


def _finish(actor: Actor, draft: PartnerDraft) -> None:
    draft.finished_at, draft.sealed = clock.now(), b""
    count_anew(Partner, Contact, Site)
    told = draft.told
    record(
        actor,
        events.FILE_TAKEN_IN,
        kind="partner_file",
        thing_id=draft.pk,
        new=told.get("new", 0),
        changed=told.get("changed", 0),
        skipped=told.get("fault", 0),
        hash=draft.digest[:12],
    )
