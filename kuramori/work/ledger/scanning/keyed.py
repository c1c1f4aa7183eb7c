"""The key of an organisation's index, and how fingerprints lie in a column: 8 bytes each, little-endian."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable

from django.conf import settings

PURPOSE = "ledger-scan-index"


def key_of(organisation_id: object) -> bytes:
    """32 bytes, outside the database."""
    key: bytes = settings.VAULT.key(PURPOSE, str(organisation_id))
    return key


def keyed(key: bytes, *parts: str) -> str:
    """32 hex digits that tell nothing of the parts to whoever has not the key."""
    told = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(told, key=key, digest_size=16).hexdigest()


def packed(prints: Iterable[int]) -> bytes:
    values = sorted(set(prints))
    return struct.pack(f"<{len(values)}Q", *values)


def unpacked(content: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 8}Q", bytes(content))
