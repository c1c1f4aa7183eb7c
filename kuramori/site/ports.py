"""The address to listen on, and who has it when it is taken. Imports no Django."""

from __future__ import annotations

import socket
from pathlib import Path


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, already bound; port 0 lets the system choose. Raises `OSError` when it is taken."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # Without this the port of the last run stays refused for a minute.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(256)
    except OSError:
        listener.close()
        raise
    return listener


def holder(port: int) -> str | None:
    """Who listens on the port, as `name (pid)`, where Linux tells us; None where it cannot be known."""
    inodes = _listening_inodes(port)
    if not inodes:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = {str(entry.readlink()) for entry in (process / "fd").iterdir()}
            if links & inodes:
                return f"{(process / 'comm').read_text().strip()} ({process.name})"
        except OSError:
            continue
    return None


def _listening_inodes(port: int) -> set[str]:
    """`socket:[inode]` of every listening TCP socket on the port (state 0A in /proc/net/tcp, see proc(5))."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            cells = row.split()
            if cells[3] == "0A" and int(cells[1].rpartition(":")[2], 16) == port:
                found.add(f"socket:[{cells[9]}]")
    return found
