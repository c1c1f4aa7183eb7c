"""What can happen to places."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event

_PLACE = ("place", *personal("name", "note"))

PLACE_ADDED = Event(
    "places:place:added",
    "{who}さんが保管場所「{place}」を足しました。",
    "{who} added the place “{place}”.",
    personal=_PLACE,
)
PLACE_CHANGED = Event(
    "places:place:changed",
    "{who}さんが保管場所「{place}」を直しました。",
    "{who} changed the place “{place}”.",
    personal=_PLACE,
)
PLACE_MOVED = Event(
    "places:place:moved",
    "{who}さんが保管場所「{place}」を移しました（中の{beneath}か所も一緒に）。",
    "{who} moved the place “{place}” with {beneath} beneath it.",
    personal=_PLACE,
)
PLACE_RETIRED = Event(
    "places:place:retired",
    "{who}さんが保管場所「{place}」の使用を終えました。",
    "{who} took the place “{place}” out of use.",
    personal=_PLACE,
)
