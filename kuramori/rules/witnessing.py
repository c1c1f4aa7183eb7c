"""What a log and its witness send each other, as text (C2SP tlog-witness, `add-checkpoint`).

The log sends `old <size>`, the hashes of a consistency proof, an empty line and its checkpoint; the witness answers
with its signature lines, or with the size that it cosigned last.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from kuramori.rules.merkle import HASH_BYTES
from kuramori.rules.notes import NoteUnreadable, Signature, signature_from

MOST_HASHES = 63
LARGEST_ANSWER_LINES = 64
SIZE_KIND = "text/x.tlog.size"

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Submission:
    """`old`: the size the witness cosigned last; `path`: the proof from there; `note`: the whole signed checkpoint."""

    old: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        lines = [
            f"old {self.old}",
            *(base64.b64encode(step).decode("ascii") for step in self.path),
            "",
            self.note,
        ]
        return "\n".join(lines)


def submission_from(text: str) -> Submission:
    """Read what a log sends; raises `NoteUnreadable`. The checkpoint within is not read yet."""
    head, found, note = text.partition("\n\n")
    first, *hashes = head.split("\n")
    word, _, size = first.partition(" ")
    if not found or word != "old" or not _SIZE.fullmatch(size) or len(hashes) > MOST_HASHES:
        raise NoteUnreadable("old size")
    return Submission(int(size), tuple(_hash(line) for line in hashes), note)


def cosignatures_from(text: str) -> tuple[Signature, ...]:
    """Read the witness's signature lines; raises `NoteUnreadable`."""
    lines = text.split("\n")
    if lines.pop() != "" or not 1 <= len(lines) <= LARGEST_ANSWER_LINES:
        raise NoteUnreadable("signature lines")
    return tuple(signature_from(line) for line in lines)


def told_size(text: str) -> int:
    """Read the size that a witness cosigned last; raises `NoteUnreadable`."""
    size = text.removesuffix("\n")
    if not _SIZE.fullmatch(size):
        raise NoteUnreadable("size")
    return int(size)


def _hash(line: str) -> bytes:
    try:
        found = base64.b64decode(line.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NoteUnreadable("hash") from error
    if len(found) != HASH_BYTES or base64.b64encode(found).decode("ascii") != line:
        raise NoteUnreadable("hash")
    return found
