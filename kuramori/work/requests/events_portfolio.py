"""What can happen to filters of the portfolio."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event

FILTER_KEPT = Event(
    "requests:filter:kept",
    "{who}さんが、取引先の状況の絞り込みを保存しました。",
    "{who} saved a filter of the portfolio.",
    personal=personal("name", "asked"),
)
FILTER_DROPPED = Event(
    "requests:filter:dropped",
    "{who}さんが、取引先の状況の絞り込みを外しました。",
    "{who} dropped a filter of the portfolio.",
    personal=personal("name", "asked"),
)
