"""What one file gave, before anything is looked for in it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Document:
    """`body` and `margin` are paragraphs, `figures` the numbers in cells, as they are stored.

    The margin (headers, footers, masters, names of sheets) may carry a mark, but an excerpt is looked for in the body
    only: masters are alike in every file of a house. `carriers` are properties as (where, name, value), where being
    `custom`, `core`, `labelinfo`, `info` or `xmp`. `notes` are codes of `trouble.NOTES`. `within` are the files that it
    carries, by name, None for one that cannot be had; once they are read, `digests` are their SHA-256 in hex.
    """

    body: list[str] = field(default_factory=list)
    margin: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    carriers: list[tuple[str, str, str]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    within: list[tuple[str, bytes | None]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def take_in(self, other: Document) -> None:
        """What the other says counts as said here."""
        self.body += other.body
        self.margin += other.margin
        self.figures += other.figures
        self.carriers += other.carriers
        self.notes |= other.notes
        self.digests += other.digests
