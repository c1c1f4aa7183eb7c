"""扱い方のきまり: how whatever has a grade is marked, kept, copied, taken out and disposed of, day by day.

What the house itself decided holds from a day on; until it has decided, the usual way is shown as a suggestion and is
no rule of the house.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.people.timeline import DAY, end, known, lay
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import content, events, facts_of
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Grade, GradeRules

LONGEST = 300


class UnknownStep(EntryRefused):
    """A sentence for a step that there is not."""

    @property
    def sentence(self) -> str:
        known = _("、").join(step for step, _label in content.handling().steps)
        return _("知らない段階です。使えるもの: %(known)s") % {"known": known}


@dataclass(frozen=True, slots=True)
class Handling:
    """How a grade is handled on a day: label and sentence by step, whose ids are `step_ids`.

    `from_on`: since when the house says so; None where it had decided nothing, and then the sentences are
    the usual ones. `decided_by` is who wrote the rule down, on the day `decided_on`.
    """

    grade: str
    grade_name: str
    steps: tuple[tuple[str, str], ...]
    from_on: datetime.date | None
    until_on: datetime.date | None
    decided_by: str = ""
    decided_on: datetime.date | None = None
    step_ids: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.from_on is not None


def handlings(
    names: Mapping[str, str], on: datetime.date | None = None, known_at: datetime.datetime | None = None
) -> dict[str, Handling]:
    """Every grade by its code, heaviest first, with the `names` of that day; one query."""
    rows = GradeRules.objects.filter(held_on(on, known_at)).select_related("decided_by")
    own = {row.grade: row for row in rows}
    return {grade.value: _of(grade, names[grade.value], own.get(grade.value)) for grade in Grade}


def decided(grade: Grade, on: datetime.date | None = None) -> dict[str, str]:
    """What the house says of each step, for a form; the usual sentences where it decided nothing."""
    row = GradeRules.objects.filter(held_on(on), grade=grade).first()
    return dict(row.says) if row else dict(content.handling().grades[grade])


def decide(
    actor: Actor, grade: Grade, says: Mapping[str, str], *, from_on: datetime.date | None = None
) -> bool:
    """From that day (today without one) the house handles the grade so; nothing in any step: it decides nothing.

    False where nothing changes. Raises `UnknownStep`.
    """
    actor.require(Can.ASSET_RECLASSIFY)
    if unknown := set(says) - {step for step, _label in content.handling().steps}:
        raise UnknownStep(", ".join(sorted(unknown)))
    new = {step: line for step, _label in content.handling().steps if (line := _said(says.get(step, "")))}
    day = from_on or clock.today()
    owner = {"organisation": actor.organisation, "grade": grade}
    with transaction.atomic():
        # Two who decide at once would leave two rows of one day.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        before: dict[str, str] = next(
            (row.says for row in known(GradeRules, **owner) if _holds(row, day)), {}
        )
        changed = (
            lay(GradeRules, owner, {"says": new}, from_on=day)
            if new
            else end(GradeRules, owner, last_day=day - DAY) > 0
        )
        if changed:
            GradeRules.objects.filter(grade=grade, superseded_at__isnull=True, from_on=day).update(
                decided_by=actor.person_id, decided_at=clock.now()
            )
            told = between(
                facts_of.rules(before), facts_of.rules(new), part=grade.value, private=facts_of.TEXTS
            )
            record(
                actor,
                events.RULES_DECIDED,
                kind="grade",
                thing_id=actor.organisation_id,
                from_on=day.isoformat(),
                **told,
            )
    return bool(changed)


def _of(grade: Grade, name: str, row: GradeRules | None) -> Handling:
    table = content.handling()
    says = row.says if row else table.grades[grade]
    said = [(step, label) for step, label in table.steps if step in says]
    steps, ids = tuple((label, says[step]) for step, label in said), tuple(step for step, _label in said)
    if row is None:
        return Handling(grade, name, steps, None, None, step_ids=ids)
    by = row.decided_by.name if row.decided_by else ""
    written_on = clock.day_of(row.decided_at or row.recorded_at)
    return Handling(grade, name, steps, row.from_on, row.until_on, by, written_on, ids)


def _holds(row: GradeRules, day: datetime.date) -> bool:
    return row.from_on <= day and (row.until_on is None or row.until_on >= day)


def _said(words: str) -> str:
    return " ".join(words.split())[:LONGEST]
