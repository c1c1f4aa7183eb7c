"""Several of our own papers as one PDF, in order, each with its own page numbers and a bookmark."""

from __future__ import annotations

from collections.abc import Sequence

from kuramori.press.office import LIMIT_SECONDS, office


def stapled(
    title: str, papers: Sequence[tuple[str, bytes]], *, limit_seconds: float = LIMIT_SECONDS
) -> bytes:
    """`papers`: a bookmark and a PDF that `press.pdf` made, at least one.

    The whole is PDF/A-2b and PDF/UA-1 as its parts are, in the language of the first. The same papers give the same
    bytes. Raises a `PressFault`.
    """
    told = {"title": title, "titles": [name for name, _paper in papers]}
    return office().ask("staple", told, [paper for _name, paper in papers], limit_seconds=limit_seconds)
