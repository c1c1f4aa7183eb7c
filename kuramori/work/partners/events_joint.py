"""What can happen to requests to pass on, joint developments and moulds that are kept for others."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.joint.facts import TEXTS

PERSONAL = personal(*TEXTS)

ONWARD_ASKED = Event(
    "partners:onward:asked",
    "{who}さんが、再委託・再開示の承諾願 {number} を記録しました。",
    "{who} recorded the request to pass on {number}.",
    personal=PERSONAL,
)
ONWARD_ANSWERED = Event(
    "partners:onward:answered",
    "{who}さんが、承諾願 {number} の返事を残しました。",
    "{who} kept the answer to the request to pass on {number}.",
    personal=PERSONAL,
)
ONWARD_WITHDRAWN = Event(
    "partners:onward:withdrawn",
    "{who}さんが、承諾願 {number} を取り下げました。",
    "{who} withdrew the request to pass on {number}.",
    personal=PERSONAL,
)
ONWARD_SENT = Event(
    "partners:onward:sent",
    "{who}さんが、承諾願 {number} に答えるリンクを{person}さんに作りました（文面の照合値 {hash}）。",
    "{who} made a link for {person} to answer the request to pass on {number} (hash of the text {hash}).",
    personal=("person", *PERSONAL),
)
ONWARD_ANSWERED_BY_LINK = Event(
    "partners:onward:answered_by_link",
    "{person}さんが、承諾願 {number} にリンクで答えました：{answer}（文面の照合値 {hash}）。",
    "{person} answered the request to pass on {number} by the link: {answer} (hash of the text {hash}).",
    personal=("person",),
)
LETTER_TAKEN = Event(
    "partners:onward:letter_taken",
    "{who}さんが、承諾願 {number} の書面を{form}で受け取りました。",
    "{who} took out the letter of the request to pass on {number} as {form}.",
)
PROJECT_BEGUN = Event(
    "partners:project:begun",
    "{who}さんが、共同開発 {number} を記録しました。",
    "{who} recorded the joint development {number}.",
    personal=PERSONAL,
)
PROJECT_CHANGED = Event(
    "partners:project:changed",
    "{who}さんが、共同開発 {number} の記録を直しました。",
    "{who} changed the record of the joint development {number}.",
    personal=PERSONAL,
)
BROUGHT = Event(
    "partners:project:brought",
    "{who}さんが、共同開発 {number} の持込み情報を{position}番に書きました。",
    "{who} wrote line {position} of what was brought into the joint development {number}.",
    personal=PERSONAL,
)
CONFIRMED = Event(
    "partners:project:confirmed",
    "{who}さんが、共同開発 {number} の持込み情報{position}番をもう一方が確かめたと記録しました。",
    "{who} recorded that the other side confirmed line {position} of the joint development {number}.",
    personal=PERSONAL,
)
STRUCK = Event(
    "partners:project:struck",
    "{who}さんが、共同開発 {number} の持込み情報{position}番を消しました。",
    "{who} struck line {position} of what was brought into the joint development {number}.",
    personal=PERSONAL,
)
MINUTED = Event(
    "partners:project:minuted",
    "{who}さんが、共同開発 {number} の{on}の議事録を残しました。",
    "{who} kept the minutes of {on} of the joint development {number}.",
    personal=PERSONAL,
)
LIST_TAKEN = Event(
    "partners:project:list_taken",
    "{who}さんが、共同開発 {number} の持込み情報一覧を{form}で受け取りました。",
    "{who} took out the list of the joint development {number} as {form}.",
)
MOULDS_TAKEN = Event(
    "partners:moulds:taken",
    "{who}さんが、預かり型{count}件の一覧を{form}で受け取りました。",
    "{who} took out a list of {count} kept moulds as {form}.",
)
MOULDS_TAKEN_FOR = Event(
    "partners:moulds:taken_for",
    "{who}さんが、この取引先から預かっている型{count}件の一覧を{form}で受け取りました。",
    "{who} took out a list of {count} moulds kept for this partner as {form}.",
)
MOULD_KEPT = Event(
    "partners:mould:kept",
    "{who}さんが、預かり型 {number} を記録しました。",
    "{who} recorded the kept mould {number}.",
    personal=PERSONAL,
)
MOULD_CHANGED = Event(
    "partners:mould:changed",
    "{who}さんが、預かり型 {number} の記録を直しました。",
    "{who} changed the record of the kept mould {number}.",
    personal=PERSONAL,
)
MOULD_ASKED = Event(
    "partners:mould:asked",
    "{who}さんが、預かり型 {number} の返却か廃棄の話を記録しました。",
    "{who} recorded the talk about the return or scrapping of the kept mould {number}.",
    personal=PERSONAL,
)
MOULD_ENDED = Event(
    "partners:mould:ended",
    "{who}さんが、預かり型 {number} を返したか廃棄したと記録しました。",
    "{who} recorded that the kept mould {number} was returned or scrapped.",
    personal=PERSONAL,
)
TALKED = Event(
    "partners:mould:talked",
    "{who}さんが、預かり型 {number} の保管の費用の話を残しました。",
    "{who} kept what was said about the cost of keeping the mould {number}.",
    personal=PERSONAL,
)
