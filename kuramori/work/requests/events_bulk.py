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
THROWN = Event(
    "requests:drop:thrown",
    "{who}さんが、まとめて入れた回答表の中身を捨てました。取り込んだものは、そのままです。",
    "{who} threw away what dropped workbooks held. What was taken in stays.",
)
