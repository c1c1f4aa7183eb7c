"""What the ids in an entry are called: each room names its own things, as far as the reader may know them today.

An entry holds ids, so that no name stands in what stays for ever. Whoever reads it is told names: a room registers one
namer for each kind of thing that its entries are about, or that a field of theirs points to.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs import rooms
from kuramori.ground.trail.models import Entry

Namer = Callable[[Any, Collection[uuid.UUID]], Mapping[uuid.UUID, str]]
"""`(actor, ids)`: the names of those among the ids that are of this kind; `HIDDEN` for what this reader may not know.

A name tells no secret: showing it is never a look. Ids of another organisation are unknown like any others.
"""

HIDDEN = _("（この方には伏せています）")
PORTION = 500
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOLD = re.compile(rf"(?:\b(?P<kind>[a-z_]+):)?(?P<id>{ID.pattern})")
"""An id in a text, with the kind before it where it stands as `kind:id`."""

_words: dict[str, str | Promise] = {}
_namers: dict[str, list[Namer]] = {}
_who: set[Namer] = set()


def register(kind: str, word: str | Promise, namer: Namer, *, tells_who: bool = False) -> None:
    """`word` is what people call the kind. Two rooms may have things of one kind, under the same word.

    `tells_who`: its names tell who somebody is; an entry from which a name was erased is not given it back by them.
    """
    if _words.setdefault(kind, word) != word:
        raise ValueError(f"two words are registered for {kind}")
    _namers.setdefault(kind, []).append(namer)
    if tells_who:
        _who.add(namer)


def kinds() -> frozenset[str]:
    """Every kind that some room names."""
    rooms.read_words()
    return frozenset(_namers)


def word_of(kind: str) -> str:
    """What people call things of this kind; "" for one that no room names."""
    rooms.read_words()
    return str(_words.get(kind, ""))


def ids_in(texts: Iterable[str]) -> frozenset[str]:
    """Every id that stands in these texts."""
    return frozenset(one for text in texts for one in ID.findall(text))


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id: `all_of_them`, and `without_people`, for entries from which somebody's name was erased."""

    all_of_them: Mapping[str, str]
    without_people: Mapping[str, str]

    def for_entry(self, entry: Entry) -> Mapping[str, str]:
        """Those that a reader of this entry is told."""
        is_whole = entry.parts.personal.keys() <= entry.people.keys()
        return self.all_of_them if is_whole else self.without_people


def names(actor: Any, ids: Iterable[str]) -> Names:
    """The name of each id that some room knows; without one: removed, or never a thing of this organisation."""
    rooms.read_words()
    waiting = {uuid.UUID(one) for one in ids}
    found: dict[str, str] = {}
    people: set[str] = set()
    for namer in dict.fromkeys(one for namers in _namers.values() for one in namers):
        if not waiting:
            break
        for key, name in _asked(namer, actor, waiting):
            found[str(key)] = name
            waiting.discard(key)
            if namer in _who:
                people.add(str(key))
    return Names(found, {key: name for key, name in found.items() if key not in people})


def told(text: str, known: Mapping[str, str]) -> str:
    """The text with its ids replaced by the names that are known; `kind:id` by the word of the kind and the name."""

    def name(match: re.Match[str]) -> str:
        called = known.get(match["id"])
        if called is None:
            return match[0]
        word = word_of(match["kind"]) if match["kind"] else ""
        return f"{word} {called}".strip()

    return TOLD.sub(name, text)


def parts_of(part: str, known: Mapping[str, str]) -> str:
    """What a part of a thing is called: `copy:id` by word and name, somebody by the name alone; "" without a name."""
    return " ".join(
        told(match["id"] if match["kind"] == "person" else match[0], known)
        for match in TOLD.finditer(part)
        if match["id"] in known
    )


def _asked(namer: Namer, actor: Any, ids: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    wanted = sorted(ids)
    return [
        found
        for start in range(0, len(wanted), PORTION)
        for found in namer(actor, wanted[start : start + PORTION]).items()
    ]
