"""Text as people typed it, made fit for paper and for XML."""

from __future__ import annotations

import re
from typing import Any

GETA = "〓"
"""What a Japanese printer sets where a character cannot be printed."""

# Control characters (line feed and tab are kept), lone surrogates and noncharacters, which XML 1.0 (section 2.2)
# forbids, and the marks that turn the direction of writing and could make a line read as another one.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The same text with line ends as `\\n` and 〓 in place of each character that cannot be printed."""
    return _UNPRINTABLE.sub(GETA, text.replace("\r\n", "\n").replace("\r", "\n"))


def printable_values(values: Any) -> Any:
    """`printable` for every string in a tree of dicts, lists and tuples, keys excepted."""
    if isinstance(values, str):
        return printable(values)
    if isinstance(values, dict):
        return {key: printable_values(value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [printable_values(value) for value in values]
    return values
