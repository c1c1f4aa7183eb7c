"""The files below a folder, with what tells whether they changed. Links are never followed, so there are no loops."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: `path` as the system spells it (a name in another encoding keeps its bytes), size in bytes."""

    path: str
    size: int
    changed_ns: int


@dataclass(slots=True)
class Walk:
    """What lies below a folder. `links`, `shut` (folders that may not be read) and `odd` (pipes, devices) are paths."""

    files: list[Found] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    shut: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def walk(folder: str) -> Walk:
    """Everything below, folder after folder in the order of names. A folder that cannot be read is told in `shut`."""
    found = Walk()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            found.shut.append(here)
            continue
        below = []
        for entry in listed:
            if _note(entry, found):
                below.append(entry.path)
        waiting += reversed(below)
    return found


def _note(entry: os.DirEntry[str], found: Walk) -> bool:
    """Whether the entry is a folder to go into; anything else is noted."""
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        found.shut.append(entry.path)
        return False
    if stat.S_ISDIR(about.st_mode):
        return True
    if stat.S_ISREG(about.st_mode):
        found.files.append(Found(entry.path, about.st_size, about.st_mtime_ns))
    elif stat.S_ISLNK(about.st_mode):
        found.links.append(entry.path)
    else:
        found.odd.append(entry.path)
    return False


def spells_well(path: str) -> bool:
    """Whether every name in the path is valid in the system's encoding."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
