"""What can happen to help, visits and good practice."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.requests.facts_support import TEXTS

PERSONAL = (*personal(*TEXTS), "partner")

OFFERED = Event(
    "requests:help:offered",
    "{who}さんが、{partner}に「{what}」を案内しました。",
    "{who} offered “{what}” to {partner}.",
    personal=PERSONAL,
)
ASKED_FOR = Event(
    "requests:help:asked_for",
    "{partner}の{person}さんが、リンクの画面から「{what}」を申し込みました。",
    "{person} of {partner} asked for “{what}” behind a link.",
    personal=(*PERSONAL, "person"),
)
CAME = Event(
    "requests:help:came",
    "{who}さんが、{partner}の「{what}」がどうなったかを残しました。",
    "{who} recorded what came of “{what}” for {partner}.",
    personal=PERSONAL,
)
VISITED = Event(
    "requests:visit:recorded",
    "{who}さんが、{partner}を訪ねた記録 {number} を残しました。",
    "{who} recorded the visit {number} to {partner}.",
    personal=PERSONAL,
)
COLLECTED = Event(
    "requests:practice:collected",
    "{who}さんが、名前を出さない好事例を1つ載せました。",
    "{who} added a good practice without a name.",
    personal=PERSONAL,
)
TAKEN_BACK = Event(
    "requests:practice:taken_back",
    "{who}さんが、好事例を1つ下げました。",
    "{who} took a good practice down.",
    personal=PERSONAL,
)
PUBLISHED = Event(
    "requests:practice:published",
    "{who}さんが、好事例を1つ、取引先にも見えるようにしました。",
    "{who} let partners read a good practice too.",
    personal=PERSONAL,
)
UNPUBLISHED = Event(
    "requests:practice:unpublished",
    "{who}さんが、好事例を1つ、取引先に見えないようにしました。",
    "{who} let partners no longer read a good practice.",
    personal=PERSONAL,
)
