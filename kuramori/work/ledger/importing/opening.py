"""ないものは台帳に加える: places and people whom a file names and the house does not have.

While a file is looked at they are only names. Whoever takes it in may say that they are to be added; each then stands
in the plan under a key of its own, is named on the page, and is made by its own room's verb in the transaction in which
taking in begins. So either all of them are there before the first row comes in, or none is and nothing was begun.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuramori.ground.people import enrol
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.rules.document import FORBIDDEN
from kuramori.work.ledger.entry import Ref
from kuramori.work.ledger.models import ImportDraft
from kuramori.work.places import arranging
from kuramori.work.places.kinds import may_lie_in
from kuramori.work.places.models import Place, PlaceKind

PLACES, PEOPLE = "places", "people"
MOST = {PLACES: 100, PEOPLE: 300}
"""So many are added at once, so that nobody else who writes waits long."""
LONGEST = {PLACES: arranging.LONGEST_NAME, PEOPLE: Person._meta.get_field("name").max_length or 0}
TAKES = {PLACES: Can.PLACE_CHANGE, PEOPLE: Can.PEOPLE_CHANGE}


class OpeningRefused(ValueError):
    """`name` cannot be added any more as it was shown: somebody added or changed something meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WrongKind(ValueError):
    """A place of this kind cannot lie there."""


@dataclass(frozen=True, slots=True)
class Opens:
    """What is to be added: people or not, and places of one kind below `under` (None: by themselves) or none."""

    people: bool = False
    kind: PlaceKind | None = None
    under: Place | None = None

    def kept(self) -> dict[str, Any]:
        """As a draft keeps it. Raises `WrongKind`."""
        if self.kind and not may_lie_in(self.kind, PlaceKind(self.under.kind) if self.under else None):
            raise WrongKind(self.kind)
        kept: dict[str, Any] = {PEOPLE: True} if self.people else {}
        if self.kind:
            kept[PLACES] = {"kind": self.kind.value, "under": str(self.under.pk) if self.under else ""}
        return kept

    def require(self, actor: Actor) -> None:
        """Raises `NotAllowed` where the actor may not add such things anywhere else either.

        An elevated session is asked for when they are added, not while they are looked at.
        """
        for what, wanted in ((PEOPLE, self.people), (PLACES, self.kind)):
            if wanted:
                actor.require_to_see(TAKES[what])


@dataclass(slots=True)
class Missing:
    """The names that nobody and nothing here bears, by how they are compared; `opens` are the sorts to be added."""

    opens: frozenset[str] = frozenset()
    names: dict[str, dict[str, Ref]] = field(default_factory=lambda: {PLACES: {}, PEOPLE: {}})
    used: Counter[str] = field(default_factory=Counter)

    def take(self, what: str, told: str, plain: str) -> Ref | None:
        """What stands for this name in the plan; None where it is not to be added, or cannot be."""
        names = self.names[what]
        if plain not in names:
            if len(names) >= MOST[what] or not _can_be_called(what, told):
                return None
            names[plain] = Ref(uuid.uuid4(), told)
        return names[plain] if what in self.opens else None

    def count(self, values: Mapping[str, Any]) -> None:
        """A row that is to be taken in says so: only what such rows name is added."""
        if self.opens:
            self.used.update(one["id"] for value in values.values() for one in _references(value))

    def told(self) -> dict[str, list[list[Any]]]:
        """For the page and for `open_up`, by sort: key, name, and in how many rows; the last only where it is added."""
        return {
            what: [
                [str(ref.id), ref.words, self.used[str(ref.id)]]
                for ref in names.values()
                if what not in self.opens or self.used[str(ref.id)]
            ]
            for what, names in self.names.items()
        }


def missing(draft: ImportDraft) -> Missing:
    """Nothing yet, for a draft that is going to be looked at."""
    return Missing(frozenset(what for what in (PLACES, PEOPLE) if draft.opens.get(what)))


def open_up(actor: Actor, draft: ImportDraft, told: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, str]:
    """Add them, in the caller's transaction; the key of each by the key that stands for it in the plan.

    `told` is of `Missing.told`. Raises `OpeningRefused`, `NotAllowed`.
    """
    made: dict[str, str] = {}
    if draft.opens.get(PLACES):
        made |= _open_places(actor, draft.opens[PLACES], told[PLACES])
    if draft.opens.get(PEOPLE) and told[PEOPLE]:
        lines = [enrol.Particulars(name=name) for _key, name, _rows in told[PEOPLE]]
        for (key, name, _rows), person in zip(told[PEOPLE], enrol.enrol_all(actor, lines), strict=True):
            if isinstance(person, ValueError):
                raise OpeningRefused(name)
            made[key] = str(person)
    return made


def _open_places(actor: Actor, how: Mapping[str, str], told: Sequence[Sequence[Any]]) -> dict[str, str]:
    under = Place.objects.filter(pk=how["under"]).first() if how["under"] else None
    made = {}
    for key, name, _rows in told:
        try:
            if how["under"] and under is None:
                raise arranging.NotInUse
            place = arranging.add_place(
                actor, PlaceKind(how["kind"]), under, arranging.Particulars(name=name)
            )
        except (arranging.NameTaken, arranging.NotInUse, arranging.WrongPlace, arranging.TooDeep):
            raise OpeningRefused(name) from None
        made[key] = str(place.pk)
    return made


@dataclass(frozen=True, slots=True)
class Opened:
    """Who and what was added when taking in began, in place of the keys that stand for them in the plan."""

    known: Mapping[str, dict[str, str]]

    def in_place(self, values: dict[str, Any] | None) -> dict[str, Any] | None:
        """What a row says, naming them."""
        if not self.known or values is None:
            return values
        return {name: self._named(value) for name, value in values.items()}

    def _named(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(one) for one in value]
        return self.known.get(value["id"], value) if isinstance(value, dict) else value


def opened(draft: ImportDraft) -> Opened:
    """Two questions for as many steps as are read at once; none where nothing was added."""
    made: dict[str, str] = draft.opens.get("made", {})
    words: dict[str, str] = {}
    if made:
        words |= {
            str(key): path
            for key, path in Place.objects.filter(pk__in=made.values()).values_list("pk", "path")
        }
        words |= {
            str(key): name
            for key, name in Person.objects.filter(pk__in=made.values()).values_list("pk", "name")
        }
    return Opened({stands: {"id": key, "words": words[key]} for stands, key in made.items() if key in words})


def _can_be_called(what: str, told: str) -> bool:
    """Whether a new place or person may bear this name just as it stands."""
    if len(told) > LONGEST[what] or FORBIDDEN.search(told) or "\n" in told:
        return False
    return what != PLACES or arranging.tidy(told) == told


def _references(value: Any) -> Sequence[Mapping[str, str]]:
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
