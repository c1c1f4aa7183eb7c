"""What an event is: an id and the sentences that tell it.

Every room lists in its own `events.py` what can happen there. A sentence may use `{who}` and the keys of
the entry's detail; it is told in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kuramori.ground.jobs import rooms

_known: dict[str, Event] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """`id` reads `room:thing:happened`; `ja` and `en` are sentences with named places to fill.

    `personal` names the keys of the detail that are personal data (names, addresses): each is committed to by
    itself and can be erased, whereas the rest of the detail stays for ever.
    """

    id: str
    ja: str
    en: str
    personal: tuple[str, ...] = ("person",)

    def __post_init__(self) -> None:
        if _known.setdefault(self.id, self) != self:
            raise ValueError(f"two events are called {self.id}")

    def sentence(self, language: str, **places: object) -> str:
        template = self.en if language.startswith("en") else self.ja
        return template.format_map(_Places(places))


class _Places(dict[str, object]):
    def __missing__(self, key: str) -> str:
        # An old entry may lack what a newer sentence asks for: tell the rest.
        return "—"


def known() -> Mapping[str, Event]:
    """Every event that the rooms can record, by id."""
    rooms.read_words()
    return dict(_known)


def of(event_id: str) -> Event | None:
    """The event with this id, or None for one that no room tells any more."""
    rooms.read_words()
    return _known.get(event_id)


DISCLOSED = Event(
    "trail:entry:disclosed",
    "{who}が証跡{number}の証明を、中身も付けて出しました。",
    "{who} issued a proof of trail entry {number} with its contents.",
)
EXPORTED = Event(
    "trail:entries:exported",
    "{who}さんが証跡{count}件を{form}で持ち出しました。",
    "{who} took out {count} trail entries as {form}.",
)
PACK_TAKEN = Event(
    "trail:pack:taken",
    "{who}さんが証跡の束を受け取りました。",
    "{who} took out a pack of the trail.",
)
SEALED = Event(
    "trail:pack:sealed",
    "{who}が証跡{count}件の束に封をしました。",
    "{who} sealed a pack of {count} trail entries.",
)
