"""A statement with its signature, as it travels; and whose it really is.

What is signed is the canonical text under a purpose of its own (`rules.signing`), so that a signature on a statement is
worth nothing for anything else. Whoever holds the keys signs: here come only bytes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kuramori.rules import signing
from kuramori.rules.leaves import canonical
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement, digest_of_text, plain_json, statement_from

PURPOSE: Final = "statement"
VERSION: Final = 1
_KEYS: Final = frozenset({"v", "key", "payload", "signature"})


@dataclass(frozen=True, slots=True)
class SenderKey:
    """A public key (32 bytes) of one organisation, and when it was in use; ``until_at`` None: still is."""

    owner: str
    public: bytes
    from_at: datetime
    until_at: datetime | None = None

    @property
    def thumbprint(self) -> str:
        return signing.thumbprint(self.public)


@dataclass(frozen=True, slots=True)
class Signed:
    """``payload`` is a statement's canonical text, ``key`` the thumbprint of the key that signed it."""

    payload: str
    key: str
    signature: bytes

    @property
    def text(self) -> str:
        """As it travels: canonical JSON."""
        signature = base64.urlsafe_b64encode(self.signature).rstrip(b"=").decode("ascii")
        return canonical({"v": VERSION, "key": self.key, "payload": self.payload, "signature": signature})

    @property
    def digest(self) -> str:
        """The statement's digest, whatever the signature."""
        return digest_of_text(self.payload)


def payload_of(statement: Statement) -> str:
    """The text to sign for `PURPOSE`. Raises `StatementRefused` for one that its recipient would refuse."""
    payload = statement.text
    statement_from(payload)
    return payload


def sign(statement: Statement, seed: bytes) -> Signed:
    """Signed with a private key (seed, 32 bytes); a key ring signs `payload_of` instead. Raises `StatementRefused`."""
    payload = payload_of(statement)
    signature = signing.sign(seed, PURPOSE, payload.encode("utf-8"))
    return Signed(payload, signing.thumbprint(signing.public_of(seed)), signature)


def signed_from(text: str) -> Signed:
    """Read what travelled. Raises `StatementRefused`. Nothing is verified here."""
    said = plain_json(text)
    if not isinstance(said, dict):
        raise StatementRefused("unreadable")
    version = said.get("v")
    if type(version) is int and version > VERSION:
        raise StatementRefused("unknown-version")
    if (
        said.keys() != _KEYS
        or version != VERSION
        or not all(isinstance(said[key], str) for key in _KEYS - {"v"})
    ):
        raise StatementRefused("unreadable")
    try:
        raw = said["signature"].encode("ascii")
        signature = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise StatementRefused("unreadable") from error
    found = Signed(said["payload"], said["key"], signature)
    if found.text != text:
        raise StatementRefused("not-canonical")
    return found


def opened(signed: Signed, keys: Iterable[SenderKey], recipient: str) -> Statement:
    """The statement, if its sender signed it for us. ``keys``: all that are known, of all senders.

    Raises `StatementRefused`: unknown-key (also for another's key), key-not-in-use, signature, not-for-us.
    """
    statement = statement_from(signed.payload)
    key = next((one for one in keys if one.owner == statement.sender and one.thumbprint == signed.key), None)
    if key is None:
        raise StatementRefused("unknown-key")
    if not signing.fits(key.public, PURPOSE, signed.payload.encode("utf-8"), signed.signature):
        raise StatementRefused("signature")
    if statement.said_at < key.from_at or (key.until_at is not None and statement.said_at > key.until_at):
        raise StatementRefused("key-not-in-use")
    if statement.recipient != recipient:
        raise StatementRefused("not-for-us")
    return statement
