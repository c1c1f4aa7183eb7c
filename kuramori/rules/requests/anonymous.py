"""Whether a text that is told without a name still tells who it is about.

`name` (a company or a person that is known), `company` (a company's form, such as 株式会社) and `way` (an address of
mail or of the web, a telephone number) are never right; `number` and `person` (somebody addressed by name) may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kuramori.rules.company_names import plain_company
from kuramori.rules.tokens import normal

SHORTEST: Final = 2
HOLDS: Final = frozenset({"name", "company", "way"})
_PATTERNS: Final = (
    (
        "way",
        re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|https?://\S+|www\.\S+|(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)"),
    ),
    ("company", re.compile(r"株式会社|有限会社|合同会社|㈱|㈲|\(株\)|\(有\)|\b(?:inc|ltd|llc|gmbh|corp)\b")),
    ("number", re.compile(r"[A-Za-z]*[-‐]?\d[\d,.\-‐/]*")),
    ("person", re.compile(r"[一-龯ァ-ヶー]{1,6}(?:さん|様|氏|社長|部長|課長)")),
)
_OURS: Final = frozenset({"客様", "皆様", "取引先様", "仕入先様"})


@dataclass(frozen=True, slots=True)
class Trace:
    """`said` is what stands in the text; of a name it is the name that is known."""

    code: str
    said: str

    @property
    def holds_back(self) -> bool:
        return self.code in HOLDS


def traces(text: str, *, companies: Iterable[str] = (), people: Iterable[str] = ()) -> tuple[Trace, ...]:
    """What tells who it is about, in the order of gravity; each once. Names are found however they are written."""
    plain, company = normal(text).replace(" ", ""), plain_company(text)
    found = [
        Trace("name", name)
        for name in companies
        if len(known := plain_company(name)) >= SHORTEST and (known in company or known in plain)
    ]
    found += [
        Trace("name", part)
        for name in people
        for part in normal(name).split()
        if len(part) >= SHORTEST and part in plain
    ]
    told = normal(text)
    for code, pattern in _PATTERNS:
        found += [
            Trace(code, hit[0]) for hit in pattern.finditer(told) if not _is_harmless(code, hit[0], found)
        ]
    return tuple(dict.fromkeys(found))


def _is_harmless(code: str, said: str, found: Iterable[Trace]) -> bool:
    """A number within an address is told with it; a customer in general is nobody."""
    if code == "person":
        return any(said.endswith(one) for one in _OURS)
    return code == "number" and any(said in one.said for one in found)
