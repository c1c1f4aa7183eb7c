"""The statement that a log went back to an older state: what its operator says openly, signed with the log's key.

A note (C2SP signed-note) whose first line is `kuramori/rollback@v1`, then the log's origin, the size that the log has
now, its root (base64), and the reason in one line. It can never be read as a checkpoint: the second line is no size.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from kuramori.rules import notes
from kuramori.rules.merkle import HASH_BYTES
from kuramori.rules.notes import Note, NoteUnreadable, Signer

FORMAT = "kuramori/rollback@v1"
LONGEST_WHY = 400


@dataclass(frozen=True, slots=True)
class Rollback:
    """The log `origin` now has `size` entries under `root`, and not what others hold of it beyond that; `why`."""

    origin: str
    size: int
    root: bytes
    why: str

    @property
    def text(self) -> str:
        root = base64.b64encode(self.root).decode("ascii")
        return f"{FORMAT}\n{self.origin}\n{self.size}\n{root}\n{self.why}\n"


def stated(rollback: Rollback, signer: Signer) -> str:
    """The whole statement, signed."""
    return notes.signed(rollback.text, signer).whole


def statement_from(text: str) -> tuple[Rollback, Note]:
    """Read a statement; raises `NoteUnreadable`. No signature is checked here."""
    note = notes.note_from(text)
    lines = note.text.split("\n")
    if len(lines) != 6 or lines.pop() != "" or lines[0] != FORMAT or not all(lines):
        raise NoteUnreadable("rollback")
    _format, origin, size, root, why = lines
    if not size.isascii() or not size.isdecimal() or (size != "0" and size.startswith("0")) or len(size) > 18:
        raise NoteUnreadable("size")
    try:
        content = base64.b64decode(root.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NoteUnreadable("root") from error
    if (
        len(content) != HASH_BYTES
        or base64.b64encode(content).decode("ascii") != root
        or len(why) > LONGEST_WHY
    ):
        raise NoteUnreadable("root")
    return Rollback(origin, int(size), content, why), note
