"""What comes in over the API. Levels, N/A and answer files are judged by the rules, everything else here."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from kuramori.ground.packs.read import find
from kuramori.ground.people.calls import Day, Number, Text, Wanted, Whole
from kuramori.rules import answers
from kuramori.rules.answers import AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.document import Document
from kuramori.rules.faults import Fault, Refused, words
from kuramori.work.checks.answer import LONGEST_COMMENT
from kuramori.work.checks.begin import LONGEST_NAME
from kuramori.work.checks.delegate import LONGEST_MESSAGE
from kuramori.work.checks.evidence import LONGEST_LINK, LONGEST_TITLE
from kuramori.work.checks.plan import LONGEST_ACTION
from kuramori.work.checks.travel import ANSWER_FILE, VALUE

MOST = 2_147_483_647  # what both databases keep in a whole number

Item = Annotated[Text, Field(min_length=1, max_length=20)]
ItemInPath = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,20}$")]


class NewSheet(Wanted):
    """Either `pack` (an empty sheet) or `answer_file` (a sheet with the answers somebody brought)."""

    name: Annotated[Text, Field(max_length=LONGEST_NAME)] = ""
    route: Literal["first", "review"] = "first"
    pack: Annotated[Text, Field(max_length=120)] | None = None
    answer_file: Annotated[Any, WithJsonSchema({**ANSWER_FILE, "type": ["object", "null"]})] = None


class NewRound(Wanted):
    name: Annotated[Text, Field(max_length=LONGEST_NAME)] = ""


class GivenAnswer(Wanted):
    """The whole answer; `revision` is the one that was seen, 0 where there was none."""

    value: Annotated[Any, WithJsonSchema(VALUE)]
    comment: Annotated[Text, Field(max_length=LONGEST_COMMENT)]
    revision: Annotated[Whole, Field(ge=0, le=MOST)]


class Notes(Wanted):
    """All three together; `mark` is the one that was seen."""

    name: Annotated[Text, Field(min_length=1, max_length=LONGEST_NAME)]
    official_score: Annotated[Number, Field(ge=0, le=100)] | None
    note: Annotated[Text, Field(max_length=answers.NOTE_LENGTH)]
    mark: Annotated[Text, Field(max_length=64)]


class NewLink(Wanted):
    """A link, a title, or both."""

    item: Item
    title: Annotated[Text, Field(max_length=LONGEST_TITLE)] = ""
    url: Annotated[Text, Field(max_length=LONGEST_LINK)] = ""


class NewDelegation(Wanted):
    item: Item
    person: uuid.UUID
    message: Annotated[Text, Field(max_length=LONGEST_MESSAGE)] = ""
    due_on: Day | None = None


class PlanFields(Wanted):
    """`owner` is a person's id; `minutes` and `yen` are estimates, `reaches` the level it should bring."""

    action: Annotated[Text, Field(min_length=1, max_length=LONGEST_ACTION)]
    owner: uuid.UUID | None = None
    due_on: Day | None = None
    minutes: Annotated[Whole, Field(ge=0, le=MOST)] | None = None
    yen: Annotated[Whole, Field(ge=0, le=MOST)] | None = None
    reaches: Annotated[Whole, Field(ge=1, le=9)] | None = None


class NewPlan(PlanFields):
    sheet: uuid.UUID
    item: Item


class ChangedPlan(PlanFields):
    """The whole plan; `revision` is the one that was seen."""

    revision: Annotated[Whole, Field(ge=1, le=MOST)]


class Done(Wanted):
    """The day it was done; today where none is given."""

    done_on: Day | None = None


def brought(value: Any) -> AnswerFile:
    """The answer file in a body. Raises `Refused`, whose faults name the way to each value."""
    try:
        return answers.from_document(Document("", value, {}, {}), find)
    except Refused as refused:
        raise Refused(_below("answer_file", fault) for fault in refused.faults) from None


def check_item(pack: Pack, item: str) -> None:
    """Refuse an item of a body that the pack does not have."""
    if item not in pack:
        raise Refused([Fault("", None, None, "unknown-answer", "item", words({"id": item}))])


def check_reaches(pack: Pack, reaches: int | None) -> None:
    """Refuse a level above the pack's best."""
    best = pack.profile.best
    if reaches is not None and reaches > best:
        fault = Fault(
            "", None, None, "level-out-of-range", "reaches", words({"value": reaches, "best": best})
        )
        raise Refused([fault])


def _below(key: str, fault: Fault) -> Fault:
    return replace(fault, place=f"{key}.{fault.place}" if fault.place else key)
