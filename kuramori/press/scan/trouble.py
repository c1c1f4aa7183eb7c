"""Why a file could not be read, or not wholly. Codes only; the words for people are with whoever shows them."""

from __future__ import annotations

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
"""A file within it could not be read: too deep, too large, packed, encrypted or broken."""
LINK: Final = "link"
FOLDER: Final = "folder-unreadable"
NAME: Final = "name-in-broken-encoding"

NOTES: Final = frozenset({MACRO, DOCTYPE, NAME, PARTLY, WITHIN})
"""The file was read all the same: these tell something about it."""


class Unreadable(Exception):
    """`code` is one of the codes above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
