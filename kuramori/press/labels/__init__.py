"""Marks in files: which formats can bear one, found by their folders.

Each folder below is a format: its `__init__` names the `ENDINGS` it serves and imports nothing heavy; its
`carriers.py` has `write(content, mark)` and `read(content)`, runs in the press's child only, and takes and gives
bytes. A folder put here is in use; there is no list to add it to (`docs/decisions`, "labels live in press").
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache


@cache
def formats() -> dict[str, str]:
    """Which module serves a name's ending: `{"docx": "kuramori.press.labels.docx", …}`."""
    served: dict[str, str] = {}
    for found in pkgutil.iter_modules(__path__):
        if found.ispkg and found.name != "tests":
            name = f"{__name__}.{found.name}"
            served.update(dict.fromkeys(importlib.import_module(name).ENDINGS, name))
    return served
