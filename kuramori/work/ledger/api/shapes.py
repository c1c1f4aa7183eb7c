"""What the ledger's operations take and give."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import Strict

from kuramori.ground.people.calls import Day, Portion, Text, Wanted, Whole
from kuramori.work.ledger.models import Grade, Layer, Unit

# Text, a code, a day as ISO text or an id; a count; a yes or no; several codes or ids; null to empty the field.
Value = (
    Annotated[Text, Field(max_length=600)]
    | Whole
    | Annotated[bool, Strict()]
    | list[Annotated[Text, Field(max_length=60)]]
    | None
)


class AssetRow(Schema):
    """One line. Of a masked one `name`, `what`, `place` and `partner` are ""."""

    id: uuid.UUID
    number: str
    name: str
    what: str
    grade: str
    grade_name: str
    layer: str
    place: str
    keeper: str
    marked: str
    review_on: datetime.date | None
    is_masked: bool
    is_received: bool
    partner: str
    stage: str
    revision: int


class AssetRows(Schema):
    assets: list[AssetRow]
    next_offset: int | None


class KnowerRow(Schema):
    """Somebody who could know; `ways` names the grant's subject or 保管する人."""

    name: str
    department: str
    ways: str
    reason: str
    from_on: datetime.date | None


class AssetForm(AssetRow):
    """One asset on a day. `values` holds every field that is filled in, by its name; a row that another one names is
    `{id, words}`. `is_there` is false on a day when it was not in the ledger."""

    on: datetime.date
    is_there: bool
    values: dict[str, Any]
    knowers: list[KnowerRow]


class AssetsAsked(Portion):
    """Which assets; `part` is one of the saved views."""

    q: Annotated[str, Field(max_length=100)] = ""
    grade: Grade | None = None
    layer: Layer | None = None
    keeper: uuid.UUID | None = None
    part: Literal["all", "due", "received", "unmarked"] = "all"
    sort: Literal["number", "-number", "review"] = "number"


class DayAsked(Schema):
    """A past day (today without one), as known now or at that day's end."""

    on: Day | None = None
    known: Literal["now", "then"] = "now"


class NewAsset(Wanted):
    """The eight fields of a first entry, and any other by its name in `more`. An empty `number` is given."""

    number: Annotated[Text, Field(max_length=30)] = ""
    name: Annotated[Text, Field(min_length=1, max_length=120)]
    what: Annotated[Text, Field(min_length=1, max_length=600)]
    grade: Grade
    layer: Layer
    place: uuid.UUID
    keeper: uuid.UUID
    review_on: Day
    more: dict[str, Value] = {}
    from_on: Day | None = None


class ChangedAsset(Wanted):
    """Only the fields spoken of, by name; `revision` is the one that was read."""

    values: dict[str, Value]
    reason: Annotated[Text, Field(max_length=400)] = ""
    from_on: Day | None = None
    revision: Annotated[Whole, Field(ge=1, le=1_000_000)]


class Seen(Wanted):
    """`revision` is the one that was read."""

    revision: Annotated[Whole, Field(ge=1, le=1_000_000)]


class Declined(Seen):
    """Why it is left out."""

    reason: Annotated[Text, Field(min_length=1, max_length=400)]


class Reclassified(Seen):
    """The new grade and layer, why, and the id of who approved it."""

    grade: Grade
    layer: Layer
    unit: Unit | None = None
    reason: Annotated[Text, Field(min_length=1, max_length=400)]
    approver: uuid.UUID
    from_on: Day | None = None


class GrantRow(Schema):
    """Whom one grant names, and how many people that is on the day."""

    id: uuid.UUID
    words: str
    people: int
    reason: str
    from_on: datetime.date
    until_on: datetime.date | None


class GrantRows(Schema):
    grants: list[GrantRow]
    knowers: list[KnowerRow]


class NewGrant(Wanted):
    """At most one of `person`, `department` and `role`; none of them means everybody in the house."""

    person: uuid.UUID | None = None
    department: uuid.UUID | None = None
    role: Literal["owner", "steward", "section", "staff", "auditor", "expert"] | None = None
    reason: Annotated[Text, Field(min_length=1, max_length=200)]
    from_on: Day | None = None
    until_on: Day | None = None


class EndedGrant(Wanted):
    """Its last day; without one it ends at once, with yesterday."""

    last_day: Day | None = None
