"""One partner: the newest reply by parts, the rounds so far as a small chart, gaps, and how far it was looked at."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language

from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.rules.requests.bands import band
from kuramori.rules.requests.outcomes import HOLDS, SHORT, Outcome
from kuramori.rules.requests.reply_text import Further, further_from
from kuramori.work.partners.reading.deciding import Assured, assurances_of
from kuramori.work.requests.counting import items_of
from kuramori.work.requests.models import Asked, Disclosure, Gap, Reply, Side, Standing
from kuramori.work.requests.reading.portfolio_list import Line, lines_of
from kuramori.work.requests.reading.shown import percent, state_words

MOST_ROUNDS: Final = 12
MOST_GAPS: Final = 20
WIDE, HIGH, EDGE = 320, 120, 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the list of questions: `percent` of what applies holds; None where nothing is shown or applies."""

    title: str
    percent: int | None
    band: int
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One round in the chart: `x`, `y` in its own units (320 by 120)."""

    on: datetime.date
    percent: int | None
    x: int
    y: int
    reply_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Stands:
    """Where the partner stands on one list of questions."""

    row: Standing
    name: str
    line: Line
    parts: tuple[Part, ...]
    rounds: tuple[Point, ...]
    further: Further | None

    @property
    def path(self) -> str:
        """The line through the rounds that show a result."""
        shown = [one for one in self.rounds if one.percent is not None]
        return " ".join(f"{'L' if at else 'M'}{one.x} {one.y}" for at, one in enumerate(shown))


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """`seen` and `gaps` are empty where whoever looks may not read them."""

    partner: Partner
    standings: tuple[Stands, ...]
    waits: tuple[Asked, ...]
    gaps: tuple[Gap, ...]
    seen: tuple[Assured, ...]


def partner_page(actor: Actor, partner: Partner) -> PartnerPage:
    """Everything of one; its cost does not know how many others there are."""
    rows = list(
        Standing.objects.filter(partner=partner)
        .select_related("partner", "reply__asked__request")
        .order_by("axis", "pack_id")
    )
    gaps = Gap.objects.filter(partner=partner, side=Side.ASKING, ended_at__isnull=True)
    waits = Asked.objects.filter(partner=partner, reply__isnull=True, sent_at__isnull=False)
    return PartnerPage(
        partner,
        tuple(_stands(row, line) for row, line in zip(rows, lines_of(actor, rows), strict=True)),
        tuple(waits.select_related("request").order_by("-sent_at")[:MOST_ROUNDS]),
        tuple(gaps.order_by("-is_critical", "number")[:MOST_GAPS]) if actor.may(Can.REQUEST_READ) else (),
        assurances_of(partner.pk)[:MOST_ROUNDS] if actor.may(Can.AGREEMENT_READ) else (),
    )


def _stands(row: Standing, line: Line) -> Stands:
    name, parts = row.pack_id, tuple[Part, ...]()
    try:
        pack = packs.by_digest(row.digest)
    except packs.PackLost:
        pass
    else:
        text = pack.text(get_language() or "ja")
        name = text.title
        letters = dict(zip(items_of(row), row.states, strict=True))
        words = state_words()
        parts = tuple(
            _part(
                f"{one.mark} {text.measures[one.id].title}".strip(),
                [
                    (f"{item.number} {text.items[item.id].title}".strip(), letters[item.id])
                    for item in pack.items_of_measure(one.id)
                    if item.id in letters
                ],
                words,
            )
            for one in pack.measures
            if any(item.id in letters for item in pack.items_of_measure(one.id))
        )
    return Stands(row, name, line, parts, _rounds(row), _further(row))


def _further(row: Standing) -> Further | None:
    """As it was volunteered in the reply that counts; nothing is worked out."""
    if row.reply.disclosure < Disclosure.ITEMS:
        return None
    told: dict[str, Any] = json.loads(str(row.reply.content))
    return further_from(told.get("further"))


def _part(title: str, items: list[tuple[str, str]], words: dict[str, str]) -> Part:
    applies = [letter for _title, letter in items if letter not in {Outcome.NA, Outcome.HIDDEN}]
    lacking = tuple(
        (told, words[letter]) for told, letter in items if letter in SHORT or letter == Outcome.OPEN
    )
    if not applies:
        return Part(title, None, 0, lacking)
    holds = sum(letter in HOLDS for letter in applies)
    share = (2 * 1_000 * holds + len(applies)) // (2 * len(applies))
    return Part(title, percent(share), band(share), lacking)


def _rounds(row: Standing) -> tuple[Point, ...]:
    """The last reply to each request over the same list, oldest first; a correction stands for its older one."""
    rows = Reply.objects.filter(
        asked__partner_id=row.partner_id, asked__request__pack_id=row.pack_id, superseded_at__isnull=True
    )
    found = list(rows.order_by("-as_of", "-received_at").values_list("pk", "as_of", "share")[:MOST_ROUNDS])[
        ::-1
    ]
    step = (WIDE - 2 * EDGE) // max(1, len(found) - 1)
    return tuple(
        Point(
            on, percent(share), EDGE + at * step, HIGH - EDGE - (share or 0) * (HIGH - 2 * EDGE) // 1_000, key
        )
        for at, (key, on, share) in enumerate(found)
    )
