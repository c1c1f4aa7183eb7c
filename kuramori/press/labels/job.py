"""The jobs of the child that mark files and read marks back: bytes of anybody in, bytes or plain values out."""

from __future__ import annotations

import importlib
import json
from typing import Any

from kuramori.press.labels import formats
from kuramori.press.labels.mark import Refused, heard


def write(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values`: `{ending, mark: {...} or null}`; `parts[0]` is the file. JSON on the first line, then the new file.

    The JSON is `{"refused": code}` or `{"same": bool}`; where it is the same, no file follows.
    """
    try:
        mark = heard(values["mark"]) if values["mark"] else None
        made = _carriers(values["ending"]).write(parts[0], mark)
    except Refused as refused:
        return json.dumps({"refused": refused.code}).encode() + b"\n"
    same = made == parts[0]
    return json.dumps({"same": same}).encode() + b"\n" + (b"" if same else made)


def read(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values`: `{ending}`; `parts[0]` is the file. The answer is JSON: `{"refused": code}` or what was found."""
    try:
        told = _carriers(values["ending"]).read(parts[0]).told()
    except Refused as refused:
        told = {"refused": refused.code}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", errors="replace")


def _carriers(ending: str) -> Any:
    return importlib.import_module(f"{formats()[ending]}.carriers")
