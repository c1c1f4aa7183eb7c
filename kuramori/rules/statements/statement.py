"""One statement: an envelope with sender, recipient and number around a body, and its one canonical text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kuramori.rules.document import Limits
from kuramori.rules.faults import Refused
from kuramori.rules.json_text import read_json
from kuramori.rules.leaves import canonical
from kuramori.rules.statements.bodies import KIND_OF, KINDS, Body
from kuramori.rules.statements.encoding import LARGEST_NUMBER, built, plain
from kuramori.rules.statements.refusals import StatementRefused

VERSION: Final = 1
LIMITS: Final = Limits(size=2_000_000, lines=1, values=40_000, depth=6)
LONGEST_NAME: Final = 200
FIRST: Final = ""
"""What stands as ``previous`` in the first statement of a channel."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_KEYS: Final = frozenset(
    {"v", "id", "kind", "sender", "recipient", "sequence", "previous", "thread", "said_at", "body"}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """``sender`` and ``recipient`` name organisations; ``sequence`` counts from 1 in the channel between them.

    ``previous``: digest of the one before in the channel, `FIRST` for the first. ``thread``: the matter both sides
    speak about. ``id`` and ``thread`` are UUIDs. ``said_at`` is the sender's clock, in whole seconds.
    """

    id: UUID
    sender: str
    recipient: str
    sequence: int
    previous: str
    thread: UUID
    said_at: datetime
    body: Body

    @property
    def kind(self) -> str:
        return KIND_OF[type(self.body)]

    @property
    def text(self) -> str:
        """The canonical JSON (RFC 8785): the only form in which a statement is signed, sent and kept."""
        return canonical(
            {
                "v": VERSION,
                "id": str(self.id),
                "kind": self.kind,
                "sender": self.sender,
                "recipient": self.recipient,
                "sequence": self.sequence,
                "previous": self.previous,
                "thread": str(self.thread),
                "said_at": plain(self.said_at),
                "body": plain(self.body),
            }
        )

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the text."""
        return digest_of_text(self.text)


def digest_of_text(text: str) -> str:
    """SHA-256 (hex) of a canonical text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def statement_from(text: str) -> Statement:
    """Read a statement. Raises `StatementRefused` for anything that is not exactly the canonical text of one."""
    said = plain_json(text)
    if not isinstance(said, dict):
        raise StatementRefused("unreadable")
    version = said.get("v")
    if version != VERSION or isinstance(version, bool):
        known = isinstance(version, int) and not isinstance(version, bool) and version > VERSION
        raise StatementRefused("unknown-version" if known else "unreadable")
    if said.keys() != _KEYS:
        raise StatementRefused("shape", min(said.keys() ^ _KEYS))
    kind = said["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise StatementRefused("unknown-kind")
    sequence = said["sequence"]
    if type(sequence) is not int or not 1 <= sequence <= LARGEST_NUMBER:
        raise StatementRefused("shape", "sequence")
    previous = said["previous"]
    is_digest = isinstance(previous, str) and bool(_DIGEST.fullmatch(previous))
    if (previous == FIRST) != (sequence == 1) or not (is_digest or previous == FIRST):
        raise StatementRefused("shape", "previous")
    found = Statement(
        id=_uuid(said, "id"),
        sender=_name(said, "sender"),
        recipient=_name(said, "recipient"),
        sequence=sequence,
        previous=previous,
        thread=_uuid(said, "thread"),
        said_at=built(datetime, said["said_at"], "said_at"),
        body=built(KINDS[kind], said["body"], "body"),
    )
    if found.text != text:
        raise StatementRefused("not-canonical")
    return found


def plain_json(text: str) -> Any:
    """Strict JSON: no key twice, no depth or size beyond the limits. Raises `StatementRefused`."""
    if len(text.encode("utf-8", "surrogatepass")) > LIMITS.size:
        raise StatementRefused("unreadable")
    try:
        return read_json(text, "", LIMITS).value
    except Refused as refused:
        raise StatementRefused("unreadable") from refused


def _uuid(said: dict[str, Any], key: str) -> UUID:
    value = said[key]
    try:
        found = UUID(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise StatementRefused("shape", key)
    return found


def _name(said: dict[str, Any], key: str) -> str:
    name = built(str, said[key], key)
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise StatementRefused("shape", key)
    return name
