"""Marks on secrets: how they are written, how they are read, and which one counts where several disagree.

A mark says a grade, a company and a number in the ledger. People read the line `【秘】架空精工株式会社 K-001`; machines
read the token `TSL-2-K-001-7QF2`, one word without a colon, comma or blank: that alone outlives most conversions.
The heaviest grade that any carrier shows counts, and every difference is told.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEVELS: Mapping[str, int] = {"top": 3, "secret": 2, "internal": 1, "public": 0}
"""The codes of the grades with their weight: the digit in a token."""

NAMES: Mapping[str, str] = {"top": "極秘", "secret": "秘", "internal": "社外秘", "public": "公開"}
"""What the grades are called where a house has no names of its own."""

# Words of other houses for the same, as they stand on papers; a mark with one of these counts as that grade.
KNOWN_WORDS: Mapping[str, str] = {
    "極秘": "top",
    "厳秘": "top",
    "strictly confidential": "top",
    "秘": "secret",
    "丸秘": "secret",
    "部内秘": "secret",
    "confidential": "secret",
    "社外秘": "internal",
    "部外秘": "internal",
    "関係者外秘": "internal",
    "internal use only": "internal",
}

LONGEST_NUMBER = 30
LONGEST_COMPANY = 60
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_SAFE = re.compile(r"[A-Za-z0-9._-]")
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])TSL-([0-3])-([A-Za-z0-9._~-]{1,270})-([0-9A-HJKMNP-TV-Z]{4})(?![A-Za-z0-9])"
)
_MSIP = re.compile(r"MSIP_Label_([0-9A-Fa-f-]{36})_(\w+)\Z")
_BRACKETED = re.compile(r"【([^【】]{1,30})】")


class NotAGrade(ValueError):
    """No grade of that name or code."""


class NotANumber(ValueError):
    """A number for the ledger is 1 to 30 characters without control characters."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says. Its check was right."""

    grade: str
    number: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One carrier's word. `carrier`: visible, property, msip, keyword, side-car; `number` only where it tells one."""

    carrier: str
    place: str
    grade: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`grade` is the heaviest found, or None where no carrier tells one; `numbers` in the order found."""

    grade: str | None
    numbers: tuple[str, ...]
    conflicts: tuple[Reading, ...]


def grade_named(word: str, names: Mapping[str, str] = NAMES) -> str:
    """The code of a grade by a house's name for it, by its usual name or by its code. Raises `NotAGrade`."""
    wanted = plain(word)
    for known in (names, NAMES):
        for code, name in known.items():
            if plain(name) == wanted:
                return code
    if word.strip() in LEVELS:
        return word.strip()
    raise NotAGrade(word)


def plain(text: str) -> str:
    """For comparing: NFKC, no white space, small letters. A conversion may put a blank between kanji and Latin."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def number_written(number: str) -> str:
    """A number as it may stand in a mark: trimmed, 1 to 30 printable characters. Raises `NotANumber`."""
    trimmed = number.strip()
    if not 0 < len(trimmed) <= LONGEST_NUMBER or not trimmed.isprintable():
        raise NotANumber(number)
    return trimmed


def line(grade_name: str, company: str, number: str) -> str:
    """The visible mark. A company without a name is left out."""
    return f"【{grade_name}】{' '.join(company.split())[:LONGEST_COMPANY]} {number}".replace("】 ", "】")


def title_block(grade_name: str, company: str, number: str) -> str:
    """What to write into a drawing's title block, which no program of ours ever changes."""
    return f"{line(grade_name, company, number)}　無断複製・転載を禁じます"


def token(grade: str, number: str) -> str:
    """`TSL-<level>-<ledger number>-<check>`. What is not a letter, digit, dot, dash or underscore becomes `~XX`."""
    body = f"TSL-{LEVELS[grade]}-{_packed(number)}"
    return f"{body}-{_check(body)}"


def tokens_in(text: str) -> tuple[Token, ...]:
    """Every token with a right check in a text, in order. One with a wrong check is not ours or was mistyped."""
    codes = {level: code for code, level in LEVELS.items()}
    found = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text)):
        if _check(match[0].rpartition("-")[0]) == match[3] and (number := _unpacked(match[2])) is not None:
            found.append(Token(codes[int(match[1])], number))
    return tuple(dict.fromkeys(found))


def grade_shown(text: str, names: Mapping[str, str] = NAMES) -> str | None:
    """The grade that a visible text shows, or None: `【極秘】…` anywhere, or nothing but the word itself (also ㊙)."""
    words = {plain(word): code for word, code in KNOWN_WORDS.items()}
    words |= {plain(name): code for code, name in (*NAMES.items(), *names.items())}
    found = [words[plain(inside)] for inside in _BRACKETED.findall(text) if plain(inside) in words]
    alone = plain(text).strip("[]()<>*・-")
    if alone in words:
        found.append(words[alone])
    return max(found, key=LEVELS.__getitem__, default=None)


def number_shown(text: str, company: str = "") -> str:
    """The number at the end of a visible mark `【秘】company number`, or nothing where it cannot be told apart."""
    behind = text.rpartition("】")[2].strip()
    if company and behind.startswith(company):
        behind = behind[len(company) :].strip()
    return behind if behind and len(behind) <= LONGEST_NUMBER and " " not in behind else ""


def label_grade(label: Mapping[str, str], site: str, labels: Mapping[str, str]) -> str | None:
    """The grade that a sensitivity label of the house's own tenant tells, or None.

    `label` holds the keys of one `MSIP_Label_<GUID>_…` (Enabled, SiteId, …) and its GUID under `label`; `site` is the
    tenant's GUID, `labels` the GUIDs of its labels with the grade of each. Another tenant's label says nothing here.
    """
    if not site or label.get("Enabled", "true").lower() not in {"true", "1"}:
        return None
    if _guid(label.get("SiteId", "")) != _guid(site):
        return None
    return {_guid(guid): grade for guid, grade in labels.items()}.get(_guid(label.get("label", "")))


def labels_of(properties: Iterable[tuple[str, str]]) -> tuple[dict[str, str], ...]:
    """The sensitivity labels among properties (name, value): one dictionary each, as `label_grade` takes it."""
    found: dict[str, dict[str, str]] = {}
    for name, value in properties:
        if told := _MSIP.match(name):
            found.setdefault(_guid(told[1]), {"label": _guid(told[1])})[told[2]] = value
    return tuple(found.values())


def _guid(text: str) -> str:
    return text.strip("{} ").lower()


def judged(readings: Sequence[Reading]) -> Verdict:
    """The heaviest grade wins. Conflicts are the readings that tell another grade, or another number than the most."""
    grade = max((r.grade for r in readings), key=LEVELS.__getitem__, default=None)
    numbers = tuple(dict.fromkeys(r.number for r in readings if r.number))
    main = max(numbers, key=lambda n: sum(r.number == n for r in readings), default="")
    conflicts = tuple(r for r in readings if r.grade != grade or (r.number and r.number != main))
    return Verdict(grade, numbers, conflicts)


def visible(texts: Iterable[tuple[str, str]], names: Mapping[str, str] = NAMES) -> tuple[Reading, ...]:
    """The readings of visible texts, each a place and its words; the same word at one place counts once."""
    found = ((place, text, grade_shown(text, names)) for place, text in texts)
    return tuple(dict.fromkeys(Reading("visible", place, grade) for place, text, grade in found if grade))


def _packed(number: str) -> str:
    return "".join(
        sign if _SAFE.match(sign) else "".join(f"~{byte:02X}" for byte in sign.encode("utf-8"))
        for sign in number
    )


def _unpacked(packed: str) -> str | None:
    raw = re.sub(rb"~([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), packed.encode("ascii"))
    try:
        number = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return number if 0 < len(number) <= LONGEST_NUMBER and number.isprintable() else None


def _check(body: str) -> str:
    """Four signs of the SHA-256 of what goes before: 20 bits, against slips of the hand, not against forgers."""
    bits = int.from_bytes(hashlib.sha256(body.encode("ascii")).digest()[:3], "big") >> 4
    return "".join(_ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))
