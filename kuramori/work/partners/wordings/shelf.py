"""The wordings as frozen values, and which terms are proposed for which kind of information."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from kuramori.outside.late import late
from kuramori.work.partners.sharing_content import Source

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")

CONTENT: Final = Path(__file__).resolve().parents[4] / "content" / "jp" / "kuramori" / "wordings"
NAMES: Final = (
    "nda_mutual",
    "nda_one_sided",
    "memorandum",
    "sample_loan",
    "visitor_pledge",
    "take_back_certificate",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where the term is written down, or has this value. `holds`: whether it must, or must not."""

    term: str
    value: str | None
    holds: bool

    def is_met(self, terms: Mapping[str, Any]) -> bool:
        said = terms.get(self.term)
        is_there = said not in (None, "", [], False) if self.value is None else str(said) == self.value
        return is_there is self.holds


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    when: Condition | None

    def stands(self, terms: Mapping[str, Any]) -> bool:
        return self.when is None or self.when.is_met(terms)


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    paragraphs: tuple[Paragraph, ...]
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Wording:
    """`kinds` are the kinds of agreement it is for; empty: a paper of its own. `name` is in the reader's language."""

    id: str
    title: str
    name: str
    kinds: tuple[str, ...]
    opening: str
    articles: tuple[Article, ...]
    closing: str
    source: Source


@dataclass(frozen=True, slots=True)
class Proposal:
    """Terms that are proposed for a kind of information, and why."""

    id: str
    name: str
    why: str
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposals:
    kinds: tuple[Proposal, ...]
    source: Source

    def of(self, kind: str) -> Proposal | None:
        return next((one for one in self.kinds if one.id == kind), None)


def wordings() -> tuple[Wording, ...]:
    return tuple(wording(name) for name in NAMES)


def wording(name: str) -> Wording:
    """Raises `KeyError` for one that there is not."""
    if name not in NAMES:
        raise KeyError(name)
    return _wording(name, _language())


def for_kind(kind: str) -> Wording | None:
    """The wording for a kind of agreement; None where the paper is always somebody else's (terms of a cloud)."""
    return next((one for one in wordings() if kind in one.kinds), None)


def proposals() -> Proposals:
    return _proposals(_language())


@cache
def _wording(name: str, lang: str) -> Wording:
    said = _read(name)
    return Wording(
        id=said["id"],
        title=said["title"]["ja"],
        name=said["title"][lang],
        kinds=tuple(said["kinds"]),
        opening=said["opening"],
        articles=tuple(
            Article(one["title"], tuple(_paragraph(each) for each in one["paragraphs"]), _condition(one))
            for one in said["articles"]
        ),
        closing=said["closing"],
        source=Source(said["source"], said["confirmed_on"]),
    )


@cache
def _proposals(lang: str) -> Proposals:
    said = _read("proposals")
    return Proposals(
        tuple(Proposal(one["id"], one[lang], one["why"][lang], dict(one["terms"])) for one in said["kinds"]),
        Source(said["source"], said["confirmed_on"]),
    )


def _paragraph(said: dict[str, Any]) -> Paragraph:
    return Paragraph(said["text"], _condition(said))


def _condition(said: dict[str, Any]) -> Condition | None:
    for key, holds in (("when", True), ("unless", False)):
        if key in said:
            value = said[key].get("is")
            return Condition(said[key]["term"], None if value is None else str(value), holds)
    return None


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.YAML(typ="safe").load((CONTENT / f"{name}.yaml").read_text("utf-8"))
    return found


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"
