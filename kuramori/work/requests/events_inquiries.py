"""What can happen to inquiries, and to what we answer."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.requests.facts_inquiries import TEXTS

PERSONAL = (*personal(*TEXTS), "partner")

CAME = Event(
    "requests:inquiry:came",
    "{partner}から、確認のお願い {number} が届きました。",
    "Request {number} came from {partner}.",
    personal=PERSONAL,
)
OPENED = Event(
    "requests:inquiry:opened",
    "{partner}から届いた確認のお願い {number} を、答える方が初めて開きました。",
    "Request {number} that came from {partner} was opened first by somebody who may answer.",
    personal=PERSONAL,
)
RECORDED = Event(
    "requests:inquiry:recorded",
    "{partner}から届いた確認のお願い {number} を記録しました。",
    "Request {number} that came from {partner} was recorded.",
    personal=PERSONAL,
)
WITHDRAWN = Event(
    "requests:inquiry:withdrawn",
    "{partner}が、確認のお願い {number} を取り下げました。",
    "{partner} withdrew request {number}.",
    personal=PERSONAL,
)
ENDED = Event(
    "requests:inquiry:ended",
    "{partner}から届いた確認のお願い {number} を、答えずに終えました。",
    "Request {number} that came from {partner} was ended without an answer.",
    personal=PERSONAL,
)
WRITTEN = Event(
    "requests:inquiry:written",
    "届いたお願い {number} への答えを書きました（{count}問）。",
    "Answers to request {number} were written ({count} questions).",
    personal=PERSONAL,
)
FILLED = Event(
    "requests:inquiry:filled",
    "届いたお願い {number} に、自己チェック「{sheet}」の答えを入れました（{count}問）。",
    "Answers of the check “{sheet}” were laid into request {number} ({count} questions).",
    personal=PERSONAL,
)
CHOSEN = Event(
    "requests:inquiry:shows_chosen",
    "届いたお願い {number} への回答の、見せる範囲と根拠を選びました。",
    "How much the reply to request {number} shows was chosen.",
    personal=PERSONAL,
)
PROPOSED = Event(
    "requests:inquiry:proposed",
    "届いたお願い {number} への回答の承認を求めました。",
    "Approval of the reply to request {number} was asked for.",
    personal=PERSONAL,
)
GIVEN_BACK = Event(
    "requests:inquiry:given_back",
    "届いたお願い {number} への回答を、書き直しに戻しました。",
    "The reply to request {number} was given back.",
    personal=PERSONAL,
)
GIVEN = Event(
    "requests:inquiry:answered",
    "{partner}からのお願い {number} に答えました（見せる範囲 {disclosure}、照合値 {digest}）。",
    "Request {number} of {partner} was answered (disclosure {disclosure}, hash {digest}).",
    personal=PERSONAL,
)
TAKEN = Event(
    "requests:inquiry:taken",
    "{partner}が、お願い {number} への回答（照合値 {digest}）について知らせてきました。",
    "{partner} said what became of the reply to request {number} (hash {digest}).",
    personal=PERSONAL,
)
