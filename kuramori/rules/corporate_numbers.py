"""法人番号: thirteen digits of which the first is a check digit (法人番号の指定等に関する省令 第2条).

With P(n) the n-th digit of the twelve-digit base number counted from its lowest place, and Q(n) = 1 for odd n, 2 for
even n: check digit = 9 − (Σ P(n)·Q(n) mod 9).
"""

from __future__ import annotations

import re
import unicodedata

_THIRTEEN = re.compile(r"[0-9]{13}")


class NotACorporateNumber(ValueError):
    """Not thirteen digits, or the first digit does not fit the others."""


def check_digit(base: str) -> int:
    """The check digit, 1 to 9, of twelve digits. Raises `NotACorporateNumber`."""
    if not re.fullmatch(r"[0-9]{12}", base):
        raise NotACorporateNumber(base)
    weighted = sum(int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - weighted % 9


def corporate_number(written: str) -> str:
    """Thirteen plain digits from what somebody typed (full width, hyphens, spaces, a leading T of an invoice).

    Raises `NotACorporateNumber`.
    """
    plain = re.sub(r"[\s\-‐‑–—―ー－]", "", unicodedata.normalize("NFKC", written)).removeprefix("T")
    if not _THIRTEEN.fullmatch(plain) or check_digit(plain[1:]) != int(plain[0]):
        raise NotACorporateNumber(written)
    return plain
