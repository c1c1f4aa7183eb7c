"""How words are spelt in an index of the database: after the number of the shelf, without signs that it would read.

Both databases take what we cut and cut nothing themselves. A sign of ASCII, which a tokeniser would drop and a query
would read as an operator, becomes a letter of the private plane; so no quoting is ever needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kuramori.rules.tokens import Wanted, of_run

REMEMBERED = 32
"""Signs of the longest run whose words are kept for the next text."""
_SIGNS = re.compile(r"[!-/:-@\[-`{-\x7f]")


def words(shelf: int, plain: str) -> list[str]:
    """The words of a `normal` text on a shelf, as PostgreSQL is handed them."""
    return line(shelf, plain).split(" ")


def lexemes(shelf: int, plain: str) -> str:
    """The same as the text of a `tsvector`. No word holds a quote: it is a sign, and spelt as a letter."""
    return "'" + "' '".join(words(shelf, plain)) + "'"


def line(shelf: int, plain: str) -> str:
    """The same in one line, as FTS5 is handed them."""
    found: set[str] = set()
    for run in plain.split():
        found.update(_of_run(run) if len(run) <= REMEMBERED else of_run(_spelt(run)))
    return f"{shelf}x" + f" {shelf}x".join(found)


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


@lru_cache(maxsize=1024)
def _of_run(run: str) -> list[str]:
    """The words of one run: the places and keepers of a long list are the same in thousands of its rows."""
    # The signs first: there are five times as many characters in the words as in the text.
    return of_run(_spelt(run))


def _asked(shelf: int, grams: Iterable[str]) -> list[str]:
    return [f"{shelf}x{_spelt(gram)}" for gram in grams]


def _spelt(plain: str) -> str:
    return _SIGNS.sub(_letter, plain)


def _letter(sign: re.Match[str]) -> str:
    return chr(0xE000 + ord(sign[0]))
