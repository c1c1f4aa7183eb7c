"""What can happen when things come back, or are looked after elsewhere."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.facts_of import CERTIFICATE_TEXTS, TAKE_BACK_TEXTS

ASKED = Event(
    "partners:take_back:asked",
    "{who}さんが、提供 {number} の{things}件を{by}までに返すか廃棄するよう頼みました。",
    "{who} asked for the return or destruction of {things} things of hand-over {number} by {by}.",
    personal=personal(*TAKE_BACK_TEXTS),
)
CERTIFIED = Event(
    "partners:certificate:made",
    "{person}さんが、提供 {number} の{things}件がどうなったかを証明しました。",
    "{person} certified what became of {things} things of hand-over {number}.",
    personal=("person", *personal(*CERTIFICATE_TEXTS)),
)
CERTIFICATE_TAKEN = Event(
    "partners:certificate:taken",
    "{who}さんが、提供 {number} の返還・廃棄証明書を受け取りました。",
    "{who} took out the certificate of hand-over {number}.",
)
REMINDED = Event(
    "partners:take_back:reminded",
    "{who}が、提供 {number} の返還・廃棄の期限（{by}）を知らせました（{step}回目）。",
    "{who} reminded of the return of hand-over {number} due on {by} (step {step}).",
    personal=personal(*TAKE_BACK_TEXTS),
)
STORAGE_ASKED = Event(
    "partners:storage:asked",
    "{who}さんが、取引先に預けているものの保管の確認を頼みました（{by}まで）。",
    "{who} asked the partner to confirm how things of ours are kept (by {by}).",
    personal=personal("about"),
)
STORAGE_ANSWERED = Event(
    "partners:storage:answered",
    "{person}さんが、預かっているものの保管の確認に答えました。",
    "{person} answered how things of ours are kept.",
    personal=("person", *personal("about", "answers", "answered_by")),
)
