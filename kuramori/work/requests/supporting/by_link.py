"""Help from behind a link: what is offered there, and asking for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_support as events
from kuramori.work.requests import facts_support as facts
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.models import Gap, HelpState, OfferedHelp
from kuramori.work.requests.refusing import NotSo
from kuramori.work.requests.support_content import Help, helps_of, support


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of help as whoever is behind the link sees it. `state` "": nobody offered it for this yet, and it can
    be asked for as well."""

    help: Help
    state: str = ""
    state_words: str = ""
    is_offered: bool = False

    @property
    def may_ask(self) -> bool:
        return self.state in {"", HelpState.OFFERED}


def offers(guest: Guest, gap: Gap | None) -> tuple[Offer, ...]:
    """For a gap: the whole catalogue, what was offered first. For a request: what stands in it."""
    rows = _rows(guest, gap)
    known = {row.help_id: row for row in rows.order_by("offered_on", "pk")}
    offered = set(helps_of(guest.asked.request)) if gap is None and guest.asked is not None else set(known)
    found = [
        Offer(
            one,
            known[one.id].state if one.id in known else "",
            str(known[one.id].get_state_display()) if one.id in known else "",
            one.id in offered,
        )
        for one in support().helps
        if gap is not None or one.id in offered or one.id in known
    ]
    return tuple(sorted(found, key=lambda one: not one.is_offered))


def ask_for(guest: Guest, help_id: str, gap: Gap | None) -> OfferedHelp:
    """Ask for one kind of help; asked for twice it stays one. Raises `NotSo`."""
    kind = support().help(help_id)
    if kind is None or kind.id not in {one.help.id for one in offers(guest, gap)}:
        raise NotSo("help_id", _("一覧にある手伝いから選んでください。"))
    actor, today = with_rights(guest.visitor, Can.GAP_CHANGE), clock.today()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        row = _rows(guest, gap).filter(help_id=kind.id).order_by("-offered_on", "-pk").first()
        if row is not None and row.state != HelpState.OFFERED:
            return row
        before = facts.offered(row) if row is not None else None
        if row is None:
            row = OfferedHelp(
                organisation=guest.partner.organisation,
                partner=guest.partner,
                gap=gap,
                asked=guest.asked if gap is None else None,
                help_id=kind.id,
                offered_on=today,
            )
        row.state, row.changed_on = HelpState.ASKED, today
        row.revision = row.revision + 1 if before else 1
        row.save()
        record(
            actor,
            events.ASKED_FOR,
            kind="offered_help",
            thing_id=row.pk,
            partner=guest.partner.name,
            person=guest.visitor.name,
            what=kind.words,
            **between(before, facts.offered(row), private=facts.TEXTS),
        )
    return row


def _rows(guest: Guest, gap: Gap | None) -> QuerySet[OfferedHelp]:
    rows: QuerySet[OfferedHelp] = OfferedHelp.objects.filter(partner=guest.partner)
    return rows.filter(gap=gap) if gap is not None else rows.filter(gap__isnull=True, asked=guest.asked)
