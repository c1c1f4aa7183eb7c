"""The data folder: where it is, that it is ours alone, and what kind of disk it lies on. Imports no Django."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kuramori.outside.reasons import reason

DATABASE = "kuramori.sqlite3"
PREPARED = "prepared.json"

# Kinds of mounted disk on which several computers may write; SQLite's WAL needs memory shared by all writers.
NETWORK_KINDS = frozenset(
    {"9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "nfs", "nfs4", "ocfs2"}
    | {"smb3", "smbfs", "webdav"}
    | {"fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)


class FolderUnusable(Exception):
    """The folder cannot hold records; `told` says which one and why."""

    def __init__(self, data: Path, refused: OSError) -> None:
        super().__init__(f"{data}: {refused.strerror}")
        self.data = data
        self.refused = refused

    def told(self, lang: str) -> str:
        """`/srv/records: 許可がありません`"""
        return f"{self.data}: {reason(self.refused, lang)}"


def named(text: str) -> Path:
    """The absolute path of the folder the user named, `~` and relative paths included."""
    return Path(text).expanduser().absolute()


def make(data: Path) -> None:
    """Makes the folder (mode 0700) if it is not there. Raises `FolderUnusable` where nothing can be written."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / f".write-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise FolderUnusable(data, error) from error


def network_kind(data: Path) -> str | None:
    """The kind of network disk the folder lies on (`nfs4`, `cifs` …), or None for a disk of this computer."""
    kind = _kind(data.resolve())
    return kind if kind in NETWORK_KINDS else None


def _kind(path: Path) -> str:
    if sys.platform == "darwin":
        return _longest(_darwin_mounts(), path)
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = []
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split(" ")[4].replace("\\040", " ")
        mounts.append((point, after.split(" ")[0]))
    return _longest(mounts, path)


def _darwin_mounts() -> list[tuple[str, str]]:
    output = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
    mounts = []
    for line in output.splitlines():
        point, _, rest = line.partition(" on ")[2].rpartition(" (")
        mounts.append((point, rest.split(",")[0].rstrip(")")))
    return mounts


def _longest(mounts: list[tuple[str, str]], path: Path) -> str:
    """The kind of the mount that holds the path: the longest mount point above it, the later of two equal ones."""
    best, kind = -1, ""
    for point, of_kind in mounts:
        if path.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), of_kind
    return kind
