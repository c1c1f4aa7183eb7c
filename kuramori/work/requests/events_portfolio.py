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
LIST_TAKEN = Event(
    "requests:portfolio_list:taken",
    "{who}さんが、取引先の状況の一覧を受け取りました（{form}、{rows}社、{asked}）。",
    "{who} took out the list of where partners stand ({form}, {rows} companies, {asked}).",
    personal=("asked",),
)
LIST_ASKED = Event(
    "requests:portfolio_list:asked",
    "{who}さんが、取引先の状況の一覧を頼みました（{form}、{rows}社、{asked}）。",
    "{who} asked for the list of where partners stand ({form}, {rows} companies, {asked}).",
    personal=("asked",),
)
LIST_FETCHED = Event(
    "requests:portfolio_list:fetched",
    "{who}さんが、できあがった取引先の状況の一覧を受け取りました。",
    "{who} fetched the finished list of where partners stand.",
)
MAP_TAKEN = Event(
    "requests:portfolio_map:taken",
    "{who}さんが、設問と区分の地図を受け取りました（{form}、{rows}行）。",
    "{who} took out the map of questions and classes ({form}, {rows} rows).",
)
BOARD_TAKEN = Event(
    "requests:portfolio_board:taken",
    "{who}さんが、取引先の状況の役員向け1枚を受け取りました。",
    "{who} took out the one page for the board of where partners stand.",
)
