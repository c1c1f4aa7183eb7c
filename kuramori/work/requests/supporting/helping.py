"""Offer help for a gap and keep what came of it; the other side hears of the offer as a move of the gap."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests import events_support as events
from kuramori.work.requests import facts_support as facts
from kuramori.work.requests.gapping.moving import Saying, move
from kuramori.work.requests.models import Gap, HelpState, OfferedHelp
from kuramori.work.requests.refusing import NotSo, Stale, words
from kuramori.work.requests.support_content import support


def offer(actor: Actor, gap: Gap, help_id: str, text: str = "", *, revision: int) -> OfferedHelp:
    """Offer one kind of help of the catalogue for a gap that runs. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    kind = support().help(help_id)
    if kind is None:
        raise NotSo("help_id", _("一覧にある手伝いから選んでください。"))
    said = words("words", text, 300)
    with transaction.atomic():
        move(
            actor,
            gap,
            GapStep.SUPPORTED,
            Saying(support=f"{kind.words}　{said}".strip(), words=""),
            revision=revision,
        )
        today = clock.today()
        row: OfferedHelp = OfferedHelp.objects.create(
            organisation=actor.organisation,
            partner=gap.partner,
            gap=gap,
            help_id=kind.id,
            words=said,
            offered_on=today,
            changed_on=today,
        )
        record(
            actor,
            events.OFFERED,
            kind="offered_help",
            thing_id=row.pk,
            partner=gap.partner.name,
            what=kind.words,
            **between(None, facts.offered(row), private=facts.TEXTS),
        )
    return row


def came_of_it(
    actor: Actor,
    offered: OfferedHelp,
    state: HelpState,
    *,
    is_helpful: bool | None,
    text: str = "",
    revision: int,
) -> OfferedHelp:
    """What came of it: asked for, used, not used; and whether it helped. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    if is_helpful is not None and state is not HelpState.USED:
        raise NotSo("is_helpful", _("役に立ったかは、使った後に残します。"))
    said = words("words", text, 400)
    with transaction.atomic():
        row: OfferedHelp = (
            OfferedHelp.objects.select_for_update(of=("self",)).select_related("partner").get(pk=offered.pk)
        )
        if row.revision != revision:
            raise Stale
        before = facts.offered(row)
        row.state, row.is_helpful, row.words = state, is_helpful, said or row.words
        row.changed_on = clock.today()
        row.revision += 1
        row.save()
        kind = support().help(row.help_id)
        record(
            actor,
            events.CAME,
            kind="offered_help",
            thing_id=row.pk,
            partner=row.partner.name,
            what=kind.words if kind else row.help_id,
            **between(before, facts.offered(row), private=facts.TEXTS),
        )
    return row
