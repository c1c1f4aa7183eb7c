"""What the operations around prior use, the first session, reviews and rules of handling take and give."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated

from ninja import Field, Schema

from kuramori.ground.people.calls import Day, Text, Wanted, Whole
from kuramori.work.ledger.fields import Known
from kuramori.work.ledger.models import Layer, PriorKind, ReviewChoice
from kuramori.work.ledger.models.choices import Grade

Line = Annotated[Text, Field(max_length=200)]
Title = Annotated[Text, Field(min_length=1, max_length=120)]
Reason = Annotated[Text, Field(min_length=1, max_length=200)]


class PriorRow(Schema):
    """One record of prior use; `file` says whether its content is kept here, `entry` is its index in the trail.

    `withdrawn_at` is null while it stands.
    """

    id: uuid.UUID
    kind: PriorKind
    title: str
    of_on: datetime.date
    sha256: str
    kept_at: str
    has_file: bool
    entry: int | None
    withdrawn_at: datetime.datetime | None
    withdrawn_reason: str


class PriorRows(Schema):
    """The oldest first; none of a masked asset."""

    records: list[PriorRow]


class NewPrior(Wanted):
    """A record without its file: its hash, where the original lies, or both."""

    kind: PriorKind
    title: Title
    of_on: Day
    sha256: Annotated[Text, Field(max_length=64)] = ""
    kept_at: Line = ""


class WithdrawnPrior(Wanted):
    reason: Reason


class PublicChecked(Wanted):
    """`compared` are ids such as `patents`; `further` what else was looked at. `next_on`: a year later if not told."""

    result: Known
    compared: Annotated[list[Annotated[Text, Field(max_length=20)]], Field(max_length=20)] = []
    further: Line = ""
    on: Day | None = None
    next_on: Day | None = None


class ReviewRow(Schema):
    """What was found for an asset, and the day of its next review."""

    id: uuid.UUID
    asset: uuid.UUID
    choice: ReviewChoice
    note: str
    reviewed_on: datetime.date
    next_on: datetime.date


class ReviewRows(Schema):
    reviews: list[ReviewRow]


class ReviewedAsset(Wanted):
    asset: uuid.UUID
    choice: ReviewChoice
    note: Line = ""


class ReviewedAssets(Wanted):
    """Each asset once; all are recorded, or none. `change` and `let_go` leave a task."""

    reviews: Annotated[list[ReviewedAsset], Field(min_length=1, max_length=200)]
    on: Day | None = None


class DecidedHandling(Wanted):
    """A sentence by the id of its step; a step that is left out is left to who has the thing. None: no rule."""

    steps: dict[Annotated[str, Field(max_length=20)], Annotated[Text, Field(max_length=300)]]
    from_on: Day | None = None


class SessionLineForm(Schema):
    """One of the five. `grade` and `layer` are what was chosen, otherwise what the answers lead to, "" before that."""

    line: int
    name: str
    why: str
    place: str
    keeper: str
    answers: dict[str, str]
    grade: str
    layer: str
    partner: str
    missing: list[str]


class SessionForm(Schema):
    """The session that is being written; `minutes` is about how long it still takes."""

    begun_at: datetime.datetime
    revision: int
    minutes: int
    lines: list[SessionLineForm]


class WrittenLine(Wanted):
    """A line as far as it is written; `answers` are ids of questions with the ids of options.

    `partner` is the name of the company that entrusted it; one that is no partner yet becomes one.
    """

    revision: Whole
    name: Annotated[Text, Field(max_length=120)] = ""
    why: Annotated[Text, Field(max_length=400)] = ""
    place: uuid.UUID | None = None
    keeper: uuid.UUID | None = None
    answers: Annotated[
        dict[Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=20)]],
        Field(max_length=20),
    ] = {}
    grade: Grade | None = None
    layer: Layer | None = None
    partner: Annotated[Text, Field(max_length=120)] = ""


class ApprovedSession(Wanted):
    """Which owner said yes."""

    owner: uuid.UUID
    revision: Whole


class EnteredAssets(Schema):
    """The entries that were made, in the order of the lines."""

    assets: list[uuid.UUID]
