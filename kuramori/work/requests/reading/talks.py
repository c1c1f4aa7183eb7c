"""What pages show of talks about prices: those that wait for our answer first, one talk, and a partner's folder."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kuramori.ground.contacts.models import Partner
from kuramori.outside import clock
from kuramori.rules.requests import talk_states
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.consulting.folding import led_to
from kuramori.work.requests.models import Consultation, ConsultationPaper, ConsultationStep, TalkState
from kuramori.work.requests.support_content import support

PER_PAGE = 50
WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Line:
    """One talk. `is_waiting_for_us`: the partner asked and has no answer; `days` since it asked."""

    row: Consultation
    is_waiting_for_us: bool
    days: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class TalkList:
    lines: tuple[Line, ...]
    only: str
    waiting: int
    number: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in the history. `is_lost`: it came too late and counts for nothing."""

    row: ConsultationStep
    is_lost: bool


@dataclass(frozen=True, slots=True)
class TalkPage:
    """`may` and `heard`: what we may record of ours, and of theirs."""

    line: Line
    steps: tuple[StepLine, ...]
    papers: tuple[ConsultationPaper, ...]
    may: tuple[TalkStep, ...]
    heard: tuple[TalkStep, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything with one partner within the years that records are kept (`from_on` on), and what is older."""

    partner: Partner
    from_on: datetime.date
    lines: tuple[Line, ...]
    steps: Mapping[object, tuple[ConsultationStep, ...]]
    papers: int
    older: int


def talks(only: str, number: int = 1) -> TalkList:
    """Fifty, those that wait for us first and the oldest of them on top."""
    waits = Q(is_asked_by_us=False, state=TalkState.ASKED)
    rows = Consultation.objects.all()
    waiting = rows.filter(waits).count()
    if only == WAITS:
        rows = rows.filter(waits)
    elif only == "running":
        rows = rows.filter(state__in=[one.value for one in talk_states.RUNNING])
    pages = max(1, -(-rows.count() // PER_PAGE))
    number = min(max(1, number), pages)
    first = Case(When(waits, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = rows.select_related("partner", "gap").order_by(first, "-asked_on", "-number")
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return TalkList(tuple(line(one) for one in shown), only, waiting, number, pages)


def line(row: Consultation) -> Line:
    waits = not row.is_asked_by_us and row.state == TalkState.ASKED
    days = (clock.today() - row.asked_on).days
    return Line(row, waits, days, waits and days > support().answer_days)


def talk_page(row: Consultation) -> TalkPage:
    state, is_asked_by_us = talk_states.TalkState(row.state), row.is_asked_by_us
    lost = led_to(row).lost
    steps = tuple(
        StepLine(one, (one.turn, one.is_written_here == row.is_begun_here) in lost)
        for one in row.steps.order_by("-turn", "-recorded_at")
    )
    may = tuple(one for one in TalkStep if talk_states.may(is_asked_by_us, one, state))
    heard = tuple(
        one for one in (TalkStep.ASKED, TalkStep.ANSWERED) if talk_states.may(not is_asked_by_us, one, state)
    )
    papers = tuple(row.papers.select_related("file").order_by("added_at"))
    return TalkPage(line(row), steps, papers, may, heard)


def kept_from(today: datetime.date) -> datetime.date:
    """The first day of the years for which records are kept."""
    years = support().keep_years
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def folder(partner: Partner) -> Folder:
    """By the day on which talks were asked for, the newest first."""
    from_on = kept_from(clock.today())
    rows: QuerySet[Consultation] = Consultation.objects.filter(partner=partner)
    inside = list(
        rows.filter(Q(asked_on__gte=from_on) | Q(changed_at__date__gte=from_on))
        .select_related("partner", "gap")
        .order_by("-asked_on", "-number")
    )
    steps: dict[object, list[ConsultationStep]] = {}
    for one in ConsultationStep.objects.filter(consultation__in=inside).order_by("turn", "recorded_at"):
        steps.setdefault(one.consultation_id, []).append(one)
    return Folder(
        partner,
        from_on,
        tuple(line(one) for one in inside),
        {talk: tuple(found) for talk, found in steps.items()},
        ConsultationPaper.objects.filter(consultation__in=inside).count(),
        rows.count() - len(inside),
    )
