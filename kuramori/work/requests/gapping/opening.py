"""Open gaps: from what a reply says falls short, from all replies to a request, or by hand.

A plan that a reply brought along stands as the proposal at once, so nobody has to type it again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import SHORT, Given, Said
from kuramori.rules.requests.reply_text import read_shown
from kuramori.rules.requests.requirements import Required, read_requirements
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests import events_gaps as events
from kuramori.work.requests import facts_gaps as facts
from kuramori.work.requests.gapping.folding import refold, tell_move
from kuramori.work.requests.models import Gap, GapMove, PartnerVisit, Reply, Request, Side, Step, Told
from kuramori.work.requests.numbers import fresh
from kuramori.work.requests.refusing import NotSo, words

PREFIX = "G-"
OPEN_ALL = "requests:open_gaps"
BEST_LEVEL = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gap that somebody found: what is asked, why it is needed, and where it stands (levels of the pack)."""

    what: str
    why: str = ""
    level: int | None = None
    now: int | None = None
    is_critical: bool = False
    visit: PartnerVisit | None = None


def open_by_hand(actor: Actor, partner: Partner, wanted: Wanted) -> Gap:
    """A gap that no reply told of, such as a finding of a visit. Raises `NotSo`, `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    what = words("what", wanted.what, 200, needed=_("何が足りないかを書いてください。"))
    why = words("why", wanted.why, 400, needed=_("なぜ必要かを書いてください。相手に伝わります。"))
    if wanted.level is not None and not 0 <= (wanted.now or 0) <= wanted.level <= BEST_LEVEL:
        raise NotSo("level", _("求める段階は、いまの段階より上にしてください。"))
    with transaction.atomic():
        gap = Gap(
            organisation=actor.organisation,
            number=next_number(),
            side=Side.ASKING,
            partner=partner,
            what=what,
            why=why,
            level=wanted.level,
            now=wanted.now,
            is_critical=wanted.is_critical,
            visit=wanted.visit,
        )
        _open(actor, gap)
    return gap


def open_from_reply(actor: Actor, reply: Reply, items: Collection[str] | None = None) -> list[Gap]:
    """A gap for each item that falls short (of `items`, where given) and has none that runs. All or none.

    Raises `NotSo` where the reply shows no items, `NotAllowed`.
    """
    actor.require(Can.GAP_CHANGE)
    asked = reply.asked
    requirements, shown = read_requirements(asked.request.content), read_shown(str(reply.content))
    short = [
        (required, shown.answers.get(required.item))
        for required, letter in zip(requirements.required, reply.states, strict=True)
        if letter in SHORT and (items is None or required.item in items)
    ]
    if not short:
        raise NotSo("items", _("この回答で、相談が要る設問は見えていません。"))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        running = set(
            Gap.objects.filter(
                partner=asked.partner_id,
                side=Side.ASKING,
                pack_id=asked.request.pack_id,
                ended_at__isnull=True,
            ).values_list("item", flat=True)
        )
        opened = []
        for required, given in short:
            if required.item not in running:
                gap = _of_item(actor, reply, required, given)
                _open(actor, gap)
                _bring_plan(actor, gap, reply, given)
                opened.append(gap)
    return opened


def ask_for_all(actor: Actor, request: Request) -> uuid.UUID:
    """Open the gaps of all replies to a request, in slices by a job; its id. Raises `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    with transaction.atomic():
        record(actor, events.OPENING_ASKED, kind="request", thing_id=request.pk, number=request.number)
        queued = enqueue(
            OPEN_ALL,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            request=str(request.pk),
        )
    return queued.pk


def next_number() -> str:
    """A free number (`G-K7Q2M`)."""
    return fresh(Gap, PREFIX)


def title_of(pack_id: str, digest: str, item: str, lang: str = "ja") -> str:
    """What the pack calls an item; the item's id where the pack is not here any more."""
    try:
        pack = packs.by_digest(digest)
    except packs.PackLost:
        found = packs.find(pack_id)
        if found is None:
            return item
        pack = found
    texts = pack.texts.get(lang) or pack.texts.get("ja") or next(iter(pack.texts.values()))
    return texts.items[item].title if item in texts.items else item


def _of_item(actor: Actor, reply: Reply, required: Required, given: Given | None) -> Gap:
    request = reply.asked.request
    return Gap(
        organisation=actor.organisation,
        number=next_number(),
        side=Side.ASKING,
        partner=reply.asked.partner,
        asked=reply.asked,
        pack_id=request.pack_id,
        item=required.item,
        what=title_of(request.pack_id, request.digest, required.item)[:200],
        why=required.why[:400],
        level=required.level,
        now=given.level if given else None,
        is_critical=required.is_critical,
    )


def _open(actor: Actor, gap: Gap) -> None:
    gap.opened_at = gap.changed_at = clock.now()
    gap.save()
    made = GapMove.objects.create(
        organisation=gap.organisation,
        gap=gap,
        turn=1,
        house=gap.side,
        part=gap.side,
        step=Step.OPENED,
        person=actor.name,
        made_at=gap.opened_at,
    )
    tell_move(actor, gap, made)
    record(
        actor,
        events.OPENED,
        kind="gap",
        thing_id=gap.pk,
        number=gap.number,
        partner=gap.partner.name,
        **between(None, facts.gap(gap), private=facts.TEXTS),
    )


def _bring_plan(actor: Actor, gap: Gap, reply: Reply, given: Given | None) -> None:
    """The plan or the other way that the answer named, as the proposal of who answered."""
    if given is None:
        return
    plan = given.plan or (given.words if given.said is Said.ALTERNATIVE else "")
    if not plan:
        return
    before = facts.gap(gap)
    made = GapMove.objects.create(
        organisation=gap.organisation,
        gap=gap,
        turn=2,
        house=Side.ASKING,
        part=Side.ASKED,
        step=Step(GapStep.PROPOSED.value),
        plan=plan[:400],
        plan_on=given.plan_on,
        person=reply.given_by or gap.partner.name,
        way=Told.REPLY,
        made_at=clock.now(),
    )
    refold(gap)
    tell_move(actor, gap, made)
    record(
        actor,
        events.MOVED_FOR,
        kind="gap",
        thing_id=gap.pk,
        number=gap.number,
        what=str(Step(made.step).label),
        person=made.person,
        **between(before, facts.gap(gap) | facts.move(made), private=facts.TEXTS),
    )
