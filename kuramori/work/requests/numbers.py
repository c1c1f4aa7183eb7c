"""Numbers that stand on what goes outside, by chance: none tells how many others there are, or when they came.

The same number is said on both sides of a telephone, so there is no second, inner one (docs/decisions/0022).
"""

from __future__ import annotations

import secrets
from typing import Final

from kuramori.work.requests.models import Consultation, Gap

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
"""No letter or digit that is mistaken for another when it is typed from paper: 31 signs."""
LONG: Final = 5


def signs(count: int) -> str:
    return "".join(secrets.choice(SIGNS) for _one in range(count))


def fresh(model: type[Gap | Consultation], prefix: str) -> str:
    """`G-K7Q2M`, of 28 million: one that this organisation has not given yet. Inside its scope."""
    while True:
        number = prefix + signs(LONG)
        if not model.objects.filter(number=number).exists():
            return number
