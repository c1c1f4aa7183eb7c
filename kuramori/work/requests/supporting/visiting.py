"""Record a visit to a partner; what was found becomes gaps in the same breath."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_support as events
from kuramori.work.requests import facts_support as facts
from kuramori.work.requests.gapping.opening import Wanted, open_by_hand
from kuramori.work.requests.models import PartnerVisit
from kuramori.work.requests.refusing import NotSo, words

PREFIX = "V-"
MOST_FINDINGS = 20
OLDEST = datetime.timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Seen:
    """`went` are ours, `met` theirs, in words. `findings`: one line each, all for the reason `why`."""

    on: datetime.date
    went: str
    met: str = ""
    words: str = ""
    is_photo_free: bool = True
    findings: Sequence[str] = ()
    why: str = ""


def record_visit(actor: Actor, partner: Partner, seen: Seen) -> PartnerVisit:
    """Keep the visit and open a gap for each finding, all or none. Raises `NotSo`, `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    today = clock.today()
    if not today - OLDEST <= seen.on <= today:
        raise NotSo("on", _("今日か、それより前の日を書いてください。"))
    if len(seen.findings) > MOST_FINDINGS:
        raise NotSo("findings", _("気づいたことは、20件までにしてください。"))
    with transaction.atomic():
        row: PartnerVisit = PartnerVisit.objects.create(
            organisation=actor.organisation,
            number=_next_number(actor.organisation),
            partner=partner,
            visited_on=seen.on,
            went=words("went", seen.went, 200, needed=_("訪ねた人を書いてください。")),
            met=words("met", seen.met, 200),
            seen=words("words", seen.words, 2_000),
            is_photo_free=seen.is_photo_free,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        for finding in seen.findings:
            try:
                open_by_hand(actor, partner, Wanted(finding, seen.why, visit=row))
            except NotSo as refused:
                field = "why" if refused.field == "why" else "findings"
                raise NotSo(field, refused.sentence) from refused
        record(
            actor,
            events.VISITED,
            kind="partner_visit",
            thing_id=row.pk,
            number=row.number,
            partner=partner.name,
            **between(None, facts.visit(row), private=facts.TEXTS),
        )
    return row


def _next_number(organisation: Organisation) -> str:
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = PartnerVisit.objects.annotate(long=Length("number")).order_by("-long", "-number").first()
    return f"{PREFIX}{int(last.number.removeprefix(PREFIX)) + 1 if last else 1:04d}"
