"""The words of the backup file: the label outside, the list inside, and what was found on reading."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from kuramori.site import folder
from kuramori.site.backup import faults

FORMAT = "kuramori-backup/1"
LABEL, KEYS, RECORDS = "kuramori-backup.json", "keys.age", "data.age"
SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
DATABASES = {"sqlite": folder.DATABASE, "postgresql": "database.pgdump"}
LARGEST_NOTE = 4 * 1024 * 1024


class _Note:
    """A small JSON object whose keys and types must be exactly those of the class."""

    __slots__ = ()

    def as_bytes(self) -> bytes:
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()  # type: ignore[call-overload]

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Raises `faults.Damaged`."""
        try:
            found = json.loads(raw)
            wanted: dict[str, Any] = cls.__annotations__
            if not isinstance(found, dict) or found.keys() != wanted.keys():
                raise faults.foreign()
            note = cls(
                **{key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
            )
        except (ValueError, TypeError, RecursionError) as error:
            raise faults.foreign() from error
        if any(type(found[key]).__name__ not in _JSON[kind] for key, kind in wanted.items()):
            raise faults.foreign()
        return note


_JSON = {"str": ("str",), "int": ("int",), "tuple[str, ...]": ("list",)}


@dataclass(frozen=True, slots=True)
class Label(_Note):
    """What is readable without a key. `made_at` is ISO 8601 in UTC; `source` the data folder it was made from."""

    format: str
    id: str
    made_at: str
    version: str
    database: str
    recipient: str
    source: str


@dataclass(frozen=True, slots=True)
class Manifest(_Note):
    """The last member of each sealed part. `label` is the SHA-256 of the label, `sums` of the list of sums.

    `checkpoint` is the newest one the trail had signed, or empty."""

    label: str
    part: str
    members: int
    size: int
    sums: str
    trail_size: int
    checkpoint: str
    migrations: tuple[str, ...]
