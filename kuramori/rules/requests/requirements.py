"""What is asked of a class of partners: a level for each item with the reason, and what is accepted instead."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final

from kuramori.rules.catalogue import Pack

MOST_ITEMS: Final = 1_000
LONGEST_WHY: Final = 400  # characters
HIGHEST_ASSURANCE: Final = 4


class RequirementsRefused(ValueError):
    """It cannot be asked so: `code` says why, `item` where."""

    def __init__(self, code: str, item: str = "") -> None:
        super().__init__(f"{code} {item}".strip())
        self.code = code
        self.item = item


@dataclass(frozen=True, slots=True)
class Required:
    """`level` is what is asked, from 0 to the pack's best; `why` is told to the partner. `is_critical`: a gap counts
    as 重大 in the layered decision. `na_allowed`: 該当しない is taken with a reason."""

    item: str
    level: int
    why: str
    is_critical: bool = False
    na_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Something taken instead of answers: `items` it covers, none for all; `assurance` is the level it brings (0–4)."""

    id: str
    words: str
    items: tuple[str, ...] = ()
    assurance: int = HIGHEST_ASSURANCE


@dataclass(frozen=True, slots=True)
class Requirements:
    """In the pack's order. `best` is the pack's highest level."""

    pack: str
    version: str
    digest: str
    axis: str
    best: int
    required: tuple[Required, ...]
    equivalents: tuple[Equivalent, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(one.item for one in self.required)


def text_of(requirements: Requirements) -> str:
    """The one text of these requirements: JSON, keys in order, so that equal requirements have equal digests."""
    return json.dumps(asdict(requirements), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a text of requirements."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=64)
def read_requirements(text: str) -> Requirements:
    """What `text_of` wrote. Raises `RequirementsRefused` for any other text."""
    try:
        said: dict[str, Any] = json.loads(text)
        found = Requirements(
            pack=str(said["pack"]),
            version=str(said["version"]),
            digest=str(said["digest"]),
            axis=str(said["axis"]),
            best=int(said["best"]),
            required=tuple(Required(**one) for one in said["required"]),
            equivalents=tuple(
                Equivalent(**{**one, "items": tuple(one["items"])}) for one in said["equivalents"]
            ),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise RequirementsRefused("unreadable") from fault
    require_sense(found)
    return found


def require_sense(requirements: Requirements) -> None:
    """Raises `RequirementsRefused` for what nobody could answer."""
    if not requirements.required:
        raise RequirementsRefused("nothing-asked")
    if len(requirements.required) > MOST_ITEMS:
        raise RequirementsRefused("too-many")
    known = set(requirements.items)
    if len(known) != len(requirements.required):
        raise RequirementsRefused("twice")
    for one in requirements.required:
        if not 0 < one.level <= requirements.best:
            raise RequirementsRefused("level", one.item)
        if not one.why.strip():
            raise RequirementsRefused("no-why", one.item)
        if len(one.why) > LONGEST_WHY:
            raise RequirementsRefused("why-too-long", one.item)
    for other in requirements.equivalents:
        if not 0 <= other.assurance <= HIGHEST_ASSURANCE or not other.words.strip():
            raise RequirementsRefused("equivalent", other.id)
        if set(other.items) - known:
            raise RequirementsRefused("equivalent-item", other.id)


def whole_pack(pack: Pack, *, axis: str, level: int | None = None, why: str) -> Requirements:
    """Every item of a pack at one level (None: where the pack calls an item ready), each for the same reason."""
    asked = pack.profile.ready if level is None else level
    return Requirements(
        pack=pack.id,
        version=pack.version,
        digest=pack.digest,
        axis=axis,
        best=pack.profile.best,
        required=tuple(Required(one.id, asked, why, na_allowed=one.na_allowed) for one in pack.items),
    )
