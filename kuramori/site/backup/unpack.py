"""Reads a backup file, checks every byte of it, and lays what it carries into an empty folder."""

from __future__ import annotations

import hashlib
import io
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pyrage import x25519

from kuramori.site.backup import contents, faults, form, members, sealing
from kuramori.site.backup.form import Label, Manifest


@dataclass(frozen=True, slots=True)
class Opened:
    """What a backup says of itself, once it was proved whole."""

    label: Label
    manifest: Manifest


def read_label(file: BinaryIO) -> Label:
    """What can be read without a key; raises `faults.Damaged`."""
    return _outside(file)[0]


def unpack(file: BinaryIO, identity: x25519.Identity, into: Path) -> Opened:
    """Lays the content into the empty folder `into`. Raises `faults.Damaged`; the caller throws the folder away."""
    label, places = _outside(file)
    _read_part(file, places[form.KEYS], form.KEYS, identity, label, into)
    manifest = _read_part(file, places[form.RECORDS], form.RECORDS, identity, label, into)
    if not (into / form.DATABASES[label.database]).is_file():
        raise faults.altered("データベース")
    return Opened(label, manifest)


def _outside(file: BinaryIO) -> tuple[Label, dict[str, tuple[int, int]]]:
    """The label, and where each part begins and how long it is; every byte but those of the parts is looked at."""
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    places: dict[str, tuple[int, int]] = {}
    note = b""
    for expected in (form.LABEL, form.KEYS, form.RECORDS):
        at, size = _next_place(file, expected, is_first=not places)
        if at + size > end:
            raise faults.cut()
        if expected == form.LABEL:
            note = file.read(min(size, form.LARGEST_NOTE))
        file.seek(at + size)
        if file.read(-size % members.BLOCK) != members.padding(size):
            raise faults.cut()
        places[expected] = (at, size)
    rest = file.read(len(members.END) + 1)
    if rest != members.END:
        raise faults.cut() if len(rest) < len(members.END) else faults.altered("終わり")
    return _known(Label.from_bytes(note)), places


def _next_place(file: BinaryIO, expected: str, *, is_first: bool) -> tuple[int, int]:
    block = file.read(members.BLOCK)
    if not is_first and (len(block) < members.BLOCK or block == bytes(members.BLOCK)):
        raise faults.cut()
    if len(block) < members.BLOCK:
        raise faults.foreign()
    name, size = members.name_and_size(block)
    if name != expected:
        raise faults.foreign()
    return file.tell(), size


def _known(label: Label) -> Label:
    if label.format != form.FORMAT:
        raise faults.newer(label.version)
    if label.database not in form.DATABASES:
        raise faults.foreign()
    return label


def _read_part(
    file: BinaryIO, place: tuple[int, int], part: str, identity: x25519.Identity, label: Label, into: Path
) -> Manifest:
    with closing(_Shelf(part, label, into)) as shelf:
        reader = members.Reader(shelf.open_member)
        sealing.unseal(io.BufferedReader(_Window(file, *place), 64 * 1024), reader, identity)
        reader.finish()
    if not {form.SUMS, form.MANIFEST} <= shelf.notes.keys():
        raise faults.altered(form.MANIFEST)
    manifest = Manifest.from_bytes(shelf.notes[form.MANIFEST].getvalue())
    listed = shelf.notes[form.SUMS].getvalue()
    if manifest.label != hashlib.sha256(label.as_bytes()).hexdigest():
        raise faults.altered(form.LABEL)
    told = (manifest.part, manifest.members, manifest.size, manifest.sums)
    if told != (part, len(shelf.sums), shelf.size, hashlib.sha256(listed).hexdigest()):
        raise faults.altered(form.MANIFEST)
    for said, found in zip(listed.decode("utf-8", "replace").splitlines(), shelf.sums, strict=False):
        if said != found:
            raise faults.altered(found.split("  ", 1)[1])
    return manifest


class _Window(io.RawIOBase):
    """Part of a file, as a file."""

    def __init__(self, file: BinaryIO, at: int, size: int) -> None:
        self.file, self._at, self._size, self._place = file, at, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        self.file.seek(self._at + self._place)
        data = self.file.read(max(0, min(len(buffer), self._size - self._place)))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


@dataclass(slots=True)
class _Shelf:
    """Where members go: files into the folder, the two closing notes into memory."""

    part: str
    label: Label
    into: Path
    notes: dict[str, io.BytesIO] = field(default_factory=dict)
    sums: list[str] = field(default_factory=list)
    size: int = 0
    current: _Laid | None = None

    def open_member(self, name: str, size: int) -> members.Sink:
        if form.MANIFEST in self.notes or (form.SUMS in self.notes and name != form.MANIFEST):
            raise faults.altered("順序")
        if name in {form.SUMS, form.MANIFEST}:
            if name == form.MANIFEST and size > form.LARGEST_NOTE:
                raise faults.foreign()
            self.notes[name] = note = _Note()
            return note
        if not contents.belongs(name, to_keys=self.part == form.KEYS, database=self.label.database):
            raise faults.altered(name)
        self.current = _Laid(self, name, size)
        return self.current

    def close(self) -> None:
        """Lets go of a file whose end never came."""
        if self.current is not None:
            self.current.file.close()


class _Note(io.BytesIO):
    def close(self) -> None:
        """It is read after it was closed as a member."""


class _Laid:
    """One file being laid into the folder."""

    def __init__(self, shelf: _Shelf, name: str, size: int) -> None:
        self._shelf, self._name, self._size = shelf, name, size
        path = shelf.into / name
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file = path.open("xb")
        except (FileExistsError, NotADirectoryError) as error:
            raise faults.altered("同じ名前が2つ") from error
        path.chmod(0o600)
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self.file.write(data)

    def close(self) -> None:
        self.file.close()
        self._shelf.size += self._size
        self._shelf.sums.append(f"{self._digest.hexdigest()}  {self._name}")
