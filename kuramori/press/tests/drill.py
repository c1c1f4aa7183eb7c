"""A child with jobs that misbehave on purpose: `python -m kuramori.press.tests.drill`."""

from __future__ import annotations

import os
import time
from typing import Any

from kuramori.press import child


def sleep(values: dict[str, Any], parts: list[bytes]) -> bytes:
    time.sleep(values["seconds"])
    return b"awake"


def fall(values: dict[str, Any], parts: list[bytes]) -> bytes:
    os._exit(3)


def hoard(values: dict[str, Any], parts: list[bytes]) -> bytes:
    return bytes(values["bytes"])


def swell(values: dict[str, Any], parts: list[bytes]) -> bytes:
    return bytes(len(b"x" * values["bytes"]) % 7)


def chatter(values: dict[str, Any], parts: list[bytes]) -> bytes:
    print("a library talks on standard output")  # noqa: T201 - this is what the job is for
    return b"".join(parts)


def stumble(values: dict[str, Any], parts: list[bytes]) -> bytes:
    raise ValueError("社外秘の文章")


if __name__ == "__main__":
    for job in ("sleep", "fall", "hoard", "swell", "chatter", "stumble"):
        child.JOBS[job] = ("kuramori.press.tests.drill", job)
    child.main()
