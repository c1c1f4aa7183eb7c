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
KEY_ADDED = Event(
    "places:key:added",
    "{who}さんが鍵{number}を台帳に載せました（{copies}本）。",
    "{who} entered the key {number} ({copies} copies).",
    personal=personal("name", "box"),
)
KEY_CHANGED = Event(
    "places:key:changed",
    "{who}さんが鍵{number}の記録を直しました。",
    "{who} changed the record of the key {number}.",
    personal=personal("name", "box"),
)
KEY_LENT = Event(
    "places:key:lent",
    "{who}さんが鍵{number}を{person}さんに渡しました。",
    "{who} handed the key {number} to {person}.",
)
KEY_TAKEN_BACK = Event(
    "places:key:taken_back",
    "{who}さんが鍵{number}を{person}さんから受け取りました。",
    "{who} took the key {number} back from {person}.",
)
KEY_LOST = Event(
    "places:key:lost",
    "{who}さんが鍵{number}の紛失を記録しました。錠の交換が要ります。",
    "{who} noted the loss of the key {number}; the lock has to be changed.",
)
LOCK_CHANGED = Event(
    "places:key:lock_changed",
    "{who}さんが鍵{number}の錠を替えたと記録しました。",
    "{who} noted that the lock of the key {number} was changed.",
)
KEYS_COUNTED = Event(
    "places:key:counted",
    "{who}さんが鍵を数えました（あった {found}本、見つからない {missing}本）。",
    "{who} counted the keys ({found} found, {missing} missing).",
    personal=("person", "after_texts"),
)
