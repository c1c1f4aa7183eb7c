"""What can happen to hand-overs and on occasions. Things of ours are told by their number, never by their name."""

from __future__ import annotations

from kuramori.ground.trail.changes import TEXTS as ADDED_TEXTS
from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.facts_hand_overs import OCCASION_TEXTS
from kuramori.work.partners.facts_of import HAND_OVER_TEXTS, ITEM_TEXTS, RECIPIENT_TEXTS

_PERSONAL = (
    "partner",
    "person",
    "words",
    ADDED_TEXTS,
    *personal(*dict.fromkeys((*HAND_OVER_TEXTS, *ITEM_TEXTS, *RECIPIENT_TEXTS, *OCCASION_TEXTS))),
)


def _event(name: str, ja: str, en: str) -> Event:
    return Event(f"partners:{name}", ja, en, personal=_PERSONAL)


PREPARED = _event(
    "hand_over:prepared",
    "{who}さんが{partner}への提供 {number} の準備を始めました。",
    "{who} began to prepare hand-over {number} to {partner}.",
)
LISTED = _event(
    "hand_over:listed",
    "{who}さんが {number} に渡すもの{count}件と受け取る方を入れました。",
    "{who} entered {count} things and the recipients of {number}.",
)
CHECKED = _event(
    "hand_over:checked",
    "{who}さんが {number} を渡す前の確認を1つ変えました。",
    "{who} changed one check before {number} goes.",
)
ASKED_ANEW = _event(
    "hand_over:asked_anew",
    "{who}さんが {number} を渡してよいか、もう一度確かめました。",
    "{who} asked anew whether {number} may go.",
)
DAYS_MOVED = _event(
    "hand_over:days_moved",
    "{who}さんが {number} の期限を変えました。",
    "{who} moved the days of {number}.",
)
OFFERED = _event(
    "hand_over:offered",
    "{who}さんが {number} を渡す用意を終えました。",
    "{who} made {number} ready to be handed over.",
)
COPIES_NUMBERED = _event(
    "hand_over:copies_numbered",
    "{who}さんが {number} で渡す写しに番号を付けました（{count}部）。",
    "{who} numbered {count} copies for {number}.",
)
HANDED = _event(
    "hand_over:handed",
    "{who}さんが {number} を{partner}へ渡しました。",
    "{who} handed {number} over to {partner}.",
)
RECEIPT = _event(
    "hand_over:receipt",
    "{who}さんが {number} の受け取りを記録しました。",
    "{who} recorded the receipt of {number}.",
)
CONFIRMED = _event(
    "hand_over:confirmed",
    "{who}さんが {number} で話したことを書面で確かめました。",
    "{who} confirmed in writing what was said in {number}.",
)
STOPPED = _event("hand_over:stopped", "{who}さんが {number} を取りやめました。", "{who} stopped {number}.")
ENDED = _event(
    "hand_over:ended",
    "{who}さんが {number} の{item}がどうなったかを記録しました。",
    "{who} recorded what became of {item} of {number}.",
)
CLOSED = _event(
    "hand_over:closed",
    "{number} で渡したものは、すべて片づきました。",
    "Everything of {number} is settled.",
)
PRINTED = _event(
    "hand_over:printed", "{who}さんが {number} の書類を出しました。", "{who} printed a paper of {number}."
)
STAMPED = _event(
    "hand_over:stamped",
    "{who}さんが {number} で渡すファイル{count}つに表示を付けました。",
    "{who} marked {count} files to be handed over with {number}.",
)
RECEIVED = _event(
    "hand_over:received",
    "{who}さんが{partner}から受け取ったもの {number} を記録しました。",
    "{who} recorded {number}, received from {partner}.",
)
ENTERED = _event(
    "hand_over:entered",
    "{who}さんが {number} で受け取ったものを台帳に提案しました（{asset}）。",
    "{who} proposed what came with {number} for the ledger ({asset}).",
)
OCCASION_BEGUN = _event(
    "occasion:begun", "{who}さんが場面の準備を始めました。", "{who} began to prepare for an occasion."
)
OCCASION_CHANGED = _event(
    "occasion:changed", "{who}さんが場面の準備を直しました。", "{who} changed an occasion."
)
OCCASION_TICKED = _event(
    "occasion:ticked",
    "{who}さんが場面の確認を1つ変えました。",
    "{who} changed one check of an occasion.",
)
OCCASION_FOLLOWED = _event(
    "occasion:followed",
    "{who}さんが場面の後の確認を終えました。",
    "{who} followed up on an occasion.",
)
OCCASION_DROPPED = _event(
    "occasion:dropped", "{who}さんが場面を取りやめました。", "{who} dropped an occasion."
)
OCCASION_PRINTED = _event(
    "occasion:printed", "{who}さんが場面の確認表を出しました。", "{who} printed the list of an occasion."
)
