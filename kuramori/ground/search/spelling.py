"""How words are spelt in an index of the database: after the number of the shelf, without signs that it would read.

Both databases take what we cut and cut nothing themselves. A sign of ASCII, which a tokeniser would drop and a query
would read as an operator, becomes a letter of the private plane; so no quoting is ever needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kuramori.rules.tokens import Wanted, grams

_SIGNS = re.compile(r"[!-/:-@\[-`{-\x7f]")


def words(shelf: int, plain: str) -> list[str]:
    """The words of a `normal` text on a shelf, as PostgreSQL is handed them."""
    return line(shelf, plain).split(" ")


def lexemes(shelf: int, plain: str) -> str:
    """The same as the text of a `tsvector`. No word holds a quote: it is a sign, and spelt as a letter."""
    return "'" + "' '".join(words(shelf, plain)) + "'"


def line(shelf: int, plain: str) -> str:
    """The same in one line, as FTS5 is handed them."""
    # The signs first: there are five times as many characters in the words as in the text.
    return f"{shelf}x" + f" {shelf}x".join(grams(_spelt(plain)))


def fts5(shelf: int, wanted: Wanted) -> str:
    """The question in the words of FTS5."""
    whole = [f'"{word}"' for word in _asked(shelf, wanted.grams)]
    begun = [f'"{word}" *' for word in _asked(shelf, wanted.beginnings)]
    return " AND ".join(whole or begun)


def tsquery(shelf: int, wanted: Wanted) -> str:
    """The question in the words of PostgreSQL."""
    whole = [f"'{word}'" for word in _asked(shelf, wanted.grams)]
    begun = [f"'{word}':*" for word in _asked(shelf, wanted.beginnings)]
    return " & ".join(whole or begun)


def _asked(shelf: int, grams: Iterable[str]) -> list[str]:
    return [f"{shelf}x{_spelt(gram)}" for gram in grams]


def _spelt(plain: str) -> str:
    return _SIGNS.sub(_letter, plain)


def _letter(sign: re.Match[str]) -> str:
    return chr(0xE000 + ord(sign[0]))
