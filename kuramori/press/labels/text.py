"""How texts are compared: a conversion may put blanks between kanji and Latin letters, or change their width."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Without any white space, after NFKC."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_line(text: str, line: str) -> bool:
    """Whether a paragraph is nothing but the mark `line`."""
    return bool(line) and plain(text) == plain(line)
