"""Packs that were checked once are kept parsed, by digest: a start reads them in milliseconds, and a sheet that was
frozen with an older edition finds its texts again.

A kept pack is one JSON file with the folder's texts and the plain values made of them. The digest is counted again
from the texts on reading, so a cut or mixed-up file is not used.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kuramori.rules.assembling import assemble
from kuramori.rules.catalogue import Pack
from kuramori.rules.digest import digest_of

FORM: Final = 1  # of the kept file; another number is as good as none
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def keep_pack(where: Path, digest: str, files: Mapping[str, bytes], plain: Mapping[str, Any]) -> bool:
    """Write the kept form; False where the folder cannot be written (the next start then parses again)."""
    texts = {name: raw.decode("utf-8-sig") for name, raw in files.items()}
    content = json.dumps({"form": FORM, "files": texts, "plain": plain}, ensure_ascii=False)
    try:
        where.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=where, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(content)
        Path(temporary).replace(where / f"{digest}.json")
    except OSError:
        return False
    return True


def kept_pack(where: Path, digest: str) -> Pack | None:
    """The pack kept under this digest, or None where there is none that can be used."""
    kept = _read(where, digest)
    if kept is None:
        return None
    try:
        return assemble(kept["plain"], digest)
    except (ValueError, KeyError, TypeError):
        return None


def _read(where: Path, digest: str) -> dict[str, Any] | None:
    if not _DIGEST.fullmatch(digest):
        return None
    try:
        kept: dict[str, Any] = json.loads((where / f"{digest}.json").read_text("utf-8"))
        if kept["form"] != FORM or digest_of(kept["files"]) != digest:
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return kept
