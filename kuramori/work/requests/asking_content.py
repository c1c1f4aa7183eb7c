"""What asking goes by and a ministry or a house may revise: equivalents, 区分け, reminders, the letter's words.

Data with its source, read once and strictly: a key that is not known, or is missing, is a fault.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from kuramori.outside.late import late
from kuramori.rules.cohorts import Terms
from kuramori.rules.requests.requirements import Equivalent

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")

CONTENT: Final = Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "requests"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table comes from, and when somebody last compared it."""

    version: str
    words: str
    confirmed_on: datetime.date


@dataclass(frozen=True, slots=True)
class EquivalentKind:
    """Something that may stand for answers. `months`: how old it may be; `axes`: on which axes it counts.

    `covers`: by pack the items that it is proposed to stand for; for every item of a pack that is not named there.
    """

    id: str
    axes: tuple[str, ...]
    assurance: int
    months: int
    ja: str
    en: str
    short: Mapping[str, str]
    covers: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> str:
        return self.en if is_english() else self.ja

    @property
    def name(self) -> str:
        """Short, for a table."""
        return self.short["en" if is_english() else "ja"]

    def counts(self, pack: str, axis: str) -> bool:
        """Whether it may stand for anything in this pack on this axis."""
        return axis in self.axes or pack in self.covers

    def as_rule(self, items: tuple[str, ...] = ()) -> Equivalent:
        """As it stands in a requirement profile, in the words of the house; for every item where none is named."""
        return Equivalent(self.id, self.ja, items, self.assurance)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of 区分け; `yes_…` is what a yes means, as part of a reason."""

    id: str
    axis: str
    ja: str
    en: str
    yes_ja: str
    yes_en: str

    @property
    def words(self) -> str:
        return self.en if is_english() else self.ja

    @property
    def yes(self) -> str:
        return self.yes_en if is_english() else self.yes_ja


@dataclass(frozen=True, slots=True)
class KlassRule:
    """A class: proposed where `any` of these questions is a yes. `level` 1–3: what is asked, of three."""

    klass: str
    any: tuple[str, ...]
    level: int
    ja: str
    en: str

    @property
    def words(self) -> str:
        return self.en if is_english() else self.ja


@dataclass(frozen=True, slots=True)
class Tiers:
    """The whole of 区分け; `stars` are the IT marks (any of these questions, high, low)."""

    questions: tuple[Question, ...]
    classes: tuple[KlassRule, ...]
    star_any: tuple[str, ...]
    star_high: str
    star_low: str
    source: Source

    def klass(self, klass: str) -> KlassRule | None:
        return next((one for one in self.classes if one.klass == klass), None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of reminders and of deadlines."""

    unopened_after_days: int
    before_days: tuple[int, ...]
    phone_before_days: int
    link_extra_days: int
    shortest_days: int
    most_days: int
    keeping_notice_days: tuple[int, ...]
    promise_days: tuple[int, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that a request, or the name of a piece of evidence, is looked through for."""

    secret: tuple[str, ...]
    plain: tuple[str, ...]
    product_verbs: tuple[str, ...]
    generic: frozenset[str]
    equal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words of the letter in one language, by name."""

    words: Mapping[str, str]
    source: Source

    def __getitem__(self, name: str) -> str:
        return self.words[name]


def is_english() -> bool:
    return (get_language() or "ja").startswith("en")


@cache
def equivalents() -> tuple[EquivalentKind, ...]:
    said = _read("equivalents.yaml", {"equivalents"})
    return tuple(
        EquivalentKind(
            **{
                **one,
                "axes": tuple(one["axes"]),
                "covers": {pack: tuple(items) for pack, items in one.get("covers", {}).items()},
            }
        )
        for one in said["equivalents"]
    )


def equivalents_of(axis: str, pack: str = "") -> tuple[EquivalentKind, ...]:
    """Those that count on this axis, or for some items of this pack."""
    return tuple(one for one in equivalents() if one.counts(pack, axis))


def equivalents_source() -> Source:
    """Where the table of what stands for answers comes from."""
    return _source(_read("equivalents.yaml", {"equivalents"}))


@cache
def tiers() -> Tiers:
    said = _read("tiering.yaml", {"questions", "classes", "it_stars"})
    questions = tuple(Question(**one) for one in said["questions"])
    classes = tuple(KlassRule(**{**one, "any": tuple(one["any"])}) for one in said["classes"])
    stars = said["it_stars"]
    known = {one.id for one in questions}
    _require({*stars["any"], *(one for klass in classes for one in klass.any)} <= known, "tiering.yaml")
    return Tiers(questions, classes, tuple(stars["any"]), stars["high"], stars["low"], _source(said))


@cache
def calendar() -> Calendar:
    names = {
        "unopened_after_days",
        "before_days",
        "phone_before_days",
        "link_extra_days",
        "shortest_days",
        "most_days",
        "keeping_notice_days",
        "promise_days",
    }
    said = _read("reminders.yaml", names)
    plain = {name: said[name] for name in names}
    days = {name: tuple(said[name]) for name in ("before_days", "keeping_notice_days", "promise_days")}
    return Calendar(**{**plain, **days}, source=_source(said))


@cache
def peers() -> Terms:
    """By which sizes, and from how many on, somebody who answered is told their place among peers."""
    said = _read("peers.yaml", {"sizes", "fewest", "step", "grain"})
    return Terms(tuple(said["sizes"]), said["fewest"], said["step"], said["grain"])


@cache
def wording() -> Wording:
    """Words of secrets, and of products by name."""
    names = {"secret_words", "plain_words", "product_verbs", "generic_products", "equal_words"}
    said = _read("wording.yaml", names)
    return Wording(
        secret=tuple(one.casefold() for one in said["secret_words"]),
        plain=tuple(one.casefold() for one in said["plain_words"]),
        product_verbs=tuple(said["product_verbs"]),
        generic=frozenset(said["generic_products"]),
        equal=tuple(said["equal_words"]),
    )


def letter_words() -> LetterWords:
    """In the language of the one who looks."""
    return _letter("en" if is_english() else "ja")


def penalty_in(texts: Iterable[str]) -> str:
    """The first wording that announces a disadvantage, as it stands; "" for none."""
    words = _read("letter.yaml", {"ja", "en", "penalty_words"})["penalty_words"]
    return next((word for text in texts for word in words if word in text), "")


@cache
def _letter(lang: str) -> LetterWords:
    said = _read("letter.yaml", {"ja", "en", "penalty_words"})
    _require(set(said["ja"]) == set(said["en"]), "letter.yaml")
    return LetterWords(dict(said[lang]), _source(said))


def _read(name: str, known: set[str]) -> dict[str, Any]:
    found = _loaded(name)
    _require(set(found) == {*known, "version", "source", "confirmed_on"}, name)
    return found


@cache
def _loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.YAML(typ="safe").load(CONTENT / name)
    return found


def _source(said: Mapping[str, Any]) -> Source:
    return Source(said["version"], said["source"], said["confirmed_on"])


def _require(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(f"{name}: not as it is read")
