"""What can happen to a check."""

from kuramori.ground.trail.changes import TEXTS, personal
from kuramori.ground.trail.events import Event

BEGUN = Event(
    "checks:sheet:begun",
    "{who}さんが「{sheet}」を始めました。",
    "{who} began “{sheet}”.",
    personal=personal("note"),
)
TAKEN_IN = Event(
    "checks:sheet:taken_in",
    "{who}さんが持ち込みのファイルから「{sheet}」を作りました（回答 {answers}件）。",
    "{who} made “{sheet}” from a file ({answers} answers).",
    personal=(*personal("note"), TEXTS),
)
REVISED = Event(
    "checks:sheet:revised",
    "{who}さんが前回をもとに「{sheet}」を始めました。",
    "{who} began “{sheet}” from the last round.",
    personal=(*personal("note"), TEXTS),
)
ANSWERED = Event(
    "checks:sheet:answered",
    "{who}さんが問{number}に答えました（{before} → {after}）。",
    "{who} answered item {number} ({before} → {after}).",
    personal=personal("na_reason", "comment"),
)
NOTED = Event(
    "checks:sheet:noted",
    "{who}さんが控えを書き足しました。",
    "{who} changed the notes.",
    personal=personal("note"),
)
FINALISED = Event(
    "checks:sheet:finalised",
    "{who}さんが「{sheet}」を確定しました（{points} / {most}）。",
    "{who} finalised “{sheet}” ({points} / {most}).",
)
EVIDENCE_ADDED = Event(
    "checks:evidence:added",
    "{who}さんが問{number}に根拠を足しました。",
    "{who} added evidence to item {number}.",
    personal=personal("title"),
)
EVIDENCE_REMOVED = Event(
    "checks:evidence:removed",
    "{who}さんが問{number}の根拠を1つ外しました。",
    "{who} removed a piece of evidence from item {number}.",
)
DELEGATED = Event(
    "checks:item:delegated",
    "{who}さんが問{number}を{person}さんに頼みました。",
    "{who} asked {person} to answer item {number}.",
    personal=("person", *personal("message")),
)
DELEGATION_WITHDRAWN = Event(
    "checks:item:delegation_withdrawn",
    "{who}さんが問{number}の頼みを取り下げました。",
    "{who} withdrew the request for item {number}.",
    personal=personal("message"),
)
PLANNED = Event(
    "checks:plan:made",
    "{who}さんが問{number}の計画を立てました。",
    "{who} planned an action for item {number}.",
    personal=personal("action"),
)
PLAN_CHANGED = Event(
    "checks:plan:changed",
    "{who}さんが問{number}の計画を直しました。",
    "{who} changed the plan for item {number}.",
    personal=personal("action"),
)
PLAN_DONE = Event(
    "checks:plan:done",
    "{who}さんが問{number}の計画を済みにしました。",
    "{who} marked the plan for item {number} as done.",
    personal=personal("action"),
)
PLAN_REOPENED = Event(
    "checks:plan:reopened",
    "{who}さんが問{number}の計画を未完了に戻しました。",
    "{who} reopened the plan for item {number}.",
    personal=personal("action"),
)
PLAN_DROPPED = Event(
    "checks:plan:dropped",
    "{who}さんが問{number}の計画を取りやめました。",
    "{who} dropped the plan for item {number}.",
    personal=personal("action"),
)
