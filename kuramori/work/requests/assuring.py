"""What a reply says of how far its partner was looked at, kept where layers are decided (`work.partners`)."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests.assurance import level
from kuramori.rules.requests.reply_text import Shown
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.partners.assure import MOST_GAPS, Seen, record_assurance
from kuramori.work.partners.models import Assurance, BasisKind
from kuramori.work.requests.models import Asked, Axis, Reply, Standing


def assure(actor: Actor, asked: Asked, reply: Reply, seen: Shown) -> Assurance | None:
    """Record what the reply brings on its axis; the other axis keeps what counted. None where the reply shows nothing.

    Called by `taking_in` in its transaction, after the reply was counted: whoever may take replies in brings the
    assurance along. A reply never makes less of what somebody looked at (a visit, a certificate). The whole row lasts
    no longer than the shorter of its two axes: what ran out is asked anew.
    """
    brought = level(read_requirements(asked.request.content), seen)
    if brought is None or asked.partner.retired_on is not None:
        return None
    today, ends = clock.today(), [reply.valid_until]
    axis = Axis(asked.request.axis)
    other = Axis.IT if axis is Axis.INFORMATION else Axis.INFORMATION
    rows = _known(asked, reply)
    counting = next(iter(rows), None)
    looked = next((row for row in rows if row.basis != BasisKind.REPLY), None)
    kept, seen_before = _on(counting, other), _on(looked, axis)
    if counting is not None and kept:
        ends.append(counting.valid_until)
    if looked is not None and seen_before > brought:
        brought = seen_before
        ends.append(looked.valid_until)
    known = Standing.objects.filter(partner_id=asked.partner_id).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    )
    gaps = known.aggregate(sum=Sum("critical"))["sum"] or 0
    return record_assurance(
        replace(actor, permissions=actor.permissions | {Can.ASSURANCE_RECORD}),
        asked.partner,
        Seen(
            information=brought if axis is Axis.INFORMATION else kept,
            it=brought if axis is Axis.IT else kept,
            as_of=reply.as_of,
            basis=BasisKind.REPLY,
            words=_("お願い %(number)s への回答書") % {"number": asked.number},
            gaps=min(gaps, MOST_GAPS),
            valid_until=min((one for one in ends if one is not None), default=None),
        ),
    )


def _on(row: Assurance | None, axis: Axis) -> int:
    if row is None:
        return 0
    return row.information if axis is Axis.INFORMATION else row.it


def _known(asked: Asked, reply: Reply) -> list[Assurance]:
    """The rows that had not run out on the day of the reply, the newest first."""
    rows = Assurance.objects.filter(
        partner_id=asked.partner_id, superseded_at__isnull=True, as_of__lte=reply.as_of
    ).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=reply.as_of))
    return list(rows.order_by("-as_of", "-recorded_at"))
