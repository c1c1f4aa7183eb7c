"""One-time links and API keys: what the holder gets, and the hash that is all we keep.

The secret has 256 bits of chance, so one unsalted SHA-256 is enough (no dictionary can be tried).
"""

from __future__ import annotations

import hashlib
import secrets


def fresh(prefix: str = "") -> tuple[str, str]:
    """A new secret and its hash: (text to hand over once, 64 hex digits to keep)."""
    secret = prefix + secrets.token_urlsafe(32)
    return secret, hash_of(secret)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
