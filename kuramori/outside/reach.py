"""Whether this house was reached at its own address when it was last tried: one dated note in the data folder.

Tried from here, by `kuramori doctor` and the worker: the name, the certificate, and that this very house answers, not
another one or an older machine. Where the line does not lead back in, somebody opens a page on a telephone outside.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

NOTE = "reached.json"
PURPOSE = "reach"
"""Under which purpose the vault gives the key of `answer`."""
QUESTION = re.compile(r"[0-9a-f]{32}\Z")
_AHEAD = datetime.timedelta(minutes=10)  # a note from later than this was written by a wrong clock


class Way(StrEnum):
    """From where it was tried: this very machine, or somebody outside the office."""

    HERE = "here"
    OUTSIDE = "outside"


LASTS = {Way.HERE: datetime.timedelta(days=7), Way.OUTSIDE: datetime.timedelta(days=30)}
"""How long it counts. From here it is tried daily; somebody outside is not asked every week."""


class Why(StrEnum):
    """Why it is not proved."""

    NO_ADDRESS = "no_address"
    NOT_HTTPS = "not_https"
    NEVER = "never"
    OTHER_ADDRESS = "other_address"
    FAILED = "failed"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Tried:
    """One try at `address` (`https://name`, no slash at its end). `ja`, `en`: why it was not reached, else ""."""

    at: datetime.datetime
    address: str
    is_reached: bool
    way: Way = Way.HERE
    ja: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """`why` is None where people outside can open the house as far as is known; `tried` is the last try, if any."""

    why: Why | None
    tried: Tried | None = None

    @property
    def is_good(self) -> bool:
        return self.why is None

    @property
    def until(self) -> datetime.datetime | None:
        """Until when the last try counts, where it reached the house."""
        if self.tried is None or not self.tried.is_reached:
            return None
        return self.tried.at + LASTS[self.tried.way]


_stands: list[Proof] = []


@contextmanager
def standing_as(proof: Proof) -> Iterator[None]:
    """Let every question be answered so (the synthetic world)."""
    _stands.append(proof)
    try:
        yield
    finally:
        _stands.pop()


def plain(address: str) -> str:
    """An address as it stands in a note: two ways to write the same one are one; "" for what is none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}".rstrip("/") if parts.netloc else ""


def proof(data: Path, address: str, now: datetime.datetime) -> Proof:
    """What is known at this moment about `address`, as the settings name it."""
    if _stands:
        return _stands[-1]
    tried, ours = read(data), plain(address)
    if not ours:
        return Proof(Why.NO_ADDRESS)
    if not ours.startswith("https://"):
        return Proof(Why.NOT_HTTPS)
    if tried is None:
        return Proof(Why.NEVER)
    if tried.address != ours:
        return Proof(Why.OTHER_ADDRESS, tried)
    if not tried.is_reached:
        return Proof(Why.FAILED, tried)
    is_fresh = -_AHEAD <= now - tried.at <= LASTS[tried.way]
    return Proof(None if is_fresh else Why.OLD, tried)


def keep(data: Path, tried: Tried) -> bool:
    """Note it, in one step; raises `OSError`. False where what is known counts for more.

    Lines that lead out and not back in are common: where somebody outside opened the house, that it cannot be reached
    from here says nothing.
    """
    known = proof(data, tried.address, tried.at)
    is_weaker = tried.way == Way.HERE and not tried.is_reached
    if is_weaker and known.is_good and known.tried is not None and known.tried.way == Way.OUTSIDE:
        return False
    told = {
        "at": tried.at.isoformat(),
        "address": tried.address,
        "is_reached": tried.is_reached,
        "way": tried.way.value,
        "ja": tried.ja,
        "en": tried.en,
    }
    # Doctor and the worker may be at it at once: each writes a file of its own.
    new = data / f"{NOTE}.{os.getpid()}.new"
    new.write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(data / NOTE)
    return True


def read(data: Path) -> Tried | None:
    """The last try; None where there was none, or the note cannot be read."""
    try:
        found = json.loads((data / NOTE).read_text(encoding="utf-8"))
        at = datetime.datetime.fromisoformat(found["at"])
        return Tried(
            at=at if at.tzinfo else at.replace(tzinfo=datetime.UTC),
            address=str(found["address"]),
            is_reached=found["is_reached"] is True,
            way=Way(found["way"]),
            ja=str(found["ja"]),
            en=str(found["en"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def answer(key: bytes, question: str) -> str:
    """What only this house can say to `question` (32 hexadecimal digits), whoever asks."""
    return hmac.new(key, question.encode("ascii"), hashlib.sha256).hexdigest()
