"""A reply as one text: what its giver lets be seen at each step of disclosure, as canonical JSON and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from kuramori.rules.requests.outcomes import Given, Judged, Said, hidden, judge, summed
from kuramori.rules.requests.requirements import Requirements

STEPS: Final = ("D0", "D1", "D2", "D3", "D4", "D5")
LONGEST: Final = {"words": 1_000, "plan": 400}  # characters
LONGEST_NAMES: Final = 400  # characters
MOST_TIERS: Final = 9


class ReplyRefused(ValueError):
    """The reply cannot be taken: `code` says why, `item` where."""

    def __init__(self, code: str, item: str = "") -> None:
        super().__init__(f"{code} {item}".strip())
        self.code = code
        self.item = item


@dataclass(frozen=True, slots=True)
class Further:
    """What the giver tells of firms that handle this information further, of its own accord: nobody is asked to.

    `tiers`: how many firms deep it goes, None where not told; `names` only where the giver writes some.
    """

    goes: bool
    tiers: int | None = None
    names: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the asker sees, and nothing else: the frozen content of a reply.

    `share`, `short`, `critical` from D1; `blocks` (part of the pack → thousandths) from D2; `answers` from D3, with
    words and plans from D4; `evidence` (title, SHA-256) from D5. Below D3 `states` is "-" for every item. `further`
    from D3, with names from D4; None where nothing was volunteered.
    """

    disclosure: str
    as_of: date
    given_by: str = ""
    states: str = ""
    share: int | None = None
    short: int = 0
    critical: int = 0
    blocks: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Given] = field(default_factory=dict)
    evidence: tuple[tuple[str, str, str], ...] = ()
    further: Further | None = None


def shown(
    requirements: Requirements,
    answers: Mapping[str, Given],
    *,
    disclosure: str,
    as_of: date,
    given_by: str = "",
    parts: Mapping[str, tuple[str, ...]] | None = None,
    evidence: tuple[tuple[str, str, str], ...] = (),
    covered: frozenset[str] = frozenset(),
    further: Further | None = None,
) -> Shown:
    """What is seen at one step. `parts`: name of a part → its items. `evidence`: (item, title, SHA-256 or "").

    Raises `ReplyRefused`.
    """
    if disclosure not in STEPS:
        raise ReplyRefused("disclosure")
    _require_sense(requirements, answers)
    step, judged = STEPS.index(disclosure), judge(requirements, answers, covered=covered)
    seen = Shown(disclosure, as_of, given_by, states=hidden(requirements))
    if step >= 1:
        seen = replace(seen, share=judged.share, short=judged.short, critical=judged.critical)
    if step >= 2:
        seen = replace(seen, blocks=_blocks(requirements, judged, parts or {}))
    if step >= 3:
        bare = {item: Given(one.said, one.level) for item, one in answers.items()}
        seen = replace(seen, states=judged.states, answers=bare)
        seen = replace(seen, further=further and replace(further, names=""))
    if step >= 4:
        seen = replace(seen, answers=dict(answers), further=further)
    if step >= 5:
        seen = replace(seen, evidence=evidence)
    return seen


def text_of(seen: Shown) -> str:
    """Canonical JSON."""
    plain: dict[str, Any] = {
        "disclosure": seen.disclosure,
        "as_of": seen.as_of.isoformat(),
        "given_by": seen.given_by,
        "states": seen.states,
        "share": seen.share,
        "short": seen.short,
        "critical": seen.critical,
        "blocks": dict(seen.blocks),
        "answers": {item: plain_given(one) for item, one in seen.answers.items()},
        "evidence": [list(one) for one in seen.evidence],
    }
    # Left out where nothing is told, so that older replies keep their digest.
    if seen.further is not None:
        plain["further"] = plain_further(seen.further)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_shown(text: str) -> Shown:
    """What `text_of` wrote."""
    said: dict[str, Any] = json.loads(text)
    return Shown(
        disclosure=said["disclosure"],
        as_of=date.fromisoformat(said["as_of"]),
        given_by=said["given_by"],
        states=said["states"],
        share=said["share"],
        short=said["short"],
        critical=said["critical"],
        blocks=said["blocks"],
        answers={item: given_from(one) for item, one in said["answers"].items()},
        evidence=tuple((one[0], one[1], one[2]) for one in said["evidence"]),
        further=further_from(said.get("further")),
    )


def plain_further(told: Further) -> dict[str, Any]:
    """As JSON has it."""
    return {"goes": told.goes, "tiers": told.tiers, "names": told.names}


def further_from(plain: Mapping[str, Any] | None) -> Further | None:
    """What `plain_further` wrote; None where nothing was told."""
    return None if plain is None else Further(plain["goes"], plain["tiers"], plain["names"])


def digest_of(text: str) -> str:
    """SHA-256 (hex)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def plain_given(given: Given) -> dict[str, Any]:
    """One answer as JSON has it; what says nothing is left out."""
    told: dict[str, Any] = {"said": given.said.value}
    if given.level is not None:
        told["level"] = given.level
    told |= {name: getattr(given, name) for name in LONGEST if getattr(given, name)}
    if given.plan_on is not None:
        told["plan_on"] = given.plan_on.isoformat()
    return told


def given_from(plain: Mapping[str, Any]) -> Given:
    """One answer from its JSON. Raises `ReplyRefused`."""
    try:
        return Given(
            said=Said(plain["said"]),
            level=plain.get("level"),
            words=plain.get("words", ""),
            plan=plain.get("plan", ""),
            plan_on=date.fromisoformat(plain["plan_on"]) if plain.get("plan_on") else None,
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ReplyRefused("unreadable") from fault


def _require_sense(requirements: Requirements, answers: Mapping[str, Given]) -> None:
    known = set(requirements.items)
    for item, given in answers.items():
        if item not in known:
            raise ReplyRefused("not-asked", item)
        if given.level is not None and not 0 <= given.level <= requirements.best:
            raise ReplyRefused("level", item)
        for name, longest in LONGEST.items():
            if len(getattr(given, name)) > longest:
                raise ReplyRefused(f"{name}-too-long", item)


def _blocks(
    requirements: Requirements, judged: Judged, parts: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    letters = dict(zip(requirements.items, judged.states, strict=True))
    told = {}
    for part, items in parts.items():
        inside = tuple(one for one in requirements.required if one.item in set(items))
        if not inside:
            continue
        apart = replace(requirements, required=inside, equivalents=())
        share = summed(apart, "".join(letters[one.item] for one in inside)).share
        if share is not None:
            told[part] = share
    return told
