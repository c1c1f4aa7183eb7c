"""A round of the self-check in 架空精工, and the small steps that the tests of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.models import Entry
from kuramori.rules.catalogue import Pack
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Sheet


@pytest.fixture
def pack() -> Pack:
    found = packs.find("jp/meti/tics")
    assert found is not None
    return found


@pytest.fixture
def steward(acting) -> Actor:
    """森下さん, the 情報管理責任者, in the open scope of 架空精工."""
    return acting.actor("steward")


@pytest.fixture
def sheet(steward, pack) -> Sheet:
    """A draft without an answer."""
    return begin(steward, pack)


@pytest.fixture
def full(steward, sheet, pack) -> Sheet:
    """A draft with every item at level 1, the first at 2."""
    fill(steward, sheet, pack, {"q01": 2})
    return sheet


@pytest.fixture
def final(steward, full, pack) -> Sheet:
    return finalise(steward, full, pack)


@pytest.fixture
def entries(acting) -> Callable[[], list[str]]:
    """The events that were recorded since this fixture, oldest first."""
    first = Entry.objects.count()
    return lambda: list(Entry.objects.order_by("index").values_list("event", flat=True)[first:])


def fill(actor: Actor, sheet: Sheet, pack: Pack, levels: dict[str, Any], *, others: int = 1) -> None:
    """Answer every item: by `levels`, and the others with one level."""
    for item in pack.items:
        answer(actor, sheet, pack, item.id, value=levels.get(item.id, others), revision=0)
