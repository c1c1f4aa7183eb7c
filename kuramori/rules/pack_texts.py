"""The words of a pack in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasureText:
    """``short`` fits beside a radar spoke."""

    title: str
    short: str


@dataclass(frozen=True, slots=True)
class StepText:
    """``view`` names whose view the step takes, ``range`` the items in words ("1〜10")."""

    title: str
    view: str | None
    range: str | None


@dataclass(frozen=True, slots=True)
class FieldText:
    title: str


@dataclass(frozen=True, slots=True)
class GroupText:
    title: str


@dataclass(frozen=True, slots=True)
class LevelText:
    name: str


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """Somebody outside who helps."""

    name: str
    what: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ActionText:
    """The words of one action, in the order of the item's actions."""

    title: str
    detail: str
    cost: str


@dataclass(frozen=True, slots=True)
class ItemText:
    """The words of one item.

    ``levels[n]`` says what one would see at level n; ``na`` is None where N/A is not allowed.
    """

    title: str
    subtitle: str | None
    question: str
    why: str
    levels: tuple[str, ...]
    na: str | None
    na_example: str | None
    evidence: tuple[str, ...]
    ask: str
    strong: str
    weak: str
    actions: tuple[ActionText, ...]


@dataclass(frozen=True, slots=True)
class PackTexts:
    """Everything that is said in one language; mappings are keyed by the ids of the pack, ``levels`` by position."""

    lang: str
    title: str
    short_title: str
    about: str
    disclaimer: str
    scoring_name: str
    official_score_label: str | None
    steps_note: str | None
    fields_note: str | None
    measures: Mapping[str, MeasureText]
    steps: Mapping[str, StepText]
    fields: Mapping[str, FieldText]
    levels: tuple[LevelText, ...]
    na_name: str
    groups: Mapping[str, GroupText]
    help_desks: tuple[HelpDesk, ...]
    items: Mapping[str, ItemText]
