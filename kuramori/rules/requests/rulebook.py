"""The linter's rules: which there are, how grave, in which words, and from which source. Read from data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Final

from kuramori.rules.digest import digest_of
from kuramori.rules.document import Document, Limits
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.pack_shape import shape_faults
from kuramori.rules.reading import read
from kuramori.rules.sharing.days import day_at
from kuramori.rules.sharing.policy import Words

LIMITS: Final = Limits(size=200_000, lines=5_000, values=5_000, depth=10)


# The names that each rule's sentence may use.
NAMES: Final[Mapping[str, frozenset[str]]] = {
    "level-above-proposal": frozenset({"level", "proposed"}),
    "named-product": frozenset({"product"}),
    "penalty": frozenset({"penalty"}),
    "short-deadline": frozenset({"days", "limit"}),
    "too-many-items": frozenset({"employees", "items", "limit"}),
    "already-provided": frozenset({"until"}),
    "other-division": frozenset({"asked_on"}),
}


class Severity(StrEnum):
    """`RED` holds a request back until it is mended; `AMBER` asks whether it is meant so."""

    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True, slots=True)
class Rule:
    """`text` may name values in braces; `source` is where the thought comes from, in Japanese."""

    id: str
    severity: Severity
    text: Words
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the lines are drawn: days, items, heads, months."""

    shortest_days: int
    most_items: int
    small_partner: int
    other_division_months: int


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in their order, the red ones and the amber ones as they stand in the file."""

    id: str
    version: str
    digest: str
    source: str
    confirmed_on: date
    limits: Limit
    rules: Mapping[str, Rule]


def read_rulebook(source: bytes | str, path: str = "") -> Rulebook:
    """The rules in a text, which must be exactly those the linter knows. Raises `Refused` with every fault."""
    document = read(source, path, LIMITS)
    faults = shape_faults(document, "rules", of="request-rules")
    confirmed_on = day_at(document, ("confirmed_on",), faults)
    if not faults:
        faults += _name_faults(document)
    if faults or confirmed_on is None:
        raise Refused(faults)
    said = document.value
    return Rulebook(
        id=said["id"],
        version=said["version"],
        digest=digest_of({"rules": source}),
        source=said["source"],
        confirmed_on=confirmed_on,
        limits=Limit(**said["limits"]),
        rules={
            key: Rule(key, Severity(row["severity"]), Words(row["ja"], row["en"]), row["source"])
            for key, row in said["rules"].items()
        },
    )


def _name_faults(document: Document) -> list[Fault]:
    """A sentence that names what its rule does not know could never be said."""
    faults = []
    for key, row in document.value["rules"].items():
        for lang in ("ja", "en"):
            strange = names_in(row[lang]) - NAMES.get(key, frozenset())
            faults += [
                document.fault(("rules", key, lang), "unknown-name", name=name) for name in sorted(strange)
            ]
    return faults


def names_in(text: str) -> set[str]:
    """The names in braces; a brace that closes nothing counts as a name of its own."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"{"}
