"""What can happen to workbooks."""

from __future__ import annotations

from kuramori.ground.trail.events import Event

TAKEN_OUT = Event(
    "requests:workbook:taken_out",
    "{who}さんが、お願い {number} のExcelの回答表を受け取りました（{files}通）。",
    "{who} took out the answer workbooks of request {number} ({files}).",
)
DROPPED = Event(
    "requests:drop:dropped",
    "{who}さんが、書き込まれた回答表を{files}通まとめて入れました。まだ何も数えていません。",
    "{who} dropped {files} filled workbooks. Nothing counts yet.",
)
ADDED = Event(
    "requests:drop:added",
    "{who}さんが、まとめて入れた回答表に{files}通を足しました。まだ何も数えていません。",
    "{who} added {files} filled workbooks to a drop. Nothing counts yet.",
)
TAKING = Event(
    "requests:drop:taking",
    "{who}さんが、まとめて入れた回答表の取り込みを始めました（{files}通）。",
    "{who} began to take in dropped workbooks ({files}).",
)
TAKEN = Event(
    "requests:drop:taken",
    "まとめて入れた回答表を取り込み終わりました（取り込んだ{taken}通、残した{left}通）。",
    "Dropped workbooks were taken in ({taken} taken in, {left} left out).",
)
ASSIGNED = Event(
    "requests:drop:assigned",
    "{who}さんが、番号のない回答表を、{partner}（{number}）のものとして読みました。まだ数えていません。",
    "{who} had a workbook without a number read as that of {partner} ({number}). It does not count yet.",
)
EMPTIED = Event(
    "requests:drop:emptied",
    "30日たったので、取り込まなかった回答表{files}通の中身を捨てました。",
    "After 30 days, {files} workbooks that were not taken in were emptied.",
)
THROWN = Event(
    "requests:drop:thrown",
    "{who}さんが、まとめて入れた回答表の中身を捨てました。取り込んだものは、そのままです。",
    "{who} threw away what dropped workbooks held. What was taken in stays.",
)
