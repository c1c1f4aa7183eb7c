"""The child process of the press: `python -m kuramori.press.child`.

Reads one job after another from standard input and answers each on standard output (`wire`). It ends when the
input closes, so it cannot outlive the process that started it.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import sys
from pathlib import Path
from typing import Any

from kuramori.press import wire
from kuramori.press.faults import GlyphMissing, PressFailed

# Each job lives in a module that imports its own heavy library. It is imported when the first such job comes:
# a child that only makes PDFs never pays for openpyxl (0.2 s, 25 MB), and the other way round.
JOBS = {
    "pdf": ("kuramori.press.typesetting", "pdf"),
    "png": ("kuramori.press.typesetting", "png"),
    "page": ("kuramori.press.typesetting", "page"),
    "staple": ("kuramori.press.stapling", "staple"),
    "xlsx": ("kuramori.press.bookbinding", "xlsx"),
    "docx": ("kuramori.press.lettering", "docx"),
    "rows": ("kuramori.press.unbinding", "rows"),
    "label": ("kuramori.press.labels.job", "write"),
    "label_read": ("kuramori.press.labels.job", "read"),
    "pages": ("kuramori.press.paging.job", "measure"),
    "page_of": ("kuramori.press.paging.job", "draw"),
    "watermark": ("kuramori.press.paging.watermark", "lay"),
}

MEMORY_LIMIT = 1536 * 1024 * 1024
"""Bytes of address space. A report needs about 400 MB of it (100 MB resident); a runaway stops here."""


HEAVY = 128 * 1024 * 1024
"""Bytes resident after which the child goes home: Typst remembers its last ten documents, 8 MB each."""


def main() -> None:
    # Anything a library prints must not land between two messages: keep the pipes for ourselves.
    inbox, outbox = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    _point_away(0, 1)
    _limit_memory()
    try:
        while (message := wire.receive(inbox)) is not None:
            head, answer = _answer(*message)
            leaving = _resident() > HEAVY
            wire.send(outbox, {**head, "leaving": leaving}, answer)
            if leaving:
                return
    except (BrokenPipeError, wire.WireBroken):
        sys.exit(1)  # whoever asked is gone


def _answer(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, object], list[bytes]]:
    try:
        module, verb = JOBS[head["job"]]
        made: bytes = getattr(importlib.import_module(module), verb)(head["values"], parts)
    except GlyphMissing as fault:
        return {"fault": "GlyphMissing", "about": fault.characters}, []
    except PressFailed as fault:
        return {"fault": "PressFailed", "about": fault.reason}, []
    except MemoryError:
        return {"fault": "PressFailed", "about": "MemoryError"}, []
    except Exception as error:  # noqa: BLE001 - whatever a library raises must reach who asked, not end us
        # The type only: the text of a strange error may quote what people wrote.
        return {"fault": "PressFailed", "about": type(error).__name__}, []
    return {"fault": None}, [made]


def _point_away(*descriptors: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _resident() -> int:
    """The most memory this process has had at once, in bytes."""
    with contextlib.suppress(OSError):
        # Not ru_maxrss: on Linux that begins with what the process that started us had.
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold what people wrote
    # macOS does not let a process limit its address space; the time limit still holds there.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    main()
