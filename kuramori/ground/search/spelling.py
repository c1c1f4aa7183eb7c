"""How words are spelt in an index of the database: after the number of the shelf, without signs that it would read.

Both databases take what we cut and cut nothing themselves. A sign of ASCII, which a tokeniser would drop and a query
would read as an operator, becomes a letter of the private plane; so no quoting is ever needed.
"""

from __future__ import annotations

from collections.abc import Iterable

from kuramori.rules.tokens import Wanted

_SIGNS = {at: 0xE000 + at for at in range(0x80) if not chr(at).isalnum()}


def spelt(shelf: int, grams: Iterable[str]) -> list[str]:
    """The words of one shelf as the index keeps them."""
    return [f"{shelf}x{gram.translate(_SIGNS)}" for gram in grams]


def fts5(shelf: int, wanted: Wanted) -> str:
    """The question in the words of FTS5."""
    whole = [f'"{word}"' for word in spelt(shelf, wanted.grams)]
    begun = [f'"{word}" *' for word in spelt(shelf, wanted.beginnings)]
    return " AND ".join(whole or begun)


def tsquery(shelf: int, wanted: Wanted) -> str:
    """The question in the words of PostgreSQL."""
    whole = [f"'{word}'" for word in spelt(shelf, wanted.grams)]
    begun = [f"'{word}':*" for word in spelt(shelf, wanted.beginnings)]
    return " & ".join(whole or begun)
