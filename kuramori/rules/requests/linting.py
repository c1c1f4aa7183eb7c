"""Is a request fair, and light enough to be answered? Each rule looks at one thing of the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kuramori.rules.requests.draft import Draft
from kuramori.rules.requests.rulebook import Limit, Rulebook, Severity
from kuramori.rules.sharing.counting import months_begun

# What a rule found, by the names its sentence uses; None: nothing.
Found = Mapping[str, object] | None
Check = Callable[[Draft, Limit], Found]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold; `values` are the plain values its sentence names."""

    rule: str
    severity: Severity
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All of them, in the rulebook's order."""

    red: tuple[Finding, ...]
    amber: tuple[Finding, ...]

    @property
    def holds_back(self) -> bool:
        """Whether the request may not go out as it is."""
        return bool(self.red)


def lint(book: Rulebook, draft: Draft) -> Findings:
    """What the rules say of a draft. The same draft and the same rulebook give the same findings."""
    found = []
    for rule in book.rules.values():
        values = CHECKS[rule.id](draft, book.limits)
        if values is not None:
            plain = tuple((name, str(value)) for name, value in values.items())
            found.append(Finding(rule.id, rule.severity, plain))
    return Findings(
        tuple(one for one in found if one.severity == Severity.RED),
        tuple(one for one in found if one.severity == Severity.AMBER),
    )


def told(book: Rulebook, findings: Findings, lang: str) -> dict[str, Any]:
    """The findings as `kuramori request lint --json` prints them: `{red: [{rule, text, source}], amber: […]}`."""

    def one(finding: Finding) -> dict[str, str]:
        rule = book.rules[finding.rule]
        text = rule.text.of(lang).format_map(dict(finding.values))
        return {"rule": finding.rule, "text": text, "source": rule.source}

    return {"red": [one(found) for found in findings.red], "amber": [one(found) for found in findings.amber]}


def _no_reason(draft: Draft, limits: Limit) -> Found:
    return None if draft.reason else {}


def _level_above_proposal(draft: Draft, limits: Limit) -> Found:
    level, proposed = draft.level, draft.proposed_level
    if level is None or proposed is None or level.rank <= proposed.rank or draft.level_reason:
        return None
    return {"level": level, "proposed": proposed}


def _named_product(draft: Draft, limits: Limit) -> Found:
    if not draft.named_product or draft.or_equivalent:
        return None
    return {"product": draft.named_product}


def _open_price_request(draft: Draft, limits: Limit) -> Found:
    return {} if draft.cost_talk.open_price_request and not draft.cost_talk.answered else None


def _penalty(draft: Draft, limits: Limit) -> Found:
    return {"penalty": draft.penalty_text} if draft.penalty_text else None


def _short_deadline(draft: Draft, limits: Limit) -> Found:
    days = (draft.deadline_on - draft.sent_on).days
    return {"days": days, "limit": limits.shortest_days} if days < limits.shortest_days else None


def _too_many_items(draft: Draft, limits: Limit) -> Found:
    heads = draft.partner_employees
    if heads is None or heads >= limits.small_partner or draft.items <= limits.most_items:
        return None
    return {"employees": heads, "items": draft.items, "limit": limits.most_items}


def _no_support(draft: Draft, limits: Limit) -> Found:
    return None if draft.support else {}


def _already_provided(draft: Draft, limits: Limit) -> Found:
    until = draft.same_data_valid_until
    return {"until": until} if until is not None and until >= draft.sent_on else None


def _secret_evidence(draft: Draft, limits: Limit) -> Found:
    return {} if draft.evidence_contains_secrets else None


def _other_division(draft: Draft, limits: Limit) -> Found:
    asked_on = draft.other_division_asked_on
    if asked_on is None or months_begun(asked_on, draft.sent_on) > limits.other_division_months:
        return None
    return {"asked_on": asked_on}


def _no_cost_contact(draft: Draft, limits: Limit) -> Found:
    return None if draft.cost_talk.contact else {}


CHECKS: Final[Mapping[str, Check]] = {
    "no-reason": _no_reason,
    "level-above-proposal": _level_above_proposal,
    "named-product": _named_product,
    "open-price-request": _open_price_request,
    "penalty": _penalty,
    "short-deadline": _short_deadline,
    "too-many-items": _too_many_items,
    "no-support": _no_support,
    "already-provided": _already_provided,
    "secret-evidence": _secret_evidence,
    "other-division": _other_division,
    "no-cost-contact": _no_cost_contact,
}
