"""What was agreed, decided and handed over, for scripts. Each part brings a router and how its refusals are told."""

from __future__ import annotations

from ninja import Router

from kuramori.ground.people.calls import Telling
from kuramori.work.partners.api import (
    agreements,
    deciding,
    demands,
    hand_overs,
    joint,
    moulds,
    onward,
    share_pages,
    take_backs,
)

PARTS = (agreements, deciding, demands, joint, moulds, onward, hand_overs, share_pages, take_backs)
__all__ = ["TELLING", "router"]

router = Router(tags=["sharing"])
TELLING: Telling = {}
for part in PARTS:
    router.add_router("", part.router)
    TELLING |= part.TELLING
