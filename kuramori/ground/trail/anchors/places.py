"""Where copies of the tiles may lie: a folder, and storage that speaks S3 and locks what it is given."""

from __future__ import annotations

import datetime
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from kuramori.outside import clock
from kuramori.outside.object_store import ObjectStore, StoreFault

LARGEST: Final = 32 * 1024 * 1024  # a full bundle of the largest entries has 16 MiB


class PlaceFault(Exception):
    """The copy could not be made; `word` says why in short."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class HoldsOther(PlaceFault):
    """Other bytes lie there under this path; nothing was overwritten."""

    def __init__(self, content: bytes) -> None:
        super().__init__("forked")
        self.content = content


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is there already: one that is not mounted must not be filled beneath its mount point."""

    root: Path
    every: datetime.timedelta = datetime.timedelta(seconds=50)

    @property
    def name(self) -> str:
        return str(self.root)

    def get(self, path: str) -> bytes | None:
        """The bytes at the path, None where nothing lies there."""
        self._require_root()
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlaceFault("folder") from error

    def put(self, path: str, content: bytes) -> None:
        """Write what may never change; raises `HoldsOther`."""
        found = self.get(path)
        if found is None:
            self.replace(path, content)
        elif found != content:
            raise HoldsOther(found)

    def replace(self, path: str, content: bytes) -> None:
        """Write so that a reader, or a power cut, meets the old or the new, never a piece."""
        self._require_root()
        target = self.root / path
        beside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise PlaceFault("folder") from error

    def tidy(self, outgrown: Sequence[str]) -> None:
        """Take away partial tiles that a wider one has replaced; the standard allows it."""
        for path in outgrown:
            target = self.root / path
            try:
                target.unlink(missing_ok=True)
                target.parent.rmdir()
            except OSError:
                continue  # not empty, or not ours to remove: it does no harm

    def _require_root(self) -> None:
        if not self.root.is_dir():
            raise PlaceFault("folder")


@dataclass(frozen=True, slots=True)
class Locked:
    """S3-compatible storage: whatever is put is locked (COMPLIANCE) for `lock_days`; only `checkpoint` is replaced."""

    store: ObjectStore
    lock_days: int
    # Each copy of a partial tile stays for years.
    every: datetime.timedelta = datetime.timedelta(minutes=59)

    @property
    def name(self) -> str:
        return self.store.name

    def get(self, path: str) -> bytes | None:
        try:
            return self.store.get(path, limit_bytes=LARGEST)
        except StoreFault as fault:
            raise PlaceFault(fault.word) from fault

    def put(self, path: str, content: bytes) -> None:
        """Put and lock; raises `HoldsOther`."""
        found = self.get(path)
        if found is not None:
            if found != content:
                raise HoldsOther(found)
            return
        self._put(path, content, clock.now() + datetime.timedelta(days=self.lock_days))

    def replace(self, path: str, content: bytes) -> None:
        self._put(path, content, None)

    def tidy(self, outgrown: Sequence[str]) -> None:
        """Nothing: what is locked stays."""

    def _put(self, path: str, content: bytes, locked_until: datetime.datetime | None) -> None:
        try:
            self.store.put(path, content, locked_until=locked_until)
        except StoreFault as fault:
            raise PlaceFault(fault.word) from fault


def of_settings() -> list[Folder | Locked]:
    """The places that `[mirror]` names."""
    said = settings.INSTANCE.mirror
    found: list[Folder | Locked] = []
    if said.folder:
        found.append(Folder(Path(said.folder)))
    if said.s3_endpoint:
        store = ObjectStore(
            endpoint=said.s3_endpoint,
            bucket=said.s3_bucket,
            prefix=said.s3_prefix,
            region=said.s3_region or "us-east-1",
            access_key=said.s3_access_key,
            secret_key=said.s3_secret_key,
            private_network=said.private_network,
            authorities=Path(said.authorities) if said.authorities else None,
        )
        found.append(Locked(store, said.lock_days))
    return found
