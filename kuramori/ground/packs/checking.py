"""Check one pack folder, or every one in a tree: all faults with file, line and rule."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kuramori.ground.packs.folder import find_folders, read_folder
from kuramori.ground.packs.shelf import CONTENT
from kuramori.rules.building import build
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Fault, Refused, words


@dataclass(frozen=True, slots=True)
class Checked:
    """One folder that was looked at; ``pack`` is None where there are faults, whose paths begin with the folder."""

    folder: Path
    pack: Pack | None
    faults: tuple[Fault, ...]


def check(path: Path, *, today: date | None = None) -> tuple[Checked, ...]:
    """Every pack at or below ``path``; empty where there is none.

    A folder that has everything but its pack.yaml is a pack with a fault, when it is named itself.
    """
    folders = list(find_folders(path)) or ([path] if (path / "items.yaml").is_file() else [])
    checked = [_check_folder(folder, _place(path, folder), today) for folder in folders]
    return tuple(_same_id_once(checked))


def _check_folder(folder: Path, place: str | None, today: date | None) -> Checked:
    found = read_folder(folder)
    faults: list[Fault] = list(found.faults)
    pack: Pack | None = None
    try:
        pack = build(found.files, folder=place, today=today)
    except Refused as refused:
        # A file that could not be read was named already; that it is missing is not a second fault.
        unread = {fault.path for fault in found.faults}
        faults += [f for f in refused.faults if not (f.rule == "missing-file" and f.path in unread)]
    named = tuple(
        dataclasses.replace(f, path=(folder / f.path).as_posix() if f.path else str(folder)) for f in faults
    )
    return Checked(folder, None if named else pack, named)


def _place(path: Path, folder: Path) -> str | None:
    """The folder's path under the shelf, as far as it can be known.

    Under the shipped content it is known. In another tree the part below ``path`` is known only as an ending, so a
    tree one level deep or more says it when it looks like an id; a single folder says nothing.
    """
    resolved = folder.resolve()
    if resolved.is_relative_to(CONTENT):
        return resolved.relative_to(CONTENT).as_posix()
    below = folder.relative_to(path).as_posix()
    return below if below.count("/") >= 2 else None


def _same_id_once(checked: list[Checked]) -> list[Checked]:
    first: dict[str, Any] = {}
    result = []
    for entry in checked:
        if entry.pack is not None and entry.pack.id in first:
            twice = words({"id": entry.pack.id, "first": first[entry.pack.id].as_posix()})
            fault = Fault((entry.folder / "pack.yaml").as_posix(), None, None, "same-pack-twice", "id", twice)
            entry = Checked(entry.folder, None, (fault,))
        elif entry.pack is not None:
            first[entry.pack.id] = entry.folder
        result.append(entry)
    return result
