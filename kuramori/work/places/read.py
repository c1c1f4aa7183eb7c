"""What this room tells the pages, the API and the rooms above; each part lies in `reading/`."""

from __future__ import annotations

from kuramori.work.places.reading.todo import deadlines, next_actions
from kuramori.work.places.reading.tree import (
    Found,
    PlaceLine,
    PlacePage,
    TreePage,
    choices,
    find,
    in_order,
    line_of,
    place_page,
    tree,
)

__all__ = [
    "Found",
    "PlaceLine",
    "PlacePage",
    "TreePage",
    "choices",
    "deadlines",
    "find",
    "in_order",
    "line_of",
    "next_actions",
    "place_page",
    "tree",
]
