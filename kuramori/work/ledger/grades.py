"""What a house calls its grades, day by day, and how a partner's words for grades map onto ours."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.people.timeline import DAY, end, lay
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events, facts_of
from kuramori.work.ledger.models import Grade, GradeName

LONGEST = 20
Names = Mapping[str, str]


class NameTaken(ValueError):
    """Two grades would have the same name."""


def names(on: datetime.date | None = None, known_at: datetime.datetime | None = None) -> dict[str, str]:
    """What each grade is called on that day, by its code; one query."""
    own = dict(GradeName.objects.filter(held_on(on, known_at)).values_list("grade", "name"))
    return {grade.value: own.get(grade.value, str(grade.label)) for grade in Grade}


def rename(actor: Actor, wanted: Names) -> bool:
    """From today the grades are called so; "" gives the usual word back. False where nothing changes.

    Raises `NameTaken`.
    """
    actor.require(Can.ASSET_RECLASSIFY)
    with transaction.atomic():
        # Two renamings at once would leave two rows of one day.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        called = names()
        new = {grade.value: _said(grade, wanted.get(grade.value, called[grade.value])) for grade in Grade}
        if len(set(new.values())) < len(new):
            raise NameTaken(", ".join(new.values()))
        changed = [grade for grade in Grade if new[grade.value] != called[grade.value]]
        for grade in changed:
            _lay(actor, grade, new[grade.value])
            told = between(
                {"called": called[grade.value]},
                {"called": new[grade.value]},
                part=grade.value,
                private=facts_of.TEXTS,
            )
            record(actor, events.GRADE_NAMED, kind="grade", thing_id=actor.organisation_id, **told)
    return bool(changed)


def ours(partner: Partner | None, word: str) -> Grade | None:
    """Our grade for a partner's own word, where its scheme says so."""
    code = (partner.scheme or {}).get(word.strip()) if partner else None
    return Grade(code) if code in Grade.values else None


def theirs(partner: Partner | None, grade: str) -> str:
    """The partner's word for a grade of ours; "" where its scheme has none."""
    scheme: Mapping[str, str] = (partner.scheme or {}) if partner else {}
    return next((word for word, code in scheme.items() if code == grade), "")


def _said(grade: Grade, name: str) -> str:
    return " ".join(name.split())[:LONGEST] or str(grade.label)


def _lay(actor: Actor, grade: Grade, name: str) -> None:
    """From today; no row stands for the usual word."""
    owner, today = {"organisation": actor.organisation, "grade": grade}, clock.today()
    if name == str(grade.label):
        end(GradeName, owner, last_day=today - DAY)
    else:
        lay(GradeName, owner, {"name": name}, from_on=today)
