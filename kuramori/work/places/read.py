"""What this room tells the pages, the API and the rooms above; each part lies in `reading/`."""

from __future__ import annotations

from kuramori.work.places.reading.keys import (
    KeyLine,
    KeysPage,
    held_by,
    held_so_far,
    key_line,
    key_lines,
    keys_page,
)
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
    "KeyLine",
    "KeysPage",
    "PlaceLine",
    "PlacePage",
    "TreePage",
    "choices",
    "deadlines",
    "find",
    "held_by",
    "held_so_far",
    "in_order",
    "key_line",
    "key_lines",
    "keys_page",
    "line_of",
    "next_actions",
    "place_page",
    "tree",
]
