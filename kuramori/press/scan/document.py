"""What one file gave, before anything is looked for in it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Document:
    """`body` and `margin` are paragraphs, `figures` the numbers in cells, as they are stored.

    The margin (headers, footers, masters, names of sheets) may carry a mark, but an excerpt is looked for in the body
    only: masters are alike in every file of a house. `carriers` are properties as (where, name, value), where being
    `custom`, `core`, `labelinfo`, `info` or `xmp`. `notes` are codes of `trouble.NOTES`.
    """

    body: list[str] = field(default_factory=list)
    margin: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    carriers: list[tuple[str, str, str]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
