"""What of a data folder is carried: everything that cannot be made again, and keys and settings apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kuramori.site import folder, instance
from kuramori.site.backup import faults, members, sealing

ENDING = ".kurabackup"

# Settings hold the passwords of the mail server and the storage: they go with the keys.
_KEYS = frozenset({"keys", "secret.key", instance.FILE})
# Made again at the next start, or true of this computer only.
_MADE_AGAIN = frozenset(
    {"static", "backups", "lan", folder.PREPARED, "backup.json", "reached.json", "reach-asked.json"}
)
_DATABASE = frozenset({f"{folder.DATABASE}{part}" for part in ("", "-wal", "-shm", "-journal")})


def records(data: Path) -> Iterator[tuple[str, Path]]:
    """Names and places of the files beside the database: stored files, results, packs and what later rooms add."""
    for entry in sorted(data.iterdir()):
        if entry.name in _KEYS | _MADE_AGAIN | _DATABASE or entry.suffix == ".lock":
            continue
        yield from _below(entry, entry.name)


def keys(data: Path) -> Iterator[tuple[str, Path]]:
    """Names and places of keys and settings, without the identity that opens the backup itself."""
    for entry in sorted(data.iterdir()):
        if entry.name in _KEYS:
            yield from (
                (name, path) for name, path in _below(entry, entry.name) if name != str(sealing.IDENTITY)
            )


def belongs(name: str, *, to_keys: bool, database: str) -> bool:
    """Whether a backup's part may hold this name: no part can bring in what the other holds, or what we make."""
    top = name.split("/")[0]
    if to_keys:
        return top in _KEYS and name != str(sealing.IDENTITY)
    own_database = name == folder.DATABASE and database == "sqlite"
    return own_database or (top not in _KEYS | _MADE_AGAIN | _DATABASE and not top.endswith(".lock"))


def _below(path: Path, name: str) -> Iterator[tuple[str, Path]]:
    # What begins with a dot is a draft that somebody is writing now; a link leads to what is not ours.
    if path.name.startswith(".") or path.name.endswith((".new", ENDING)):
        return
    # At the top a folder may be a link: to the larger disk, laid by whoever runs this.
    if path.is_dir() and ("/" not in name or not path.is_symlink()):
        for below in sorted(path.iterdir()):
            yield from _below(below, f"{name}/{below.name}")
    elif path.is_file() and not path.is_symlink():
        if not members.may_be_named(name):
            raise faults.CannotBackUp(
                f"名前が写しに書けないファイルがあります: {name!r}。名前を変えてから、もう一度どうぞ。",
                f"a file's name cannot be carried in a backup: {name!r}. Rename it and try again.",
            )
        yield name, path
