"""Under which name an organisation stands in the leaves: 32 hex digits that only this instance can lead back."""

from __future__ import annotations

import functools
import hashlib
import hmac
import uuid

from django.conf import settings


def pseudonym(organisation_id: uuid.UUID | None) -> str:
    """The same for the same organisation each time; "" for what concerns no organisation."""
    return _of(str(organisation_id)) if organisation_id else ""


@functools.lru_cache(maxsize=4096)
def _of(organisation: str) -> str:
    key = settings.VAULT.key("trail-pseudonym")
    return hmac.new(key, organisation.encode(), hashlib.sha256).hexdigest()[:32]
