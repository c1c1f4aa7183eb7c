"""What this room tells the pages, the API and the rooms above; each part lies in `reading/`."""

from __future__ import annotations

from kuramori.work.ledger.asof import AsOf, as_of, end_of
from kuramori.work.ledger.grades import names as grade_names
from kuramori.work.ledger.reading.lines import AssetLine, lines_of
from kuramori.work.ledger.reading.lists import Asked, ListPage, list_page
from kuramori.work.ledger.reading.offers import Offered, offered
from kuramori.work.ledger.reading.one import AssetPage, asset_page
from kuramori.work.ledger.reading.table import ACROSS, WhoPage, who_page
from kuramori.work.ledger.reading.todo import deadlines, next_actions
from kuramori.work.ledger.reading.upward import about, find, indicators, mentions

__all__ = [
    "ACROSS",
    "AsOf",
    "Asked",
    "AssetLine",
    "AssetPage",
    "ListPage",
    "Offered",
    "WhoPage",
    "about",
    "as_of",
    "asset_page",
    "deadlines",
    "end_of",
    "find",
    "grade_names",
    "indicators",
    "lines_of",
    "list_page",
    "mentions",
    "next_actions",
    "offered",
    "who_page",
]
