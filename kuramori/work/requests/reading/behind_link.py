"""What whoever holds a link sees of talks about costs and of help: their side first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kuramori.rules.requests.talk_states import RUNNING
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.consulting import by_link
from kuramori.work.requests.consulting.folding import led_to
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.models import Consultation, TalkState

MOST = 50


@dataclass(frozen=True, slots=True)
class TalkCard:
    """One talk. `is_their_turn`: it waits for an answer of whoever reads this."""

    row: Consultation
    is_running: bool
    is_their_turn: bool


@dataclass(frozen=True, slots=True)
class TalkSaid:
    """One step: `is_theirs`: of whoever holds the link. `is_lost`: it came too late and counts for nothing."""

    on: datetime.date
    is_theirs: bool
    person: str
    title: str
    yen: int | None
    words: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class GuestTalk:
    card: TalkCard
    said: tuple[TalkSaid, ...]
    may: tuple[TalkStep, ...]


def cards(guest: Guest) -> tuple[TalkCard, ...]:
    """Fifty, those that run first."""
    rows = guest.talks().select_related("gap").order_by("-asked_on", "-number")[:MOST]
    return tuple(sorted((card(one) for one in rows), key=lambda one: not one.is_running))


def card(row: Consultation) -> TalkCard:
    runs = row.state in {one.value for one in RUNNING}
    waits = row.state == (TalkState.ASKED if row.is_asked_by_us else TalkState.ANSWERED)
    return TalkCard(row, runs, runs and waits)


def talk_page(row: Consultation) -> GuestTalk:
    lost = led_to(row).lost
    said = tuple(
        TalkSaid(
            one.on,
            not one.is_ours,
            one.person,
            str(one.get_step_display()),
            one.yen,
            one.words,
            (one.turn, one.is_written_here == row.is_begun_here) in lost,
        )
        for one in row.steps.order_by("-turn", "-recorded_at")
    )
    return GuestTalk(card(row), said, by_link.may(row))
