"""A reader: `python -m kuramori.press.scan.child`. Killed without ceremony when a file takes too long.

First comes the plan (one message of `press.wire`), then lines of JSON, each a list of [number, path] or, for a file
that was handed over, `{"name": …, "bytes": …}` followed by those bytes. Each file is answered with one line. It ends
when its input closes, so it cannot outlive the process that started it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from typing import IO, Any

from kuramori.press import wire
from kuramori.press.scan.document import Document
from kuramori.press.scan.looking import Look
from kuramori.press.scan.opening import digest_and_document, of_bytes
from kuramori.press.scan.trouble import BROKEN, MEMORY, Unreadable

MEMORY_LIMIT = 448 * 1024 * 1024
"""Bytes of address space beyond what the libraries took when the reader began."""


def main() -> None:
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    with contextlib.suppress(OSError):
        os.nice(5)  # whoever works on this machine goes first
    _limit_memory()
    try:
        plan = wire.receive(inbox)
        if plan is None:
            return
        look = Look(*plan)
        for line in inbox:
            _serve(json.loads(line), inbox, outbox, look)
    except (BrokenPipeError, wire.WireBroken):
        sys.exit(1)  # whoever asked is gone


def _serve(asked: Any, inbox: IO[bytes], outbox: IO[bytes], look: Look) -> None:
    if isinstance(asked, dict):
        content = inbox.read(asked["bytes"])
        outbox.write(_line(lambda: of_bytes(content, asked["name"]), look))
        return
    for path in asked:
        outbox.write(_line(lambda path=path: digest_and_document(os.fsencode(path)), look))


def _line(read: Any, look: Look) -> bytes:
    """What one file gave, as a line of JSON in ASCII."""
    told: dict[str, Any] = {"sha256": "", "size": 0, "trouble": "", "notes": [], "carriers": []}
    told |= {"words": [], "numbers": [], "excerpts": [], "characters": 0, "prints": [], "within": []}
    try:
        told["sha256"], told["size"], document, told["trouble"] = read()
        if document is not None:
            told |= look.over(document) | _beside(document)
    except Unreadable as unreadable:
        told["trouble"] = unreadable.code
    except MemoryError:
        told["trouble"] = MEMORY
    except Exception:  # noqa: BLE001 - whatever a library raises costs this file and no more
        told["trouble"] = BROKEN
    return json.dumps(told).encode("ascii") + b"\n"


def _beside(document: Document) -> dict[str, Any]:
    return {
        "carriers": document.carriers,
        "notes": sorted(document.notes),
        "within": sorted(set(document.digests)),
    }


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold what people wrote
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as about:  # noqa: PTH123
            begun = int(about.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (begun + MEMORY_LIMIT, begun + MEMORY_LIMIT))


if __name__ == "__main__":
    main()
