"""What of a check still hangs on one person: for whoever hands their work to somebody else."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from kuramori.work.checks.models import Delegation, Plan, State


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Items they were asked for and did not answer, and their open plans, each as one line."""
    asked = Delegation.objects.filter(
        person_id=person_id, answered_at__isnull=True, withdrawn_at__isnull=True, sheet__state=State.DRAFT
    ).select_related("sheet")
    plans = Plan.objects.filter(owner_id=person_id, done_on__isnull=True, dropped_at__isnull=True)
    return (
        *(
            _("頼まれた問 %(item)s（%(sheet)s）") % {"item": row.item.upper(), "sheet": row.sheet.name}
            for row in asked
        ),
        *(_("計画「%(action)s」") % {"action": row.action} for row in plans),
    )
