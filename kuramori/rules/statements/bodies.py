"""The kinds of statements. No field is ever renamed or given another meaning; a new kind or version is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from kuramori.rules.statements.bodies_asking import (
    ConsultationTold,
    GapMoved,
    GapNoted,
    ReplyGiven,
    ReplyTaken,
    RequestOpened,
    RequestSent,
    RequestWithdrawn,
)
from kuramori.rules.statements.forms import Conditions, FreeText, Level, Sha256


class Mode(StrEnum):
    """How something is handed over; all are equal in rank."""

    PAPER = "paper"
    VISIT = "visit"
    THEIR_WAY = "their_way"
    SHARE_PAGE = "share_page"


class OfferedLayer(StrEnum):
    """The giver's layer of something on its way; the receiver may only narrow it."""

    OPEN = "open"
    NDA = "nda"


class Done(StrEnum):
    """What was done with one thing at its end: 廃棄した, 返した, 法令・バックアップのため残す."""

    DESTROYED = "destroyed"
    RETURNED = "returned"
    KEPT = "kept"


class Way(StrEnum):
    """How an agreement was concluded."""

    PAPER = "paper"
    ELSEWHERE = "elsewhere"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing by its giver's words. ``sha256`` (64 hex digits) where it is a file; ``layer`` stays with it."""

    number: str
    name: str
    version: FreeText
    sha256: Sha256 | None
    grade: str
    layer: OfferedLayer
    copies: int


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who concludes for a company, by name and post."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class HandOverOffered:
    """``persons`` alone may have it; ``conditions`` are those of the layered decision. Days are in Asia/Tokyo."""

    items: tuple[Item, ...]
    persons: tuple[str, ...]
    purpose: str
    agreement: str | None
    mode: Mode
    conditions: Conditions
    expires_on: date | None
    return_by: date | None


@dataclass(frozen=True, slots=True)
class HandOverReceived:
    """``terms_sha256``: the exact text under which it was received, as the receiver confirmed it."""

    person: str
    received_on: date
    terms_sha256: Sha256 | None
    is_complete: bool
    note: FreeText


@dataclass(frozen=True, slots=True)
class HandOverViewed:
    """One person of the receiver looked at so many pages of one item; told by whoever has the log."""

    person: str
    number: str
    viewed_at: datetime
    pages: int


@dataclass(frozen=True, slots=True)
class TakeBackAsked:
    """Return or destruction is asked for, of the items named."""

    numbers: tuple[str, ...]
    by: date
    reason: FreeText


@dataclass(frozen=True, slots=True)
class Disposal:
    """One thing at its end. ``reason``, ``until`` and ``access_stopped`` are told where it is kept."""

    number: str
    sha256: Sha256 | None
    done: Done
    medium: str
    method: FreeText
    on: date
    reason: FreeText
    until: date | None
    access_stopped: bool


@dataclass(frozen=True, slots=True)
class DisposalCertified:
    """A certificate in the company's name by the person in charge."""

    company: str
    person: str
    witness: str | None
    disposals: tuple[Disposal, ...]


@dataclass(frozen=True, slots=True)
class AgreementOffered:
    """An exact text to conclude, for one signatory of the other side."""

    number: str
    title: str
    text_sha256: Sha256
    from_on: date
    until_on: date | None
    signatory: Signatory


@dataclass(frozen=True, slots=True)
class AgreementConcluded:
    """The offered text was concluded, exactly as it was."""

    number: str
    text_sha256: Sha256
    concluded_on: date
    signatory: Signatory
    way: Way


@dataclass(frozen=True, slots=True)
class AssuranceTold:
    """A sender's own level on both axes, 0–4 (確認なし … 第三者認証), and what it rests on."""

    information: Level
    it: Level
    as_of: date
    basis: str
    valid_until: date | None


Body = (
    HandOverOffered
    | HandOverReceived
    | HandOverViewed
    | TakeBackAsked
    | DisposalCertified
    | AgreementOffered
    | AgreementConcluded
    | AssuranceTold
    | RequestSent
    | RequestWithdrawn
    | RequestOpened
    | ReplyGiven
    | ReplyTaken
    | GapMoved
    | GapNoted
    | ConsultationTold
)

KINDS: Final[Mapping[str, type[Body]]] = {
    "hand-over-offered": HandOverOffered,
    "hand-over-received": HandOverReceived,
    "hand-over-viewed": HandOverViewed,
    "take-back-asked": TakeBackAsked,
    "disposal-certified": DisposalCertified,
    "agreement-offered": AgreementOffered,
    "agreement-concluded": AgreementConcluded,
    "assurance-told": AssuranceTold,
    "request-sent": RequestSent,
    "request-withdrawn": RequestWithdrawn,
    "request-opened": RequestOpened,
    "reply-given": ReplyGiven,
    "reply-taken": ReplyTaken,
    "gap-moved": GapMoved,
    "gap-noted": GapNoted,
    "consultation-told": ConsultationTold,
}
KIND_OF: Final[Mapping[type[Body], str]] = {body: kind for kind, body in KINDS.items()}
