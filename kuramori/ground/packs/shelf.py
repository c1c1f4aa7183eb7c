"""The shelf: every pack that can be used, found by name or digest. A pack with a fault stays off it, alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kuramori.ground.packs.folder import Folder, find_folders, read_folder
from kuramori.ground.packs.kept import keep_pack, kept_pack
from kuramori.rules.catalogue import Pack
from kuramori.rules.digest import digest_of
from kuramori.rules.faults import Fault, Refused, words

CONTENT: Final = Path(__file__).resolve().parents[3] / "content"


@dataclass(frozen=True, slots=True)
class Shelved:
    """One pack folder: a pack, or None with the faults that kept it off the shelf."""

    folder: Path
    pack: Pack | None
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _State:
    entries: tuple[Shelved, ...]
    by_id: Mapping[str, Pack]
    by_digest: dict[str, Pack] = field(default_factory=dict)


class Shelf:
    """Packs below ``roots``; of two with the same id the first stands. ``keep`` is a folder for parsed packs.

    Read on first use and then remembered; ``refresh`` looks again.
    """

    def __init__(self, roots: Sequence[Path], keep: Path | None = None) -> None:
        self._roots = tuple(roots)
        self._keep = keep
        self._state: _State | None = None

    def refresh(self) -> None:
        """Look at the folders again on the next use."""
        self._state = None

    def entries(self) -> tuple[Shelved, ...]:
        """Every pack folder, usable or not, in the order of the roots and of their paths."""
        return self._read().entries

    def packs(self) -> tuple[Pack, ...]:
        """The usable packs."""
        return tuple(self._read().by_id.values())

    def refused(self) -> tuple[Shelved, ...]:
        """The folders that were kept off, with their faults."""
        return tuple(entry for entry in self.entries() if entry.pack is None)

    def find(self, name: str) -> Pack | None:
        """By id (``jp/meti/tics``), by id with ``.`` or ``-`` for ``/``, or by a last part that only one pack has."""
        packs = self._read().by_id
        if name in packs:
            return packs[name]
        wanted = _flat(name)
        by_flat_id = [pack for pack in packs.values() if _flat(pack.id) == wanted]
        by_last_part = [pack for pack in packs.values() if pack.id.rsplit("/", 1)[-1] == name]
        matches = by_flat_id or by_last_part
        return matches[0] if len(matches) == 1 else None

    def by_digest(self, digest: str) -> Pack | None:
        """Exactly that edition: from the shelf, or from the kept ones when the shelf has moved on."""
        state = self._read()
        if digest not in state.by_digest and self._keep is not None:
            old = kept_pack(self._keep, digest)
            if old is not None:
                state.by_digest[digest] = old
        return state.by_digest.get(digest)

    def _read(self) -> _State:
        if self._state is None:
            entries = tuple(_without_doubles(self._shelved()))
            packs = [entry.pack for entry in entries if entry.pack is not None]
            self._state = _State(entries, {p.id: p for p in packs}, {p.digest: p for p in packs})
        return self._state

    def _shelved(self) -> Iterable[Shelved]:
        for root in self._roots:
            for folder in find_folders(root):
                # A root that is itself a pack folder has no place under a shelf to compare its id with.
                place = folder.relative_to(root).as_posix() if folder != root else None
                yield self._load(folder, place)

    def _load(self, folder: Path, place: str | None) -> Shelved:
        found = read_folder(folder)
        if found.faults:
            return Shelved(folder, None, found.faults)
        if self._keep is not None:
            # What is kept was checked under its own id; a folder that moved is checked again.
            pack = kept_pack(self._keep, digest_of(found.files))
            if pack is not None and place in (None, pack.id):
                return Shelved(folder, pack)
        return self._build(folder, place, found)

    def _build(self, folder: Path, place: str | None, found: Folder) -> Shelved:
        # Checking needs the YAML parser and jsonschema: 0.35 s and 20 MB that a start with kept packs never pays.
        from kuramori.rules.building import build_with_plain

        try:
            built = build_with_plain(found.files, folder=place)
        except Refused as refused:
            return Shelved(folder, None, refused.faults)
        if self._keep is not None:
            keep_pack(self._keep, built.pack.digest, found.files, built.plain)
        return Shelved(folder, built.pack)


def open_shelf(data: Path | None = None) -> Shelf:
    """The shipped packs, and with a data folder also those installed in ``data/packs``; parsed forms are kept there."""
    if data is None:
        return Shelf([CONTENT])
    return Shelf([CONTENT, data / "packs"], data / "kept-packs")


def _flat(name: str) -> str:
    return re.sub(r"[./-]", "/", name)


def _without_doubles(entries: Iterable[Shelved]) -> Iterable[Shelved]:
    first: dict[str, Path] = {}
    for entry in entries:
        pack = entry.pack
        if pack is not None and pack.id in first:
            twice = words({"id": pack.id, "first": first[pack.id].name})
            yield Shelved(
                entry.folder, None, (Fault("pack.yaml", None, None, "same-pack-twice", "id", twice),)
            )
            continue
        if pack is not None:
            first[pack.id] = entry.folder
        yield entry
