"""Drawn pages, kept so that they are drawn once: sealed under a key outside the database, by names that tell nothing.

They are ours to throw away at any time: what is missing, or does not open, is drawn again from the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kuramori.outside.vault import SealBroken

KEPT_SECONDS = 30 * 24 * 3600
"""Pages that nobody looked at for so long are thrown away."""
PURPOSE = "pages"


@dataclass(frozen=True, slots=True)
class KeptPages:
    """The pages of one file of one organisation, by the hash of what was handed in."""

    organisation_id: uuid.UUID
    sha256: str

    def read(self, part: str) -> bytes | None:
        """A part (`about`, `pdf`, `1200/3`); None where it is not kept or was altered."""
        path = self._path(part)
        try:
            plain = settings.VAULT.sealer(PURPOSE, str(self.organisation_id)).open(
                path.read_bytes(), self._context(part)
            )
        except (FileNotFoundError, SealBroken):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return bytes(plain)

    def write(self, part: str, plain: bytes) -> None:
        """Keep a part; whole or not at all."""
        sealed = settings.VAULT.sealer(PURPOSE, str(self.organisation_id)).seal(plain, self._context(part))
        path = self._path(part)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{secrets.token_hex(8)}")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def read_told(self, part: str) -> object:
        """A part that is JSON; None where it is not kept."""
        plain = self.read(part)
        return None if plain is None else json.loads(plain)

    def write_told(self, part: str, told: object) -> None:
        self.write(part, json.dumps(told).encode())

    def _context(self, part: str) -> bytes:
        return f"{self.sha256}/{part}".encode()

    def _path(self, part: str) -> Path:
        key = settings.VAULT.key("page names", str(self.organisation_id))
        name = hmac.new(key, self._context(part), hashlib.sha256).hexdigest()
        return folder() / str(self.organisation_id) / name[:2] / name


def folder() -> Path:
    """Where they lie."""
    return Path(settings.DATA) / "pages"


def throw_away(older_than_seconds: float = KEPT_SECONDS) -> int:
    """Remove what nobody looked at for so long; returns how many parts."""
    gone, limit = 0, time.time() - older_than_seconds
    for path in folder().glob("*/*/*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
                gone += 1
    return gone
