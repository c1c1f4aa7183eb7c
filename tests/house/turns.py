"""Who knocks where in a usual run: each address sees some, and everybody knocks at some; in the long run all at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

IS_LONG = os.environ.get("KURAMORI_LONG") == "1"

One = TypeVar("One")


def turn(everybody: Sequence[One], place: int) -> list[One]:
    """Whose turn it is at the `place`-th address; with KURAMORI_LONG=1 everybody's."""
    return list(everybody) if IS_LONG else [everybody[place % len(everybody)]]
