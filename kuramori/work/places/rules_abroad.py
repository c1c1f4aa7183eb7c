"""持出しの決まり: what may go to which country, laid down as rows with a reason, the closest row first."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import TakeOutRule, Verdict
from kuramori.work.places.words import line


class ReasonMissing(ValueError):
    """A rule without a reason is not understood and not kept."""


def lay_rule(
    actor: Actor, *, country: str, kind: str, verdict: Verdict, reason: str, from_on: datetime.date
) -> TakeOutRule:
    """Lay a rule down from a day on; an older one for the same country and kind ends the day before."""
    actor.require(Can.PLACE_CHANGE)
    said = line(reason, 300)
    if not said:
        raise ReasonMissing
    with transaction.atomic():
        before = from_on - datetime.timedelta(days=1)
        older = _standing(from_on).select_for_update().filter(country=country, kind=kind)
        for row in older:
            update(actor, events.RULE_ENDED, row, values={"until_on": max(before, row.from_on)})
        made = TakeOutRule.objects.create(
            organisation=actor.organisation,
            country=country,
            kind=kind,
            verdict=verdict,
            reason=said,
            from_on=from_on,
            recorded_at=clock.now(),
        )
        tell_new(actor, events.RULE_LAID, made)
    return made


def end_rule(actor: Actor, rule: TakeOutRule, *, last_day: datetime.date) -> TakeOutRule:
    """The rule holds until `last_day`; one that has ended already stays as it is."""
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        row = TakeOutRule.objects.select_for_update().get(pk=rule.pk)
        if row.until_on is not None and row.until_on <= last_day:
            return row
        ended: TakeOutRule = update(
            actor, events.RULE_ENDED, row, values={"until_on": max(last_day, row.from_on)}
        )
    return ended


def rule_on(country: str, kind: str, on: datetime.date) -> TakeOutRule | None:
    """The rule for a kind of thing and a country on a day: the closest one, of equals the newest; None without one."""
    if not country:
        return None
    fitting = _standing(on).filter(Q(country=country) | Q(country=""), Q(kind=kind) | Q(kind=""))
    return max(
        fitting,
        key=lambda rule: (bool(rule.country), bool(rule.kind), rule.from_on, rule.recorded_at),
        default=None,
    )


def _standing(on: datetime.date):  # type: ignore[no-untyped-def]
    return TakeOutRule.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
