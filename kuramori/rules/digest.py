"""The digest by which an edition of a pack is known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def digest_of(files: Mapping[str, str] | Mapping[str, bytes] | Mapping[str, str | bytes]) -> str:
    """SHA-256 (hex) over the sorted names and texts; line ends and a byte-order mark make no difference."""
    total = hashlib.sha256()
    for name in sorted(files):
        text = files[name]
        raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        # The length before each text keeps the border between two files unmistakable.
        total.update(f"{name}\n{len(raw)}\n".encode())
        total.update(raw)
    return total.hexdigest()
