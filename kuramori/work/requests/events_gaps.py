"""What can happen to gaps."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.requests.facts_gaps import TEXTS

PERSONAL = (*personal(*TEXTS), "partner", "person")

OPENED = Event(
    "requests:gap:opened",
    "{who}さんが、{partner}とのギャップ {number} を挙げました。",
    "{who} opened the gap {number} with {partner}.",
    personal=PERSONAL,
)
NAMED = Event(
    "requests:gap:named",
    "{partner}の{person}さんが、リンクの画面から相談 {number} を始めました。",
    "{person} of {partner} began the matter {number} behind a link.",
    personal=PERSONAL,
)
MOVED = Event(
    "requests:gap:moved",
    "ギャップ {number}：{what}（{who}さんの記録）。",
    "Gap {number}: {what} (recorded by {who}).",
    personal=PERSONAL,
)
MOVED_FOR = Event(
    "requests:gap:moved_for",
    "ギャップ {number}：{person}さんから聞いたこととして、{what}（{who}さんの記録）。",
    "Gap {number}: {what}, as {person} told {who}.",
    personal=PERSONAL,
)
MERGED = Event(
    "requests:gap:merged",
    "{who}さんが取引先をまとめたので、ギャップ {number} は {kept} で続けます。",
    "{who} made two partners one: the gap {number} goes on as {kept}.",
    personal=PERSONAL,
)
NOTED = Event(
    "requests:gap:noted",
    "{who}さんが、ギャップ {number} にひとこと書きました。",
    "{who} wrote a comment on the gap {number}.",
    personal=PERSONAL,
)
TOLD = Event(
    "requests:gap:told",
    "{partner}から、ギャップ {number} の知らせが届きました：{what}。",
    "{partner} told of the gap {number}: {what}.",
    personal=PERSONAL,
)
NOTE_TOLD = Event(
    "requests:gap:note_told",
    "{partner}から、ギャップ {number} へのひとことが届きました。",
    "{partner} wrote a comment on the gap {number}.",
    personal=PERSONAL,
)
LINK_MADE = Event(
    "requests:gap:link",
    "{who}さんが、{partner}の{person}さんに、ギャップの相談のリンクを作りました。",
    "{who} made a link for {person} of {partner} to talk about the gaps.",
    personal=PERSONAL,
)
OPENING_ASKED = Event(
    "requests:gap:opening_asked",
    "{who}さんが、お願い {number} の回答からギャップを挙げるよう頼みました。",
    "{who} asked for the gaps to be opened from the replies to the request {number}.",
)
