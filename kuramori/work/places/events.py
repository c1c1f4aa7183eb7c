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
KEY_RETIRED = Event(
    "places:key:retired",
    "{who}さんが鍵{number}を使わないことにしました（{copies}本）。",
    "{who} took the key {number} out of use ({copies} copies).",
    personal=personal("name", "box"),
)
KEYS_COUNTED = Event(
    "places:key:counted",
    "{who}さんが鍵を数えました（あった {found}本、見つからない {missing}本）。",
    "{who} counted the keys ({found} found, {missing} missing).",
    personal=("person", "after_texts"),
)

_GUEST = personal("name", "devices")
_VISIT = personal("company", "purpose", "name", "asked_for")

VISIT_ANNOUNCED = Event(
    "places:visit:announced",
    "{who}さんが{on}の来訪を知らせておきました（{guests}名）。",
    "{who} announced a visit on {on} ({guests} guests).",
    personal=(*_VISIT, "after_texts"),
)
VISIT_CANCELLED = Event(
    "places:visit:cancelled",
    "{who}さんが{on}の来訪を取りやめにしました。",
    "{who} cancelled the visit on {on}.",
    personal=_VISIT,
)
WALK_IN_ASKED = Event(
    "places:visit:asked",
    "{who}で、約束のない来訪者1名が取次ぎを頼みました。",
    "At {who}, a guest without an appointment asked to be received.",
    personal=(*_VISIT, "after_texts"),
)
WALK_IN_AGREED = Event(
    "places:visit:agreed",
    "{who}さんが、約束のない来訪者を迎えることにしました。",
    "{who} agreed to receive a guest without an appointment.",
    personal=_VISIT,
)
GUEST_ARRIVED = Event(
    "places:guest:arrived",
    "{who}さんが来訪者1名を迎えました（名札 {badge}）。",
    "{who} received a guest (badge {badge}).",
    personal=_GUEST,
)
GUEST_LEFT = Event(
    "places:guest:left",
    "{who}さんが来訪者1名の退出を記録しました（名札 {badge}）。",
    "{who} noted that a guest left (badge {badge}).",
    personal=_GUEST,
)
GUESTS_CHASED = Event(
    "places:guest:chased",
    "退出の記録がない来訪者{guests}名について、担当の方に知らせました。",
    "The hosts of {guests} guests without a sign-out were told.",
)
LOG_CHECKED = Event(
    "places:log:checked",
    "{who}さんが{month}の来訪記録を確かめました（{visitors}名）。",
    "{who} went through the visitor log of {month} ({visitors} guests).",
    personal=personal("note"),
)
ROUTE_SET = Event(
    "places:route:set",
    "{who}さんが見学コース「{route}」を定めました。",
    "{who} set the tour route “{route}”.",
    personal=("route", *personal("name", "note")),
)
ROUTE_APPROVED = Event(
    "places:route:approved",
    "{who}さんが見学コース「{route}」を承認しました。",
    "{who} approved the tour route “{route}”.",
    personal=("route", *personal("name", "note")),
)
ROUTE_RETIRED = Event(
    "places:route:retired",
    "{who}さんが見学コース「{route}」を使わないことにしました。",
    "{who} retired the tour route “{route}”.",
    personal=("route", *personal("name", "note")),
)
DRAWING_PUT = Event(
    "places:drawing:put",
    "{who}さんが「{place}」の図面を{from_on}から新しくしました。",
    "{who} put up a new drawing of “{place}” from {from_on}.",
    personal=("place",),
)
ZONE_DRAWN = Event(
    "places:zone:drawn",
    "{who}さんが区域「{place}」の線を図面に引きました。",
    "{who} drew the zone “{place}”.",
    personal=("place",),
)
ZONE_CLEARED = Event(
    "places:zone:cleared",
    "{who}さんが区域「{place}」の線を図面から外しました。",
    "{who} took the zone “{place}” off the drawing.",
    personal=("place",),
)
ZONE_RULED = Event(
    "places:zone:ruled",
    "{who}さんが区域「{place}」の立入りの決まりを定めました。",
    "{who} set who may enter the zone “{place}”.",
    personal=("place",),
)
ENTITLED = Event(
    "places:zone:entitled",
    "{who}さんが{person}さんに区域「{place}」への立入りを許しました。",
    "{who} allowed {person} to enter the zone “{place}”.",
    personal=("place", "person", *personal("reason")),
)
ENTITLEMENT_ENDED = Event(
    "places:zone:entitlement_ended",
    "{who}さんが{person}さんの区域「{place}」への立入りを終えました。",
    "{who} ended that {person} may enter the zone “{place}”.",
    personal=("place", "person"),
)
