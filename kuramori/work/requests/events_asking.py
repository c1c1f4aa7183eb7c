"""What can happen when partners are asked."""

from __future__ import annotations

from kuramori.ground.trail.changes import TEXTS, personal
from kuramori.ground.trail.events import Event
from kuramori.work.requests.facts_asking import PROFILE_TEXTS, REQUEST_TEXTS, TIERING_TEXTS

PROFILE_MADE = Event(
    "requests:profile:made",
    "{who}さんが、求める水準を決めました。",
    "{who} laid down a required level.",
    personal=personal(*PROFILE_TEXTS),
)
PROFILE_CHANGED = Event(
    "requests:profile:changed",
    "{who}さんが、求める水準を第{edition}版に変えました。",
    "{who} changed a required level to edition {edition}.",
    personal=personal(*PROFILE_TEXTS),
)
PROFILE_RETIRED = Event(
    "requests:profile:retired",
    "{who}さんが、求める水準を使わないことにしました。",
    "{who} retired a required level.",
    personal=personal(*PROFILE_TEXTS),
)
TIERED = Event(
    "requests:tiering:decided",
    "{who}さんが、取引先の区分を{klass}に決めました。",
    "{who} put a partner into class {klass}.",
    personal=personal(*TIERING_TEXTS),
)
TIERED_MANY = Event(
    "requests:tiering:decided_for_many",
    "{who}さんが、取引先{count}社の区分を{klass}に決めました。",
    "{who} put {count} partners into class {klass}.",
    personal=(TEXTS,),
)
REQUEST_MADE = Event(
    "requests:request:made",
    "{who}さんが、確認のお願い {number} の下書きを作りました。",
    "{who} drafted request {number}.",
    personal=personal(*REQUEST_TEXTS),
)
REQUEST_CHANGED = Event(
    "requests:request:changed",
    "{who}さんが、確認のお願い {number} を書き直しました。",
    "{who} changed request {number}.",
    personal=personal(*REQUEST_TEXTS),
)
PARTNERS_CHOSEN = Event(
    "requests:request:partners_chosen",
    "{who}さんが、確認のお願い {number} に、お願い先{count}社を加えました。",
    "{who} chose {count} partners for request {number}.",
)
PARTNERS_LEFT_OUT = Event(
    "requests:request:partners_left_out",
    "{who}さんが、確認のお願い {number} から、お願い先{count}社を外しました。",
    "{who} left {count} partners out of request {number}.",
)
HANDED_IN = Event(
    "requests:request:handed_in",
    "{who}さんが、確認のお願い {number} を点検のうえ、承認に回しました。",
    "{who} handed request {number} in for approval after the check.",
    personal=personal(*REQUEST_TEXTS),
)
GIVEN_BACK = Event(
    "requests:request:given_back",
    "{who}さんが、確認のお願い {number} を下書きに戻しました。",
    "{who} gave request {number} back to be drafted anew.",
    personal=personal(*REQUEST_TEXTS),
)
APPROVED = Event(
    "requests:request:approved",
    "{who}さんが、確認のお願い {number} を承認しました。",
    "{who} approved request {number}.",
    personal=personal(*REQUEST_TEXTS),
)
SENDING_BEGUN = Event(
    "requests:request:sent",
    "{who}さんが、確認のお願い {number} を{count}社へ送り始めました。",
    "{who} began to send request {number} to {count} partners.",
    personal=personal(*REQUEST_TEXTS),
)
SENT_TO = Event(
    "requests:asked:sent",
    "{who}さんが、確認のお願い {number} を{count}社へ送りました。",
    "{who} sent request {number} to {count} partners.",
)
LINK_MADE = Event(
    "requests:asked:link_made",
    "{who}さんが、確認のお願い {number} の、手で渡すリンクを作りました。",
    "{who} made a link of request {number} to be handed over.",
)
MOVED_TO_HOUSE = Event(
    "requests:asked:moved_to_house",
    "{who}さんが、確認のお願い {number} を、この先は相手の蔵守に届けることにしました。",
    "{who} let request {number} go on in the partner's own Kuramori.",
)
ADDRESSEE_CHANGED = Event(
    "requests:asked:addressee_changed",
    "{who}さんが、確認のお願い {number} の宛先の方を変えました。",
    "{who} changed to whom request {number} goes.",
)
REMINDED = Event(
    "requests:asked:reminded",
    "{who}が、確認のお願い {number} の回答を{count}社に催促しました（{step}）。",
    "{who} reminded {count} partners of request {number} ({step}).",
)
CALLED = Event(
    "requests:asked:called",
    "{who}さんが、確認のお願い {number} の件で電話したことを残しました。",
    "{who} noted a call about request {number}.",
    personal=personal("note"),
)
WITHDRAWN = Event(
    "requests:request:withdrawn",
    "{who}さんが、確認のお願い {number} を取り下げました。",
    "{who} withdrew request {number}.",
    personal=personal(*REQUEST_TEXTS),
)
CLOSED = Event(
    "requests:request:closed",
    "{who}さんが、確認のお願い {number} を締め切りました。",
    "{who} closed request {number}.",
    personal=personal(*REQUEST_TEXTS),
)
LETTER_TAKEN = Event(
    "requests:letter:taken",
    "{who}さんが、確認のお願い {number} の手紙を取り出しました。",
    "{who} took the letter of request {number}.",
)
ASKED_MERGED = Event(
    "requests:asked:merged",
    "{who}さんが取引先をまとめたので、確認のお願い {number} は、同じ会社の {kept} で続けます。",
    "{who} made two partners one: the request {number} goes on as {kept}.",
)
CLASSES_READ = Event(
    "requests:classes:read",
    "{who}さんが、区分けの表（{rows}行、照合値 {hash}）を読み込みました。",
    "{who} read a table of classes ({rows} rows, hash {hash}).",
)
CLASSES_TAKEN = Event(
    "requests:classes:taken",
    "{who}さんが、区分けの表から、取引先{count}社の区分を決めました。",
    "{who} put {count} partners into classes from a table.",
    personal=(TEXTS,),
)
CLASSES_PUT_BACK = Event(
    "requests:classes:put_back",
    "{who}さんが、区分けの表で決めた{count}社の区分を、元に戻しました。",
    "{who} put the classes of {count} partners back as they were before a table.",
    personal=(TEXTS,),
)
CLASSES_ENDED = Event(
    "requests:classes:ended",
    "{who}さんが、区分けの表で決めた{count}社の区分をやめ、区分なしに戻しました。",
    "{who} took {count} partners out of the classes that a table gave them; they had none before.",
    personal=(TEXTS,),
)
