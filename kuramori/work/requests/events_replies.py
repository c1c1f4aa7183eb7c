"""What can happen to replies."""

from __future__ import annotations

from kuramori.ground.trail.events import Event

REPLIED = Event(
    "requests:reply:received",
    "{partner}から、お願い {number} への回答書を受け取りました（見せる範囲 {disclosure}、照合値 {digest}）。",
    "The reply of {partner} to request {number} was received (disclosure {disclosure}, hash {digest}).",
    personal=("partner",),
)
OPENED = Event(
    "requests:reply:opened",
    "{partner}の方が、お願い {number} のリンクを開きました。",
    "Somebody at {partner} opened the link of request {number}.",
    personal=("partner",),
)
OPENED_THERE = Event(
    "requests:reply:opened_there",
    "{partner}の方が、お願い {number} を自社の蔵守で開きました。",
    "Somebody at {partner} opened request {number} in a Kuramori of their own.",
    personal=("partner",),
)
BEGUN = Event(
    "requests:reply:begun",
    "{partner}の方が、お願い {number} に答えはじめました。",
    "Somebody at {partner} began to answer request {number}.",
    personal=("partner",),
)
LOOKED = Event(
    "requests:reply:read",
    "お願い {number} への{partner}の回答書を開きました。",
    "The reply of {partner} to request {number} was read.",
    personal=("partner",),
)
EVIDENCE_TAKEN = Event(
    "requests:reply:evidence_taken",
    "お願い {number} への{partner}の回答書から、根拠のファイルを取り出しました。",
    "A file of evidence was taken out of the reply of {partner} to request {number}.",
    personal=("partner",),
)
PAPER_TAKEN = Event(
    "requests:reply:paper_taken",
    "お願い {number} に答えた方が、提出の控えを受け取りました（照合値 {digest}）。",
    "Whoever answered request {number} took the certificate of submission (hash {digest}).",
)
REMOVAL_TAKEN = Event(
    "requests:reply:removal_taken",
    "お願い {number} に答えた方が、回答を消した証明を、リンクの画面から受け取りました。",
    "Whoever answered request {number} took the certificate of removal behind their link.",
)
PAPER_MADE = Event(
    "requests:reply:paper_made",
    "お願い {number} に{partner}が出した回答の控えか結果票を、渡すために作りました（照合値 {digest}）。",
    "Made the certificate of submission or the result sheet of {partner}'s reply to request {number} to hand over "
    "(hash {digest}).",
)
ENDS_SOON = Event(
    "requests:reply:ends_soon",
    "お願い {number} の回答を預かる期間が、{count}社ぶん、あと{days}日で終わります。",
    "The time for keeping the answers of {count} partners to request {number} ends in {days} days.",
)
REMOVED = Event(
    "requests:reply:removed",
    "{partner}の、お願い {number} への回答を消しました（照合値 {digests}）。",
    "The answers of {partner} to request {number} were removed (hashes {digests}).",
    personal=("partner",),
)
