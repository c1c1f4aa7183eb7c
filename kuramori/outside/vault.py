"""Keys outside the database, and sealing with them: AES-256-GCM under keys derived (HKDF-SHA256) from one root key.

The root key lies in a file of its own (mode 0600). Each purpose and organisation has a key of its own, so that what
was sealed for one cannot be opened as another's. A sealed value is `0x01 ‖ nonce (12 bytes) ‖ ciphertext ‖ tag (16)`;
the context (which row, which field) is authenticated with it, so that sealed values cannot be swapped between rows.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kuramori.outside.keys import KeyUnreadable, secret_text

VERSION = b"\x01"
NONCE_BYTES = 12


class SealBroken(ValueError):
    """These bytes were not sealed with this key and context, or were changed since."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens with one key of 32 bytes."""

    key: bytes = field(repr=False)
    _cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cipher", AESGCM(self.key))

    def seal(self, plain: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The plain bytes; raises `SealBroken`."""
        if sealed[:1] != VERSION:
            raise SealBroken
        try:
            return self._cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], context)
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error


class Vault:
    """The folder of key files. `sealer("trail", organisation id)` is the same key each time, and no other's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = b""
        self._sealers: dict[tuple[str, str], Sealer] = {}

    def sealer(self, purpose: str, subject: str = "") -> Sealer:
        """What seals for `purpose` (a constant of the caller's) and `subject` (an organisation's id, or "")."""
        found = self._sealers.get((purpose, subject))
        if found is None:
            found = self._sealers[purpose, subject] = Sealer(self.key(purpose, subject))
        return found

    def key(self, purpose: str, subject: str = "") -> bytes:
        """32 bytes for `purpose` and `subject`."""
        info = f"kuramori/v1/{purpose}/{subject}".encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self._root_key())

    def _root_key(self) -> bytes:
        if not self._root:
            text = secret_text(self.folder / "root.key")
            if len(text) < 43:  # 256 bits in base64
                raise KeyUnreadable("鍵のファイルが短すぎます: root.key")
            self._root = text.encode("ascii")
        return self._root
