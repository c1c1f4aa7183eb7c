"""A mail server on this computer that takes everything, and writes down whom each mail went to under which id.

It runs in a process of its own, so that what it takes of the processor and of memory is nobody else's, and so that it
outlives whoever is killed while mailing.
"""

from __future__ import annotations

import os
import re
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ID = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@", re.MULTILINE | re.IGNORECASE)
_ANSWERS = {b"QUIT": b"221 2.0.0 bye", b"DATA": b"354 go on"}


@dataclass(frozen=True, slots=True)
class Sink:
    """`host` and `port` to mail to; `came` counts the mails by their ids."""

    port: int
    path: Path
    host: str = "127.0.0.1"

    def came(self) -> Counter[str]:
        return Counter(self.path.read_text().split())


@contextmanager
def sink(place: Path) -> Iterator[Sink]:
    """The server, until the block ends. To be begun before anything that has threads or connections."""
    path = place / "came"
    path.touch()
    ear = socket.create_server(("127.0.0.1", 0))
    port = ear.getsockname()[1]
    child = os.fork()
    if child == 0:
        try:
            _serve(ear, path)
        finally:
            os._exit(0)
    ear.close()
    try:
        yield Sink(port, path)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _serve(ear: socket.socket, path: Path) -> None:
    """One after the other: whoever mails here has one connection at a time."""
    with path.open("ab", buffering=0) as book:
        while True:
            line, _address = ear.accept()
            try:
                with line, line.makefile("rwb") as file:
                    _talk(file, book)
            except OSError:
                continue  # whoever mailed was killed


def _talk(file: Any, book: Any) -> None:
    def say(answer: bytes) -> None:
        file.write(answer + b"\r\n")
        file.flush()

    say(b"220 mail.example ready")
    while command := file.readline():
        word = command[:4].upper().strip()
        say(_ANSWERS.get(word, b"250 2.0.0 well"))
        if word == b"QUIT":
            return
        if word == b"DATA":
            text = b""
            while (piece := file.readline()) not in (b".\r\n", b""):
                text += piece
            if not piece:
                return  # cut off in the middle of the text: not taken
            found = _ID.search(text)
            # On the disk before it is said: what was taken is known, whoever dies next.
            book.write((found[1] if found else b"?") + b"\n")
            say(b"250 2.0.0 taken")
