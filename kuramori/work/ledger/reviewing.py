"""年に一度の見直し: many entries on one page, each with one of three answers; one entry of the trail per item."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Happened, record_all
from kuramori.outside import clock
from kuramori.work.ledger import access, content, entry, facts_life, laying
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.life import line
from kuramori.work.ledger.models import Asset, Review, ReviewChoice, Stage
from kuramori.work.ledger.tasks_of import make_task

TASK_DAYS = 14
SOON = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody found for one entry."""

    choice: ReviewChoice
    note: str = ""


def reviewable(actor: Actor) -> QuerySet[Asset]:
    """What this actor may review, the longest overdue first: by role all, otherwise what they keep."""
    rows = access.assets_seen_by(actor).filter(stage=Stage.ADMITTED).order_by("review_on", "number")
    if not actor.may(Can.ASSET_REVIEW):
        rows = rows.filter(keeper__pk=actor.person_id) if actor.person_id else rows.none()
    return rows.exclude(access.masked(actor)) if not actor.may(Can.ASSET_READ_TOP) else rows


def review_all(
    actor: Actor, answers: Mapping[uuid.UUID, Answered], *, on: datetime.date | None = None
) -> tuple[Review, ...]:
    """Record an answer for each of these entries, all or none; the next day follows from the grade.

    What has to be put right or let go becomes a task of its keeper. Raises `NotAllowed` for an entry that is none of
    the actor's to review, `Asset.DoesNotExist` for one that is not in the ledger any more.
    """
    day = on or clock.today()
    with transaction.atomic():
        rows = {row.pk: row for row in Asset.objects.select_for_update(of=("self",)).filter(pk__in=answers)}
        allowed = set(reviewable(actor).filter(pk__in=answers).values_list("pk", flat=True))
        for key in answers:
            if key not in rows or rows[key].stage != Stage.ADMITTED:
                raise Asset.DoesNotExist
            if key not in allowed:
                access.require(actor, rows[key], Can.ASSET_REVIEW)
                raise Asset.DoesNotExist
        made = [_review(actor, rows[key], given, day) for key, given in answers.items()]
        record_all(
            actor,
            [
                Happened(
                    events.REVIEWED,
                    "asset",
                    one.asset_id,
                    {"number": rows[one.asset_id].number}
                    | between(
                        None,
                        facts_life.review(one),
                        part=f"review:{one.pk}",
                        private=facts_life.TEXTS,
                    ),
                )
                for one in made
            ],
        )
    return tuple(made)


def _review(actor: Actor, row: Asset, given: Answered, day: datetime.date) -> Review:
    next_on = content.lifecycle().next_review(row.grade, day)
    made: Review = Review.objects.create(
        organisation=actor.organisation,
        asset=row,
        choice=given.choice,
        note=line(given.note),
        reviewed_on=day,
        next_on=next_on,
        reviewed_at=clock.now(),
        reviewed_by_id=actor.person_id,
    )
    if given.choice is not ReviewChoice.SAME:
        _leave_task(actor, row, made, day)
    laying.tell(actor, row, entry.wanted(review_on=next_on).values, events.PUT_OFF)
    return made


def _leave_task(actor: Actor, row: Asset, made: Review, day: datetime.date) -> None:
    """What has to be done carries its own day; the entry's next review is a year's matter."""
    words = {
        ReviewChoice.CHANGE: _("%(number)s の台帳の内容を直す"),
        ReviewChoice.LET_GO: _("%(number)s を手放す（廃棄か返却）"),
    }[ReviewChoice(made.choice)] % {"number": row.number}
    due_on = max(day, clock.today()) + datetime.timedelta(days=TASK_DAYS)
    make_task(
        actor,
        f"{words}: {made.note}" if made.note else words,
        owner_id=row.keeper_id,
        due_on=due_on,
        asset=row,
    )
