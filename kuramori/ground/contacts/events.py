"""What can happen to partners and the people there."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event

_PARTNER = ("partner", *personal("name", "kana", "note"))
_CONTACT = ("partner", "person", *personal("name", "department", "email", "telephone"))

PARTNER_ADDED = Event(
    "contacts:partner:added",
    "{who}さんが取引先「{partner}」を書き足しました。",
    "{who} added the partner “{partner}”.",
    personal=_PARTNER,
)
PARTNER_CHANGED = Event(
    "contacts:partner:changed",
    "{who}さんが取引先「{partner}」を直しました。",
    "{who} changed the partner “{partner}”.",
    personal=_PARTNER,
)
PARTNER_RETIRED = Event(
    "contacts:partner:retired",
    "{who}さんが取引先「{partner}」との取引を終えたと記録しました。",
    "{who} noted that dealings with “{partner}” ended.",
    personal=_PARTNER,
)
CONTACT_ADDED = Event(
    "contacts:contact:added",
    "{who}さんが「{partner}」の担当者に{person}さんを書き足しました。",
    "{who} added {person} as a contact of “{partner}”.",
    personal=_CONTACT,
)
CONTACT_CHANGED = Event(
    "contacts:contact:changed",
    "{who}さんが「{partner}」の担当者{person}さんを直しました。",
    "{who} changed {person}, a contact of “{partner}”.",
    personal=_CONTACT,
)
CONTACT_RETIRED = Event(
    "contacts:contact:retired",
    "{who}さんが「{partner}」の{person}さんを担当者から外しました。",
    "{who} took {person} off the contacts of “{partner}”.",
    personal=_CONTACT,
)
