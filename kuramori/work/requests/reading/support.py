"""What pages show of help and its outcome, visits, and good practice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kuramori.rules.requests.anonymous import Trace
from kuramori.work.requests.models import Gap, GoodPractice, HelpState, OfferedHelp, PartnerVisit
from kuramori.work.requests.support_content import Help, Support, support

PER_PAGE = 50
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One kind of help with how often it was offered, used, and said to have helped."""

    help: Help
    offered: int
    used: int
    helped: int


@dataclass(frozen=True, slots=True)
class Offered:
    """One help that was offered, by what it is called."""

    row: OfferedHelp
    words: str


@dataclass(frozen=True, slots=True)
class Overview:
    says: Support
    helps: tuple[HelpLine, ...]
    practices: tuple[GoodPractice, ...]
    asked: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitList:
    lines: tuple[tuple[PartnerVisit, int], ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Told:
    """A good practice as partners read it."""

    topic: str
    words: str


def overview() -> Overview:
    """The catalogue with what came of it (one grouped count), and what others may learn from."""
    says = support()
    rows = OfferedHelp.objects.values("help_id").annotate(
        offered=Count("pk"),
        used=Count("pk", filter=Q(state=HelpState.USED)),
        helped=Count("pk", filter=Q(is_helpful=True)),
    )
    counts: dict[str, Any] = {row["help_id"]: row for row in rows.order_by()}
    lines = tuple(
        HelpLine(one, *(counts.get(one.id, {}).get(name, 0) for name in ("offered", "used", "helped")))
        for one in says.helps
    )
    practices = GoodPractice.objects.filter(withdrawn_at__isnull=True).order_by("-added_at")[:PER_PAGE]
    return Overview(says, lines, tuple(practices), _asked_for(says))


def _asked_for(says: Support) -> tuple[Offered, ...]:
    """What partners asked for and nobody has arranged yet, the oldest first."""
    rows = OfferedHelp.objects.filter(state=HelpState.ASKED).select_related("partner", "gap", "asked")
    return tuple(
        Offered(row, kind.words if (kind := says.help(row.help_id)) else row.help_id)
        for row in rows.order_by("changed_on", "pk")[:PER_PAGE]
    )


def published() -> tuple[Told, ...]:
    """What partners read, the newest first: nothing but the text."""
    rows = GoodPractice.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True)
    newest = rows.order_by("-published_at")[:MOST_TOLD]
    return tuple(Told(topic, words) for topic, words in newest.values_list("topic", "words"))


def trace_sentences(found: Iterable[Trace]) -> tuple[tuple[str, bool], ...]:
    """What was found in a text, and whether it holds the text back."""
    says = {
        "name": _("「%(said)s」と分かる言葉があります。"),
        "company": _("会社の形「%(said)s」があります。会社の名前を消してください。"),
        "way": _("連絡先「%(said)s」があります。"),
        "number": _("数字「%(said)s」があります。品番・日付・人数から、だれか分かりませんか。"),
        "person": _("「%(said)s」と、人の呼び方があります。"),
    }
    return tuple((says[one.code] % {"said": one.said}, one.holds_back) for one in found)


def offered_for(gap: Gap) -> tuple[Offered, ...]:
    """The help that was offered for one gap."""
    says = support()
    told = []
    for row in gap.helps.order_by("offered_on", "pk"):
        kind = says.help(row.help_id)
        told.append(Offered(row, kind.words if kind else row.help_id))
    return tuple(told)


def visits(number: int = 1, partner: uuid.UUID | None = None) -> VisitList:
    """Fifty, the newest first, each with how many gaps it brought."""
    rows = PartnerVisit.objects.select_related("partner")
    if partner is not None:
        rows = rows.filter(partner=partner)
    pages = max(1, -(-rows.count() // PER_PAGE))
    number = min(max(1, number), pages)
    found = rows.annotate(found=Count("gaps")).order_by("-visited_on", "-number")
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return VisitList(tuple((row, row.found) for row in shown), number, pages)
