"""A decision as it is stored, and asked again: inputs and answer as plain JSON values, by the policy's digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kuramori.rules.document import Document
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.decision import Decision
from kuramori.rules.sharing.input_file import inputs_from
from kuramori.rules.sharing.inputs import LEVELS, Agreement, Assurance, Inputs
from kuramori.rules.sharing.policy import Policy


class OtherPolicy(ValueError):
    """The stored decision rests on another policy than the one given; `digest` names the one that is needed."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(digest)


class AnswerDiffers(ValueError):
    """The same policy and inputs give another answer now: the stored one was altered. `answer` is the right one."""

    def __init__(self, answer: Decision) -> None:
        self.answer = answer
        super().__init__(f"{answer.outcome} by {answer.rule}")


def kept(inputs: Inputs, decision: Decision) -> dict[str, Any]:
    """What to store: ``inputs`` as `kuramori decide` reads them, and the answer in codes, without words."""
    return {"inputs": plain_inputs(inputs), "decision": plain_decision(decision)}


def replay(policy: Policy, stored: Mapping[str, Any]) -> Decision:
    """The stored question asked again. Raises `OtherPolicy`, `AnswerDiffers`, or `Refused` for inputs without form."""
    if stored["decision"]["digest"] != policy.digest:
        raise OtherPolicy(stored["decision"]["digest"])
    answer = decide(policy, inputs_kept(stored))
    if plain_decision(answer) != stored["decision"]:
        raise AnswerDiffers(answer)
    return answer


def inputs_kept(stored: Mapping[str, Any]) -> Inputs:
    """The inputs of a stored decision. Raises `Refused` for inputs without form."""
    return inputs_from(Document("", stored["inputs"], {}, {}))


def plain_inputs(inputs: Inputs) -> dict[str, Any]:
    """The inputs as JSON values, every key present."""
    required = inputs.required_assurance
    return {
        "layer": str(inputs.layer),
        "required_assurance": None if required is None else LEVELS[required],
        "tags": sorted(map(str, inputs.tags)),
        "direction": str(inputs.direction),
        "tier": inputs.tier,
        "agreement": _agreement(inputs.agreement),
        "assurance": _assurance(inputs.assurance),
        "open_critical_gaps": inputs.open_critical_gaps,
        "owner_consent": inputs.owner_consent,
        "place": str(inputs.place),
        "medium": str(inputs.medium),
        "on": inputs.on.isoformat(),
    }


def plain_decision(decision: Decision) -> dict[str, Any]:
    """The answer as JSON values: codes with what fills their sentences."""
    return {
        "outcome": str(decision.outcome),
        "conditions": list(decision.conditions),
        "to": list(decision.to),
        "reasons": [[one.code, _value(one.value), _value(one.other)] for one in decision.reasons],
        "opens": [[one.code, _value(one.value)] for one in decision.opens],
        "rule": decision.rule,
        "version": decision.version,
        "digest": decision.digest,
    }


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _agreement(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    return {
        "from": agreement.from_on.isoformat(),
        "until": _value(agreement.until_on),
        "secrecy_until": _value(agreement.secrecy_until),
        "covers_item": agreement.covers_item,
        "covers_purpose": agreement.covers_purpose,
        "covers_person": agreement.covers_person,
        "redisclosure": agreement.redisclosure,
    }


def _assurance(assurance: Assurance | None) -> dict[str, Any] | None:
    if assurance is None:
        return None
    return {
        "information": LEVELS[assurance.information],
        "it": LEVELS[assurance.it],
        "as_of": assurance.as_of.isoformat(),
    }
