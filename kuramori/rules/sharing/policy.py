"""The table that decides, as frozen values. It comes from a file (`policy_file`); the shipped one is content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from kuramori.rules.sharing.inputs import HIGHEST, LOWEST, Direction, Inputs, Layer, Medium, Place, Tag

BELOW: Final = LOWEST - 1
"""The level of somebody who counts as less than 確認なし."""


class Outcome(StrEnum):
    """Widest first; the later one wins."""

    ALLOW = "ALLOW"
    ALLOW_WITH = "ALLOW_WITH"
    ESCALATE = "ESCALATE"
    DENY = "DENY"


STRICTNESS: Final[Mapping[Outcome, int]] = {outcome: rank for rank, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class Cell:
    """An answer of the table. ``conditions`` are ids in the policy's order; ``to``: who decides where it escalates."""

    outcome: Outcome
    conditions: tuple[str, ...] = ()
    to: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.outcome in (Outcome.ALLOW, Outcome.ALLOW_WITH)


@dataclass(frozen=True, slots=True)
class RequiredRows:
    """The answers where the item asks for a level of its own: by how the recipient's compares with it."""

    above: Cell
    at: Cell
    one_below: Cell
    lower: Cell

    def row(self, required: int, level: int) -> tuple[str, Cell]:
        if level > required:
            return "above", self.above
        if level == required:
            return "at", self.at
        if level == required - 1:
            return "one_below", self.one_below
        return "lower", self.lower


@dataclass(frozen=True, slots=True)
class Ageing:
    """What an assurance counts when it is older than so many months: so many levels less, never below A0."""

    older_than_months: int
    lower: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """What open critical gaps do: so many levels less, and these conditions as well."""

    lower: int
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tiers:
    """From which tier on a recipient counts so many levels less, and whether the owner must consent."""

    from_tier: int
    lower: int
    needs_owner_consent: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A Japanese and an English text."""

    ja: str
    en: str

    def of(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Addition:
    """A row that makes stricter. It holds where each named set has a value of the inputs; an empty set asks nothing.

    ``unless_allowed``: it does not hold once the owner consented or the agreement allows to pass on. ``opens`` is None
    where nothing but another item would open the door.
    """

    id: str
    cell: Cell
    reason: Words
    opens: Words | None
    tags: frozenset[Tag] = frozenset()
    layers: frozenset[Layer] = frozenset()
    directions: frozenset[Direction] = frozenset()
    places: frozenset[Place] = frozenset()
    media: frozenset[Medium] = frozenset()
    unless_allowed: bool = False

    def holds(self, inputs: Inputs) -> bool:
        """Whether this row speaks about these inputs."""
        if self.tags and self.tags.isdisjoint(inputs.tags):
            return False
        if self.layers and inputs.layer not in self.layers:
            return False
        if self.directions and inputs.direction not in self.directions:
            return False
        if (self.places and inputs.place not in self.places) or (
            self.media and inputs.medium not in self.media
        ):
            return False
        return not (self.unless_allowed and is_allowed_by_owner(inputs))


def is_allowed_by_owner(inputs: Inputs) -> bool:
    """Whether whoever entrusted the item lets it go to this recipient."""
    return inputs.owner_consent or (inputs.agreement is not None and inputs.agreement.redisclosure)


def stricter(cells: Iterable[Cell], order: Mapping[str, int]) -> Cell:
    """The strictest of several, with the conditions of all; what is denied has no conditions."""
    found = tuple(cells)
    worst = max((cell.outcome for cell in found), key=STRICTNESS.__getitem__)
    if worst is Outcome.DENY:
        return Cell(worst)
    conditions = {condition for cell in found for condition in cell.conditions}
    if conditions and worst is Outcome.ALLOW:
        worst = Outcome.ALLOW_WITH
    to = dict.fromkeys(one for cell in found for one in cell.to if worst is cell.outcome is Outcome.ESCALATE)
    return Cell(worst, tuple(sorted(conditions, key=order.__getitem__)), tuple(to))


@dataclass(frozen=True, slots=True)
class Row:
    """A cell joined beforehand, with the id of the row that made it.

    ``implied``: the conditions of every wider row as well. Where an addition escalates a row that would have set
    conditions, a stricter row must not come out with fewer.
    """

    cell: Cell
    rule: str
    implied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """The lowest fresh levels (0–4) at which the door is open, and at which somebody may open it; None: at no level."""

    to_open: int | None
    to_escalate: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole table. ``nda`` has six cells: below A0, A0 … A4. ``digest`` is the SHA-256 of its file.

    ``conditions`` and ``people`` give the words of the ids used; their order is the order in every answer.
    """

    id: str
    version: str
    digest: str
    source: str
    confirmed_on: date
    open: Cell
    nda: tuple[Cell, ...]
    required: RequiredRows
    ageing: tuple[Ageing, ...]
    gaps: Gaps
    tiers: Tiers
    additions: tuple[Addition, ...]
    conditions: Mapping[str, Words]
    people: Mapping[str, Words]
    order: Mapping[str, int] = field(init=False, repr=False, compare=False)
    rows: Mapping[tuple[int | None, int, bool], Row] = field(init=False, repr=False, compare=False)
    enough: Mapping[tuple[int | None, bool], Enough] = field(init=False, repr=False, compare=False)
    untagged: tuple[Addition, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        order = {condition: at for at, condition in enumerate(self.conditions)}
        object.__setattr__(self, "order", order)
        # Everything that does not depend on dates is joined once: a decision then is a look into a table.
        rows = {
            (required, level, gaps): self._row(required, level, gaps=gaps)
            for required in (None, *range(LOWEST, HIGHEST + 1))
            for level in range(BELOW, HIGHEST + 1)
            for gaps in (False, True)
        }
        object.__setattr__(self, "rows", rows)
        enough = {
            (required, is_lower_tier): self._enough(required, is_lower_tier=is_lower_tier)
            for required in (None, *range(LOWEST, HIGHEST + 1))
            for is_lower_tier in (False, True)
        }
        object.__setattr__(self, "enough", enough)
        object.__setattr__(self, "untagged", tuple(row for row in self.additions if not row.tags))

    @property
    def edition(self) -> str:
        """Version and digest in one word, as it leaves the program."""
        return f"{self.version}+sha256.{self.digest}"

    def _row(self, required: int | None, level: int, *, gaps: bool) -> Row:
        cells, rule = [self.nda[level - BELOW]], "nda.below" if level == BELOW else f"nda.A{level}"
        wider = list(self.nda[level - BELOW :])
        if required is not None:
            name, cell = self.required.row(required, level)
            cells.append(cell)
            wider += [self.required.row(required, one)[1] for one in range(level, HIGHEST + 2)]
            if STRICTNESS[cell.outcome] >= STRICTNESS[cells[0].outcome]:
                rule = f"nda_required.{name}"
        if gaps:
            cells.append(Cell(Outcome.ALLOW, self.gaps.conditions))
        found = stricter(cells, self.order)
        implied = {condition for one in (*wider, *cells) for condition in one.conditions}
        return Row(found, rule, tuple(sorted(implied, key=self.order.__getitem__)))

    def _enough(self, required: int | None, *, is_lower_tier: bool) -> Enough:
        lower = self.tiers.lower if is_lower_tier else 0
        cells = [
            self.rows[required, max(fresh - lower, BELOW), False].cell for fresh in range(LOWEST, HIGHEST + 1)
        ]
        return Enough(
            next((fresh for fresh, cell in enumerate(cells) if cell.is_open), None),
            next((fresh for fresh, cell in enumerate(cells) if cell.outcome is not Outcome.DENY), None),
        )
