"""What two sides say about a request, a gap and a talk about prices. Days are in Asia/Tokyo, money in yen.

Both sides move the same gap, often at once. `turn` is one more than the highest that the sender had seen in the matter,
so that both sides put the moves into the same order; `upon` is the turn of what a step answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kuramori.rules.statements.forms import FreeText, LongText, Sha256


class GapStep(StrEnum):
    """One move of a gap."""

    OPENED = "opened"
    PROPOSED = "proposed"
    AGREED = "agreed"
    GIVEN_BACK = "given_back"
    STARTED = "started"
    EVIDENCE = "evidence"
    CLOSED = "closed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    SUPPORTED = "supported"
    PROTECTED = "protected"


class TalkStep(StrEnum):
    """One step of a talk about prices and costs."""

    ASKED = "asked"
    ANSWERED = "answered"
    AGREED = "agreed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RequestSent:
    """A request with exactly what is asked (`requirements`, whose SHA-256 is `content_sha256`)."""

    number: str
    title: str
    reason: str
    scope: FreeText
    deadline_on: date
    requirements: LongText
    content_sha256: Sha256
    disclosure: str
    readers: FreeText
    keep_months: int
    support: FreeText
    cost_contact: FreeText


@dataclass(frozen=True, slots=True)
class RequestWithdrawn:
    """Nothing needs to be answered any more, and why."""

    reason: FreeText


@dataclass(frozen=True, slots=True)
class RequestOpened:
    """Somebody who may answer has looked at the request in their own house, first on this day."""

    on: date


@dataclass(frozen=True, slots=True)
class ReplyGiven:
    """Exactly what its giver lets be seen (`content`, whose SHA-256 is `sha256`); a correction is said again."""

    content: LongText
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class ReplyTaken:
    """What became of a reply: it was taken in and counts until `valid_until`, or was not and why (`reason`)."""

    sha256: Sha256
    is_taken: bool
    on: date
    valid_until: date | None
    reason: FreeText


@dataclass(frozen=True, slots=True)
class GapMatter:
    """What is missing, by the asking side: its number, the requirement, why it is needed, the levels of the pack."""

    number: str
    what: str
    why: FreeText
    pack: FreeText
    item: FreeText
    level: int | None
    now: int | None
    is_critical: bool


@dataclass(frozen=True, slots=True)
class GapMoved:
    """One move. `matter` comes with the first. `for_other`: the sender writes down what the other side told it, by
    telephone or behind a link; `person` is who said it."""

    step: GapStep
    turn: int
    upon: int
    for_other: bool
    person: FreeText
    matter: GapMatter | None
    plan: FreeText
    plan_on: date | None
    interim: FreeText
    support: FreeText
    words: FreeText


@dataclass(frozen=True, slots=True)
class GapNoted:
    """A comment; it moves nothing."""

    person: FreeText
    words: str
    for_other: bool


@dataclass(frozen=True, slots=True)
class ConsultationTold:
    """One step of a talk: who asked, answered or agreed on which day, and the amount where one was named.

    `topic` comes with the first step. `gap` names the matter (thread) of the gap it is about, where there is one.
    """

    step: TalkStep
    turn: int
    upon: int
    for_other: bool
    person: FreeText
    topic: FreeText
    gap: FreeText
    on: date
    yen: int | None
    words: FreeText
