"""管理番号: given once, unique in the house. A house that has its own scheme types its own."""

from __future__ import annotations

import re

from kuramori.work.ledger.models import Asset

FIRST = "A-001"
_SERIES = re.compile(r"^(?P<prefix>.*?)(?P<digits>\d+)$")


class NumberTaken(ValueError):
    """Another asset has this number. `number` is what was wanted."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def next_number() -> str:
    """The number after the highest of the series that was used last; `A-001` in an empty ledger.

    A series is whatever stands before the last digits: after K-003 comes K-004. Call with the organisation locked.
    """
    last = Asset.objects.order_by("-proposed_at", "-number").values_list("number", flat=True).first()
    found = _SERIES.match(last or "")
    if found is None:
        return _free(FIRST)
    prefix, width = found["prefix"], len(found["digits"])
    numbers = Asset.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    tails = (number.removeprefix(prefix) for number in numbers)
    highest = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{prefix}{highest + 1:0{width}d}"


def require_free(number: str) -> str:
    """The number, if no other asset has it; raises `NumberTaken`."""
    if Asset.objects.filter(number=number).exists():
        raise NumberTaken(number)
    return number


def _free(number: str) -> str:
    taken = set(Asset.objects.filter(number__startswith="A-").values_list("number", flat=True))
    count = 1
    while number in taken:
        count += 1
        number = f"A-{count:03d}"
    return number
