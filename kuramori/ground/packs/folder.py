"""The files of one pack folder, read with limits; and where pack folders are."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kuramori.rules.faults import Fault, words

HEAD: Final = "pack.yaml"
LARGEST: Final = 1_000_000  # bytes of one file
MOST_FILES: Final = 300
TEXTUAL: Final = (
    ".yaml",
    ".yml",
    ".json",
)  # other files (a README, a licence) may lie beside, and are left alone


@dataclass(frozen=True, slots=True)
class Folder:
    """``files`` maps names within the folder ("texts/ja.yaml") to their bytes; ``faults`` name what was not read."""

    files: dict[str, bytes]
    faults: tuple[Fault, ...]


def find_folders(root: Path) -> Iterator[Path]:
    """Folders below ``root`` (or ``root`` itself) that hold a pack.yaml, sorted by path; links are not followed."""
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if HEAD in names:
            folders.clear()
            yield Path(place)


def read_folder(folder: Path) -> Folder:
    """Read every YAML file of a pack; a file that is too large a link, or cannot be opened becomes a fault."""
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    names = sorted(_names(folder))
    if len(names) > MOST_FILES:
        return Folder({}, (Fault("", None, None, "too-many", "", words({"limit": MOST_FILES})),))
    for name in names:
        path = folder / name
        if path.is_symlink():
            # What it points to may be any file of this machine, and a fault would quote from it.
            faults.append(Fault(name, None, None, "link-not-followed"))
            continue
        try:
            size = path.stat().st_size
            if size > LARGEST:
                faults.append(
                    Fault(name, None, None, "too-large", "", words({"size": size, "limit": LARGEST}))
                )
            else:
                files[name] = path.read_bytes()
        except OSError as error:
            faults.append(_not_opened(name, error))
    return Folder(files, tuple(faults))


def _not_opened(name: str, error: OSError) -> Fault:
    if error.errno in (errno.EACCES, errno.EPERM):
        return Fault(name, None, None, "not-permitted")
    # The system's own sentence is English; its short name (EIO) can be looked up in either language.
    reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return Fault(name, None, None, "unreadable-file", "", words({"detail": reason}))


def _names(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if name.endswith(TEXTUAL) and not name.startswith("."):
                yield (Path(place) / name).relative_to(folder).as_posix()
