"""A link for one person of a partner: behind it all gaps with that partner are seen and moved, without an account."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests import events_gaps as events
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.gapping.moving import Saying, move, write_note
from kuramori.work.requests.models import Gap, GapMove, GapNote, Side, Told

GAPS = links.LinkPurpose(
    "requests:gaps", "gap_link:page", gettext_lazy("情報の守りについてのご相談"), Can.GAP_CHANGE
)
MAIL = Purpose("requests:gaps", gettext_lazy("情報の守りについてのご相談"))
LINK_DAYS = 90


def give_link(actor: Actor, partner: Partner, contact: Contact) -> links.Issued:
    """A link for this contact, good for 90 days; an older one of theirs for the same ends.

    Raises `NotAllowed`, `post.addresses.AddressUnusable`.
    """
    actor.require(Can.GAP_CHANGE)
    with transaction.atomic():
        for older in links.living_rows(GAPS, ("partner", partner.pk)):
            if links.recipient_of(older).address == contact.email:
                links.revoke(actor, older)
        issued = links.issue(
            actor,
            GAPS,
            about=("partner", partner.pk),
            until_on=clock.today() + datetime.timedelta(days=LINK_DAYS),
            outside=Recipient(contact.email, contact.name),
            most_uses=None,
        )
        record(
            actor,
            events.LINK_MADE,
            kind="partner",
            thing_id=partner.pk,
            partner=partner.name,
            person=contact.name,
        )
    return issued


def move_by_link(visitor: Visitor, gap: Gap, step: GapStep, saying: Saying, *, revision: int) -> Gap:
    """A move of the side that is asked, by itself; the same form sent twice is one move. Raises `NotSo`, `Stale`."""
    said = Saying(saying.words, saying.plan, saying.plan_on, saying.interim, saying.support, visitor.name)
    with transaction.atomic():
        row: Gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
        if row.revision > revision and _was_last(row, step, said):
            return row
        return move(
            with_rights(visitor, Can.GAP_CHANGE),
            gap,
            step,
            said,
            revision=revision,
            part=Side.ASKED,
            way=Told.LINK,
        )


def _was_last(gap: Gap, step: GapStep, said: Saying) -> bool:
    """Whether the newest move is this very one: a button that was pressed twice, a page that was gone back to."""
    last: GapMove | None = gap.moves.order_by("-turn").first()
    if last is None or (last.step, last.way, last.person) != (step.value, Told.LINK, said.person):
        return False
    told = {"words": said.words.strip()}
    if step is GapStep.PROPOSED:
        told |= {"plan": said.plan.strip(), "interim": said.interim.strip()}
        return last.plan_on == said.plan_on and all(getattr(last, name) == one for name, one in told.items())
    return all(getattr(last, name) == one for name, one in told.items())


def note_by_link(visitor: Visitor, gap: Gap, text: str) -> GapNote:
    """A comment of the side that is asked. Raises `NotSo`."""
    return write_note(
        with_rights(visitor, Can.GAP_CHANGE),
        gap,
        text,
        person=visitor.name,
        part=Side.ASKED,
        way=Told.LINK,
    )
