"""The keys with which this instance speaks for its log, and as a witness of others' logs. Each lies in its own file.

A key is written as C2SP signed-note has it (`PRIVATE+KEY+name+id+base64`), mode 0600, made when first asked for.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from kuramori.outside.keys import text_once
from kuramori.rules import notes
from kuramori.rules.notes import Signer, Verifier


def log_signer() -> Signer:
    """The key that signs checkpoints. Its name is the log's origin, `kuramori/<32 hex digits>`, drawn by chance."""
    return _signer("log.key", notes.LOG, "")


def witness_signer() -> Signer:
    """The key that cosigns other instances' checkpoints; a key of its own, as the standard demands."""
    return _signer("witness.key", notes.COSIGNATURE, "/witness")


def log_verifier() -> Verifier:
    return log_signer().verifier


def _signer(name: str, kind: int, ending: str) -> Signer:
    path = Path(settings.VAULT.folder) / name
    fresh = Signer(f"kuramori/{secrets.token_hex(16)}{ending}", kind, os.urandom(32))
    return notes.signer_from(text_once(path, lambda: fresh.text))
