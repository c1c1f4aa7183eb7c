"""A visitor, and a check that was answered to the end."""

from __future__ import annotations

import pytest

from kuramori.rules.catalogue import Pack
from kuramori.work.checks.guest import packs
from kuramori.work.checks.guest.tests.visitor import Visitor

LEVELS = "2121321212-121121121"


@pytest.fixture
def pack() -> Pack:
    return packs.on_offer()[0]


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def finished(visitor: Visitor, pack: Pack) -> Visitor:
    """At the result, with question 11 not applicable."""
    visitor.open("/check/all/")
    visitor.enter(**filled_in(pack)).press("go=result")
    return visitor


def filled_in(pack: Pack) -> dict[str, str]:
    """What is entered for `LEVELS`, by the name of the field."""
    entered = {
        item.id: "na" if level == "-" else level for item, level in zip(pack.items, LEVELS, strict=False)
    }
    return entered | {"q11_reason": "だれにも渡していない"}
