"""What the operations around an asset's life and the rounds take and give."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated

from ninja import Field, Schema
from pydantic import Strict

from kuramori.ground.people.calls import Day, Text, Wanted, Whole
from kuramori.work.ledger.models import Found, RoundKind, Route

Line = Annotated[Text, Field(max_length=200)]


class SaidLine(Schema):
    """One line of a requirement; `state` is ok, care (thin) or now (its time has come)."""

    words: str
    state: str


class RequirementForm(Schema):
    """One of the three requirements: the records that support it and what is thin. Never a verdict."""

    id: str
    title: str
    says: str
    state: str
    lines: list[SaidLine]


class ReadinessForm(Schema):
    """準備度 on a day; empty where the asset did not stand in the ledger then."""

    requirements: list[RequirementForm]


class RouteWanted(Wanted):
    """On what the protection rests, why, and since which day (today)."""

    route: Route
    reason: Annotated[Text, Field(min_length=1, max_length=400)]
    on: Day | None = None


class CopyRow(Schema):
    """A numbered copy; `holder` is a name of the house, `to_whom` somebody outside."""

    id: uuid.UUID
    number: int
    holder: str
    to_whom: str
    place: str
    made_on: datetime.date
    due_on: datetime.date | None
    back_on: datetime.date | None
    note: str


class CopyRows(Schema):
    copies: list[CopyRow]


class NewCopy(Wanted):
    """`holder` of the house, or `to_whom` outside; `due_on` is the last day on which it is back in time."""

    holder: uuid.UUID | None = None
    to_whom: Annotated[Text, Field(max_length=120)] = ""
    place: uuid.UUID | None = None
    made_on: Day | None = None
    due_on: Day | None = None
    note: Line = ""


class CopyBack(Wanted):
    note: Line = ""
    on: Day | None = None


class Disposed(Wanted):
    """`method` reads `medium:way`, e.g. `paper:shred`. A `witness` of the house, or `witness_words` of an outsider."""

    method: Annotated[Text, Field(max_length=40)]
    reason: Annotated[Text, Field(min_length=1, max_length=200)]
    done_on: Day | None = None
    witness: uuid.UUID | None = None
    witness_words: Annotated[Text, Field(max_length=120)] = ""
    given_to: Annotated[Text, Field(max_length=120)] = ""
    revision: Annotated[Whole, Field(ge=1, le=1_000_000)]


class DisposalForm(Schema):
    """`number` is that of the certificate."""

    number: str
    method: str
    is_return: bool
    done_on: datetime.date
    witness: str
    given_to: str
    copies_gone: int


class HandlingStep(Schema):
    id: str
    label: str
    words: str


class HandlingForm(Schema):
    """How a grade is handled on a day; `from_on` null: the house had decided nothing, and this is the usual way."""

    grade: str
    grade_name: str
    from_on: datetime.date | None
    decided_by: str
    decided_on: datetime.date | None
    steps: list[HandlingStep]


class HandlingForms(Schema):
    handling: list[HandlingForm]


class HandlingAsked(Schema):
    on: Day | None = None


class StopForm(Schema):
    """One stop; `what` is the number alone where the key may not know the name. `found` is "" until somebody looked."""

    id: uuid.UUID
    position: int
    what: str
    where: str
    asset: uuid.UUID | None
    found: str
    note: str


class WalkRow(Schema):
    id: uuid.UUID
    kind: str
    name: str
    begun_at: datetime.datetime
    closed_at: datetime.datetime | None


class WalkRows(Schema):
    rounds: list[WalkRow]


class WalkForm(WalkRow):
    stops: list[StopForm]


class NewWalk(Wanted):
    """`within` narrows it to what lies in a place."""

    kind: RoundKind
    name: Annotated[Text, Field(max_length=80)] = ""
    within: uuid.UUID | None = None


class SeenStop(Wanted):
    stop: uuid.UUID
    found: Found
    note: Line = ""


class SeenStops(Wanted):
    """The same again changes nothing: a list may be sent a second time."""

    seen: Annotated[list[SeenStop], Field(min_length=1, max_length=500)]


class ClosedRound(Wanted):
    """`leave_rest`: stops that nobody looked at are left on purpose."""

    leave_rest: Annotated[bool, Strict()] = False


class TaskRow(Schema):
    id: uuid.UUID
    what: str
    owner: str
    due_on: datetime.date
    done_on: datetime.date | None


class TaskRows(Schema):
    """What a round or a review left to put right, and is open."""

    tasks: list[TaskRow]


class FinishedTask(Wanted):
    how: Annotated[Text, Field(min_length=1, max_length=200)]
