"""What can happen to promises to customers."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.requests.facts_promises import TEXTS

PERSONAL = (*personal(*TEXTS), "partner")

RECORDED = Event(
    "requests:promise:recorded",
    "{who}さんが、{partner}から求められたこと {number} を記録しました。",
    "{who} recorded the demand {number} of the customer {partner}.",
    personal=PERSONAL,
)
CHANGED = Event(
    "requests:promise:changed",
    "{who}さんが、{partner}から求められたこと {number} の記録を直しました。",
    "{who} corrected the record {number} of what {partner} asks for.",
    personal=PERSONAL,
)
ANSWERED = Event(
    "requests:promise:answered",
    "{who}さんが、{partner}への返事を {number} に残しました。",
    "{who} kept the answer to {partner} on {number}.",
    personal=PERSONAL,
)
CHECKED = Event(
    "requests:promise:checked",
    "{who}さんが、{partner}への約束 {number} を守れているか確かめました。",
    "{who} checked whether the promise {number} to {partner} is kept.",
    personal=PERSONAL,
)
ENDED = Event(
    "requests:promise:ended",
    "{who}さんが、{partner}への約束 {number} を終えました。",
    "{who} ended the promise {number} to {partner}.",
    personal=PERSONAL,
)
REMINDED = Event(
    "requests:promise:reminded",
    "お客様への約束 {number} の日（{due_on}）を担当に知らせました。",
    "Whoever looks after the promise {number} to a customer was told of its day ({due_on}).",
)
FILE_READ = Event(
    "requests:promise:file_read",
    "{who}さんが、お客様への約束のExcelの一覧（{rows}行）を読みました。まだ取り込んでいません。",
    "{who} read a workbook of {rows} rows for the register of promises. Nothing is taken in yet.",
)
FILE_TAKEN_IN = Event(
    "requests:promise:file_taken_in",
    "{who}さんが、Excelの一覧からお客様への約束を取り込みました（新しく{new}件、変えたもの{changed}件）。",
    "{who} took promises to customers in from a workbook ({new} new, {changed} changed).",
)
LIST_TAKEN = Event(
    "requests:promise:list_taken",
    "{who}さんが、お客様への約束の一覧（{count}件）をExcelで受け取りました。",
    "{who} took out the register of {count} promises to customers as a workbook.",
)
