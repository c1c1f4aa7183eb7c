"""Why a file could not be read, or not wholly. Codes only; the words for people are with whoever shows them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

UNREADABLE: Final = "unreadable"
"""The system did not let us open it, or it went away while we read."""
NOT_A_FILE: Final = "not-a-file"
BROKEN: Final = "broken"
ENCRYPTED: Final = "encrypted"
OLD: Final = "old-format"
"""An Office file from before 2007: compared as a whole only."""
ARCHIVE: Final = "archive"
"""A packed file: what is inside was not looked at."""
BOMB: Final = "too-large-unpacked"
MANY: Final = "too-many-members"
TOO_LARGE: Final = "too-large"
DOCTYPE: Final = "declares-entities"
MACRO: Final = "has-macros"
SLOW: Final = "took-too-long"
MEMORY: Final = "needs-too-much-memory"
DIED: Final = "reader-died"
PARTLY: Final = "partly-broken"
WITHIN: Final = "attachment-unread"
"""A file within it could not be read; `within` tells which and why, up to `MOST_NAMED` of them."""
DEEP: Final = "too-deep"
OUT_OF_REACH: Final = "not-taken-out"
"""Of a file within: it cannot be had, or is beyond the limits."""
LINK: Final = "link"
FOLDER: Final = "folder-unreadable"
NAME: Final = "name-in-broken-encoding"

NOTES: Final = frozenset({MACRO, DOCTYPE, NAME, PARTLY, WITHIN})
"""The file was read all the same: these tell something about it."""


MOST_NAMED: Final = 5
_LONGEST_NAME: Final = 60
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f|]")


def within(name: str, why: str) -> str:
    """A note that the file `name`, carried by the one that is read, was not read; `why` is one of the codes above."""
    shown = PurePosixPath(_UNPRINTED.sub(" ", name).replace("\\", "/")).name
    return f"{WITHIN}|{why}|{shown[:_LONGEST_NAME]}"


def named(code: str) -> tuple[str, str] | None:
    """Why, and which file, of a note of `within`; None for any other code."""
    what, _bar, rest = code.partition("|")
    why, _bar, name = rest.partition("|")
    return (why, name) if what == WITHIN and rest else None


class Unreadable(Exception):
    """`code` is one of the codes above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
