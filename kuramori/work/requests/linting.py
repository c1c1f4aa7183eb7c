"""Is the request fair? The draft as the linter sees it: for the partner whom it would weigh on most, and how many."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from kuramori.ground.packs.request_rules import shipped_rules
from kuramori.outside import clock
from kuramori.rules.requests.draft import CostTalk, Draft, Level
from kuramori.rules.requests.linting import Finding, Findings, lint
from kuramori.rules.requests.requirements import Requirements, read_requirements
from kuramori.work.requests.asking_content import is_english, penalty_in, tiers
from kuramori.work.requests.models import Asked, AskedState, Consultation, Request, Standing, TalkState
from kuramori.work.requests.support_content import helps_of
from kuramori.work.requests.wording import product_in, secret_in

OTHER_DIVISION_DAYS = 400
"""So far back other divisions' requests are looked for; where the line is drawn says the rulebook."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding for a page. `count`: how many of the partners it is about, 0 where it is about the request itself.

    `accepted` is the reason with which somebody let it pass, "" where nobody has. `ticked` and `typed`: what stands in
    a form that was refused for something else.
    """

    rule: str
    is_red: bool
    words: str
    source: str
    count: int
    accepted: str
    ticked: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the linter says now, in the rulebook's order: first what holds back."""

    told: tuple[Told, ...]
    version: str

    @property
    def holds_back(self) -> bool:
        return any(one.is_red for one in self.told)

    @property
    def red(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if one.is_red)

    @property
    def amber(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if not one.is_red)

    def with_typed(self, typed: Callable[[str], tuple[bool, str]]) -> Looked:
        """The same, with what was typed to each rule."""

        def with_words(one: Told) -> Told:
            ticked, words = typed(one.rule)
            return replace(one, ticked=ticked, typed=words)

        return replace(self, told=tuple(with_words(one) for one in self.told))

    @property
    def open(self) -> tuple[str, ...]:
        """The amber rules that nobody has answered yet."""
        return tuple(one.rule for one in self.told if not one.is_red and not one.accepted)


def look(request: Request) -> Looked:
    """What the rules say of this request and its partners today. A few grouped queries, however many partners."""
    book, draft = shipped_rules(), draft_of(request)
    found = lint(book, draft)
    counts = _counts(request, found, draft)
    accepted: Mapping[str, str] = request.lint.get("accepted", {})
    lang = "en" if is_english() else "ja"

    def told(one: Finding, *, is_red: bool) -> Told:
        rule = book.rules[one.rule]
        return Told(
            rule=one.rule,
            is_red=is_red,
            words=rule.text.of(lang).format_map(dict(one.values)),
            source=rule.source,
            count=counts.get(one.rule, 0),
            accepted="" if is_red else accepted.get(one.rule, ""),
        )

    red = [told(one, is_red=True) for one in found.red]
    return Looked(tuple(red + [told(one, is_red=False) for one in found.amber]), book.version)


def draft_of(request: Request) -> Draft:
    """The request as the linter reads it: of the partners, the one whom each rule would find first."""
    today, wanted = clock.today(), read_requirements(request.content)
    rows, said = _rows(request), request.draft
    texts = (request.title, request.reason, request.scope, request.support, request.evidence_wanted)
    return Draft(
        sent_on=today,
        # A deadline that nobody has set yet is not too short: what is missing is told apart from what is unfair.
        deadline_on=request.deadline_on or today + datetime.timedelta(shipped_rules().limits.shortest_days),
        reason=request.reason,
        scope=request.scope,
        level=Level("", max(one.level for one in wanted.required)),
        proposed_level=_proposed(rows, wanted),
        level_reason=said.get("level_reason", ""),
        items=len(wanted.required),
        partner_employees=rows.aggregate(least=Min("employees"))["least"],
        named_product=said.get("named_product", "") or product_in((*texts, said.get("level_reason", ""))),
        or_equivalent=bool(said.get("or_equivalent")),
        equivalents=tuple(one.words for one in wanted.equivalents),
        support=" ".join([request.support, *helps_of(request)]).strip(),
        cost_talk=CostTalk(request.cost_contact, open_price_request=_unanswered(request).exists()),
        penalty_text=penalty_in((*texts, said.get("level_reason", ""))),
        evidence_contains_secrets=bool(
            said.get("evidence_contains_secrets") or secret_in([request.evidence_wanted])
        ),
        same_data_valid_until=_standings(request, today).aggregate(last=Max("valid_until"))["last"],
        other_division_asked_on=_last_asked_elsewhere(request),
    )


def _rows(request: Request) -> QuerySet[Asked]:
    rows: QuerySet[Asked] = Asked.objects.filter(request=request).exclude(state=AskedState.WITHDRAWN)
    return rows


def proposed_level(klass: str, best: int) -> int | None:
    """What the table of 区分け would ask of a class, in a pack's own levels; None for a class it does not know."""
    rule = tiers().klass(klass)
    # Of three steps, rounded up: 2 of 3 is level 2 of 3, 4 of 5, and 1 of 1.
    return None if rule is None else -(-best * rule.level // 3)


def _proposed(rows: QuerySet[Asked], wanted: Requirements) -> Level | None:
    """The lowest that the partners' classes propose."""
    classes = rows.order_by().values_list("klass", flat=True).distinct()
    known = [level for one in classes if (level := proposed_level(one, wanted.best)) is not None]
    return Level("", min(known)) if known else None


def _standings(request: Request, today: datetime.date) -> QuerySet[Standing]:
    asked = _rows(request).filter(partner=OuterRef("partner"))
    rows: QuerySet[Standing] = Standing.objects.filter(
        Exists(asked), pack_id=request.pack_id, valid_until__gte=today
    )
    return rows


def _unanswered(request: Request) -> QuerySet[Consultation]:
    """The partners' requests to talk about a price that nobody has answered."""
    asked = _rows(request).filter(partner=OuterRef("partner"))
    rows: QuerySet[Consultation] = Consultation.objects.filter(
        Exists(asked), is_asked_by_us=False, state=TalkState.ASKED
    )
    return rows


def _elsewhere(request: Request, partner: OuterRef) -> QuerySet[Asked]:
    since = clock.now() - datetime.timedelta(days=OTHER_DIVISION_DAYS)
    rows: QuerySet[Asked] = (
        Asked.objects.filter(partner=partner, sent_at__gte=since)
        .exclude(request=request)
        .exclude(request__division=request.division)
        .exclude(state=AskedState.WITHDRAWN)
    )
    return rows


def _last_asked_elsewhere(request: Request) -> datetime.date | None:
    asked = _rows(request).filter(partner=OuterRef("partner"))
    since = clock.now() - datetime.timedelta(days=OTHER_DIVISION_DAYS)
    last = (
        Asked.objects.filter(Exists(asked), sent_at__gte=since)
        .exclude(request=request)
        .exclude(request__division=request.division)
        .exclude(state=AskedState.WITHDRAWN)
        .aggregate(last=Max("sent_at"))["last"]
    )
    return clock.day_of(last) if last is not None else None


def _counts(request: Request, found: Findings, draft: Draft) -> dict[str, int]:
    """Of how many partners the findings about partners are true."""
    names = {one.rule for one in (*found.red, *found.amber)}
    today, limits = clock.today(), shipped_rules().limits
    counts = {}
    if "already-provided" in names:
        counts["already-provided"] = _standings(request, today).count()
    if "other-division" in names:
        elsewhere = Exists(_elsewhere(request, OuterRef("partner")))
        counts["other-division"] = _rows(request).filter(elsewhere).count()
    if "open-price-request" in names:
        counts["open-price-request"] = _unanswered(request).values("partner").distinct().count()
    if "too-many-items" in names:
        counts["too-many-items"] = _rows(request).filter(employees__lt=limits.small_partner).count()
    if "level-above-proposal" in names and draft.level is not None:
        best = read_requirements(request.content).best
        by_class = _rows(request).order_by().values_list("klass").annotate(Count("pk"))
        counts["level-above-proposal"] = sum(
            number
            for klass, number in by_class
            if (proposed_level(klass, best) or draft.level.rank) < draft.level.rank
        )
    return counts
