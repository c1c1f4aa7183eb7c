"""法人番号: thirteen digits of which the first is a check digit (法人番号の指定等に関する省令 第2条).

With P(n) the n-th digit of the twelve-digit base number counted from its lowest place, and Q(n) = 1 for odd n, 2 for
even n: check digit = 9 − (Σ P(n)·Q(n) mod 9).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_THIRTEEN = re.compile(r"[0-9]{13}")


class Fault(StrEnum):
    """Why something is no 法人番号."""

    SIGNS = "signs"
    """Something stands there that is no digit."""
    COUNT = "count"
    """Digits, but not thirteen."""
    CHECK = "check"
    """The first digit does not fit the twelve others: one is wrong, or two have changed places."""


class NotACorporateNumber(ValueError):
    """Not a 法人番号: `fault` says why, `digits` how many digits stood there, `is_invoice` whether a T stood before."""

    def __init__(self, written: str, fault: Fault = Fault.COUNT, *, is_invoice: bool = False) -> None:
        super().__init__(written)
        self.fault, self.is_invoice = fault, is_invoice
        self.digits = sum(sign.isdigit() for sign in written)


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
    bare = re.sub(r"[\s\-‐‑–—―ー－]", "", unicodedata.normalize("NFKC", written)).upper()
    plain, is_invoice = bare.removeprefix("T"), bare.startswith("T")
    if not _THIRTEEN.fullmatch(plain):
        fault = Fault.COUNT if plain.isascii() and plain.isdigit() else Fault.SIGNS
        raise NotACorporateNumber(plain, fault, is_invoice=is_invoice)
    if check_digit(plain[1:]) != int(plain[0]):
        raise NotACorporateNumber(plain, Fault.CHECK, is_invoice=is_invoice)
    return plain
