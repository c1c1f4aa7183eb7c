"""What lies beside the leaf: sealed for its organisation, opened for reading."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings

from kuramori.outside.vault import Sealer
from kuramori.rules.leaves import SALT_BYTES, canonical, commitment

PURPOSE = "trail"


class Row(Protocol):
    """An entry, as far as opening it needs."""

    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def payload(self) -> Any: ...
    @property
    def personal(self) -> Any: ...
    @property
    def leaf(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """One committed value: 16 bytes of salt and the text."""

    salt: bytes
    value: str

    def commitment(self, label: str) -> str:
        return commitment(label, self.salt, self.value)


@dataclass(frozen=True, slots=True)
class Payload(Kept):
    """The payload: its text is a canonical JSON object."""

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.value)
        return found


def payload_of(values: Mapping[str, Any]) -> Payload:
    """Freshly salted."""
    return Payload(os.urandom(SALT_BYTES), canonical(values))


def personal_of(values: Mapping[str, str]) -> dict[str, Kept]:
    """Each field with a salt of its own, so that one can be erased and never be guessed from its commitment."""
    return {name: Kept(os.urandom(SALT_BYTES), value) for name, value in values.items()}


def sealed_payload(organisation_id: uuid.UUID | None, kept: Payload, bound_to: str) -> bytes:
    """`bound_to` is the payload's commitment: sealed values cannot be swapped between entries."""
    return _sealer(organisation_id).seal(kept.salt + kept.value.encode(), f"payload {bound_to}".encode())


def sealed_personal(organisation_id: uuid.UUID | None, kept: Mapping[str, Kept], bound_to: str) -> bytes:
    """The personal fields that are there; an erased one is simply no longer among them."""
    text = canonical({name: [one.salt.hex(), one.value] for name, one in kept.items()})
    return _sealer(organisation_id).seal(text.encode(), f"personal {bound_to}".encode())


def opened_payload(row: Row) -> Payload:
    """Raises `SealBroken` where the bytes are not this entry's."""
    context = f"payload {_bound(row)}".encode()
    plain = _sealer(row.organisation_id).open(bytes(row.payload), context)
    return Payload(plain[:SALT_BYTES], plain[SALT_BYTES:].decode())


def opened_personal(row: Row) -> dict[str, Kept]:
    """Raises `SealBroken`."""
    context = f"personal {_bound(row)}".encode()
    found = json.loads(_sealer(row.organisation_id).open(bytes(row.personal), context))
    return {name: Kept(bytes.fromhex(salt), value) for name, (salt, value) in found.items()}


def _bound(row: Row) -> str:
    found: str = json.loads(row.leaf)["payload"]
    return found


def _sealer(organisation_id: uuid.UUID | None) -> Sealer:
    found: Sealer = settings.VAULT.sealer(PURPOSE, str(organisation_id or ""))
    return found
