"""Verbs: a person says of a finding that it is so, or that it has nothing to do with the asset."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import access
from kuramori.work.ledger import events_scan as events
from kuramori.work.ledger.models import Finding, Judgement

EVENTS = {Judgement.ACCEPTED: events.FINDING_ACCEPTED, Judgement.REJECTED: events.FINDING_REJECTED}


def judge_finding(actor: Actor, finding: Finding, judgement: Judgement) -> Finding:
    """Accept or reject; a rejected excerpt's fingerprints are background from the next run on.

    Judged again, the newer judgement counts; the same one again changes nothing. Raises `NotAllowed`.
    """
    actor.require(Can.FINDING_JUDGE)
    if finding.asset is not None:
        access.require_open(actor, finding.asset)
    with transaction.atomic():
        held = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if held.judgement == judgement:
            return held
        before = held.judgement
        held.judgement, held.judged_by_id, held.judged_at = judgement, actor.person_id, clock.now()
        held.save(update_fields=["judgement", "judged_by", "judged_at"])
        record(
            actor,
            EVENTS[judgement],
            kind="finding",
            thing_id=held.pk,
            **between({"judgement": before}, {"judgement": judgement}, part=held.pk),
        )
    return held
