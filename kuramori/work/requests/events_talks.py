"""What can happen to talks about prices and costs."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.requests.facts_talks import TEXTS

PERSONAL = (*personal(*TEXTS), "partner", "person")

BEGUN = Event(
    "requests:talk:begun",
    "{who}さんが、{partner}との価格・費用の協議 {number} を記録しました。",
    "{who} recorded the talk {number} with {partner} about prices.",
    personal=PERSONAL,
)
STEPPED = Event(
    "requests:talk:stepped",
    "価格・費用の協議 {number}：{what}（{who}さんの記録）。",
    "Talk {number} about prices: {what} (recorded by {who}).",
    personal=PERSONAL,
)
TOLD = Event(
    "requests:talk:told",
    "{partner}から、価格・費用の協議 {number} の知らせが届きました：{what}。",
    "{partner} told of the talk {number} about prices: {what}.",
    personal=PERSONAL,
)
PAPER_ADDED = Event(
    "requests:talk:paper",
    "{who}さんが、価格・費用の協議 {number} に書類を付けました。",
    "{who} attached a paper to the talk {number} about prices.",
    personal=PERSONAL,
)
PAPER_REMOVED = Event(
    "requests:talk:paper_removed",
    "価格・費用の協議 {number} に取引先から頂いた書類を、記録を残す期間が過ぎたので消しました。",
    "A paper that the partner gave for talk {number} was removed: its record has been kept long enough.",
)
LIST_TAKEN = Event(
    "requests:talk:list_taken",
    "{who}さんが、{partner}との価格・費用の協議の記録を{form}で受け取りました。",
    "{who} took out the talks about prices with {partner} as {form}.",
    personal=PERSONAL,
)
