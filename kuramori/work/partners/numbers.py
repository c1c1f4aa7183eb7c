"""Numbers of agreements and hand-overs: given once, unique in the house, counted up without a gap to guess from."""

from __future__ import annotations

from typing import Any, Final

from kuramori.ground.people.models import Organisation
from kuramori.ground.people.owned import Owned

AGREEMENT: Final = "NDA-"
GIVEN: Final = "T-"
RECEIVED: Final = "U-"


def next_number(model: type[Owned], organisation: Organisation, prefix: str) -> str:
    """The number after the highest of this prefix, four digits or more (`T-0001`). Inside a transaction.

    Locks the organisation, so that two who ask at once do not get the same.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows: Any = model.objects
    numbers = rows.filter(number__startswith=prefix).values_list("number", flat=True)
    tails = (number.removeprefix(prefix) for number in numbers.iterator())
    highest = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{prefix}{highest + 1:04d}"
