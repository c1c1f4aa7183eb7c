"""What can happen at a share page. Hand-overs and things are told by their numbers."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.facts_of import HAND_OVER_TEXTS, ITEM_TEXTS, RECIPIENT_TEXTS

_PERSONAL = ("person", *personal(*dict.fromkeys((*HAND_OVER_TEXTS, *ITEM_TEXTS, *RECIPIENT_TEXTS))))

CONTENT_PUT = Event(
    "partners:share:content_put",
    "{who}さんが提供{number}の{item}に、見せるファイルを入れました。",
    "{who} put a file to be shown into {item} of hand-over {number}.",
    personal=_PERSONAL,
)
SHOWN_AS = Event(
    "partners:share:shown_as",
    "{who}さんが提供{number}の{item}の見せ方を決めました。",
    "{who} decided how {item} of hand-over {number} is shown.",
    personal=_PERSONAL,
)
LET_IN = Event(
    "partners:share:let_in",
    "{who}さんが提供{number}の共有ページを{person}さんに開きました。",
    "{who} opened the share page of hand-over {number} to {person}.",
    personal=_PERSONAL,
)
SHUT_OUT = Event(
    "partners:share:shut_out",
    "{who}さんが提供{number}の共有ページを{person}さんに閉じました。",
    "{who} closed the share page of hand-over {number} to {person}.",
    personal=_PERSONAL,
)
CONFIRMED = Event(
    "partners:share:confirmed",
    "{who}さんが提供{number}を「この契約の条件で受け取ります」と確かめました。",
    "{who} confirmed receiving hand-over {number} under its terms.",
    personal=_PERSONAL,
)
WENT_OUT = Event(
    "partners:share:went_out",
    "{who}さんが確かめたので、提供{number}は相手の手元にあるものになりました。",
    "With {who}'s confirmation, hand-over {number} is out.",
    personal=_PERSONAL,
)
PAGE_VIEWED = Event(
    "partners:share:page_viewed",
    "{who}さんが提供{number}の{item}の{page}ページを見ました。",
    "{who} looked at page {page} of {item} of hand-over {number}.",
    personal=_PERSONAL,
)
COPY_TAKEN = Event(
    "partners:share:copy_taken",
    "{who}さんが提供{number}の{item}の写しを受け取りました。",
    "{who} took a copy of {item} of hand-over {number}.",
    personal=_PERSONAL,
)
REFUSED = Event(
    "partners:share:refused",
    "提供{number}の{who}さんのリンクで、開けないものが開かれようとしました（{tried}）。",
    "Something that does not open was tried with {who}'s link of hand-over {number} ({tried}).",
    personal=_PERSONAL,
)
