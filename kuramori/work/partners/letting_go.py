"""The one way from a hand-over to the layered decision: each thing asked for each person, and the answers in words.

Others may call `asked`, `standing`, `told`, `strictest`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass

from django.utils.translation import get_language

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.sharing import inputs, sentences
from kuramori.rules.sharing.policy import STRICTNESS, Outcome
from kuramori.rules.terms.agreements import Terms
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import deciding, policies
from kuramori.work.partners.models import Agreement, Decision, Medium, Mode, TheirWay
from kuramori.work.partners.reading import terms


@dataclass(frozen=True, slots=True)
class Form:
    """How it would go: the way, the medium, and where the partner would have it."""

    mode: Mode
    medium: Medium
    way: TheirWay | None = None

    @property
    def place(self) -> inputs.Place:
        if self.mode == Mode.VISIT:
            return inputs.Place.OURS
        return inputs.Place.CLOUD if self.way == TheirWay.PORTAL else inputs.Place.THEIRS


@dataclass(frozen=True, slots=True)
class Standing:
    """What a kept decision means on a day: whether it lets go, and under which conditions (ids C1 …) by now."""

    lets_go: bool
    waits: bool
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A kept decision in words. `opens` tell what would open the door; `to` who decides where somebody has to."""

    outcome: str
    words: str
    conditions: tuple[str, ...]
    reasons: tuple[str, ...]
    opens: tuple[str, ...]
    to: tuple[str, ...]


def asked(
    actor: Actor,
    asset: Asset,
    partner: Partner,
    contacts: Sequence[Contact],
    *,
    purpose: str,
    form: Form,
    on: datetime.date | None = None,
) -> Decision:
    """Ask for each person and keep every answer; returns the strictest. Raises `deciding.NotAskable`, `NotAllowed`."""
    return strictest(
        deciding.ask(
            actor,
            asset,
            partner,
            contact=contact,
            purpose=purpose,
            place=form.place,
            medium=inputs.Medium(form.medium),
            on=on,
        )
        for contact in (contacts or (None,))
    )


def strictest(decisions: Iterable[Decision]) -> Decision:
    """The one that lets the least through."""
    return max(decisions, key=lambda one: STRICTNESS[Outcome(one.outcome)])


def standing(
    decision: Decision, contacts: Sequence[Contact] = (), on: datetime.date | None = None
) -> Standing:
    """By what the records say now, not by what they said when it was asked: for every person who is to have it."""
    day = on or clock.today()
    found = [_standing(_for(decision, contact), day) for contact in contacts or (decision.contact,)]
    conditions = {one for each in found for one in each.conditions}
    return Standing(
        all(one.lets_go for one in found),
        any(one.waits for one in found) and all(one.lets_go or one.waits for one in found),
        tuple(sorted(conditions)),
    )


def _for(decision: Decision, contact: Contact | None) -> Decision:
    """The same question about another person; never saved."""
    asked = copy(decision)
    asked.contact = contact
    return asked


def _standing(decision: Decision, day: datetime.date) -> Standing:
    try:
        found = deciding.now(decision, day)
    except deciding.NotAskable:
        return Standing(False, False, ())
    # Asked a second time only where somebody's approval may count: each share page asks at every request.
    lets_go = found.outcome in deciding.OPEN or deciding.lets_go(decision, day)
    waits = found.outcome is Outcome.ESCALATE and not lets_go and decision.refused_at is None
    return Standing(lets_go, waits, found.conditions)


def told(decision: Decision) -> Answer:
    """The answer as it was given, in the reader's language."""
    lang = "en" if (get_language() or "ja").startswith("en") else "ja"
    policy, found = policies.of_digest(decision.digest), deciding.answered(decision)
    return Answer(
        outcome=str(found.outcome),
        words=sentences.OUTCOMES[str(found.outcome)].of(lang),
        conditions=found.conditions,
        reasons=tuple(sentences.reason_sentence(policy, one, lang) for one in found.reasons),
        opens=tuple(sentences.opening_sentence(policy, one, lang) for one in found.opens),
        to=tuple(policy.people[one].of(lang) for one in found.to),
    )


def conditions_told(ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Conditions by id with their words, of the table in force."""
    lang = "en" if (get_language() or "ja").startswith("en") else "ja"
    known = policies.in_force().policy.conditions
    return tuple((one, known[one].of(lang)) for one in sorted(ids) if one in known)


def running_with(partner_id: uuid.UUID) -> tuple[tuple[Agreement, Terms], ...]:
    """Concluded agreements with a partner that run today."""
    return terms.running_with(partner_id)
