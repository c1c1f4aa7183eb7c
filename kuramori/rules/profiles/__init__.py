"""How answers become points: one family per file, chosen by the method that a pack's profile names.

Every family is a ``count``: the applicable items of a part (the whole list, a measure group, a step, a field) and
their levels, unanswered ones as 0, give points out of a maximum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kuramori.rules.catalogue import Method
from kuramori.rules.profiles import all_met, maturity, nested, penalties, summing
from kuramori.rules.profiles.part import Counted, Part

Count = Callable[[Part], Counted]

COUNTS: Final[Mapping[Method, Count]] = {
    Method.SUM: summing.count,
    Method.ALL_MET: all_met.count,
    Method.PENALTIES: penalties.count,
    Method.MATURITY: maturity.count,
    Method.NESTED: nested.count,
}
