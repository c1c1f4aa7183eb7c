"""Every kind of statement has somebody who carries it out, whichever room that is."""

from __future__ import annotations

import pytest

from kuramori.rules.statements.bodies import KINDS
from kuramori.work.partners.channels import applying


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_statement_is_carried_out_by_a_room(kind):
    assert callable(applying.appliers.of(KINDS[kind]))


def test_two_rooms_cannot_carry_out_the_same_kind():
    kind = next(iter(KINDS.values()))
    with pytest.raises(ValueError, match=kind.__name__):
        applying.appliers.register(kind, lambda *_: None)
