"""Second factors as they lie in the database: sealed (AES-256-GCM), each for the one account it belongs to.

A secret that is copied to another account's row cannot be opened there: the account is authenticated with it.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

PURPOSE = "mfa"

_whose: ContextVar[uuid.UUID | None] = ContextVar("whose_factor", default=None)


@contextmanager
def belonging_to(account_id: uuid.UUID) -> Iterator[None]:
    """Within this, factors are sealed for and opened of this account, whoever is signed in."""
    token = _whose.set(account_id)
    try:
        yield
    finally:
        _whose.reset(token)


def owner(signed_in: uuid.UUID | None) -> uuid.UUID | None:
    """Whose factor is meant: that of `belonging_to`, else of the one who is signed in."""
    return _whose.get() or signed_in


def seal(secret: str, account_id: uuid.UUID) -> str:
    """`secret` sealed for the account, as text (base64)."""
    sealed = settings.VAULT.sealer(PURPOSE, str(account_id)).seal(secret.encode(), _context(account_id))
    return base64.b64encode(sealed).decode("ascii")


def unseal(text: str, account_id: uuid.UUID) -> str:
    """The secret; raises `outside.vault.SealBroken` for another account's, or one that was changed."""
    sealer = settings.VAULT.sealer(PURPOSE, str(account_id))
    return sealer.open(base64.b64decode(text), _context(account_id)).decode()


def _context(account_id: uuid.UUID) -> bytes:
    return f"{PURPOSE}/{account_id}".encode()
