"""What goes into the tree for one entry: the leaf's canonical text, and the salted commitments in it.

The leaf tells event, ids and time; what happened in words and who did it are only committed to, so that they can be
shown to one reader and personal fields can be erased while every proof stays whole. The form: docs/reference/trail.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
SALT_BYTES = 16
DOMAIN = b"kuramori.trail/v1/"


class LeafUnreadable(ValueError):
    """The text is no leaf of version 1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """`at` as `2026-11-22T01:02:03.456789Z`; `organisation` a pseudonym; `payload`, `personal` hex commitments."""

    at: str
    event: str
    organisation: str
    person: str
    via: str
    kind: str
    thing: str
    payload: str
    personal: Mapping[str, str] = field(default_factory=dict)
    shows: Sequence[str] = ()
    audience: str = ""

    @property
    def text(self) -> str:
        return canonical(
            {
                "at": self.at,
                "audience": self.audience,
                "event": self.event,
                "kind": self.kind,
                "organisation": self.organisation,
                "payload": self.payload,
                "person": self.person,
                "personal": dict(self.personal),
                "shows": list(self.shows),
                "thing": self.thing,
                "v": VERSION,
                "via": self.via,
            }
        )


def canonical(value: Any) -> str:
    """RFC 8785 for what occurs here: sorted keys, no spaces, characters as they are; no fractions."""
    return _encode(value)


# One encoder for all: every entry of the trail passes here three times.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_KEYS = {*Leaf.__dataclass_fields__, "v"}


def leaf_from(text: str) -> Leaf:
    """Read a leaf; raises `LeafUnreadable` for anything that is not exactly the canonical text of one."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise LeafUnreadable("json") from error
    if not isinstance(found, dict) or found.keys() != _KEYS or found.pop("v") != VERSION:
        raise LeafUnreadable("keys")
    leaf = Leaf(**found)
    if leaf.text != text:
        raise LeafUnreadable("form")
    return leaf


def commitment(label: str, salt: bytes, value: str) -> str:
    """64 hex digits. `label` is `payload` or `personal/<name>`; `salt` 16 bytes by chance."""
    return hashlib.sha256(DOMAIN + label.encode() + b"\n" + salt + value.encode()).hexdigest()
