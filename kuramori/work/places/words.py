"""Tidy text: what somebody wrote, on one line, without characters that no page may show."""

from __future__ import annotations

from kuramori.rules.document import FORBIDDEN


def line(text: str, most: int) -> str:
    """One line of at most `most` characters."""
    return " ".join(FORBIDDEN.sub("", text).split())[:most]
