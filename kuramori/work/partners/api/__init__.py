"""What was agreed, decided and handed over, for scripts. Each part brings a router and how its refusals are told."""

from __future__ import annotations

from ninja import Router

from kuramori.ground.people.calls import Telling
from kuramori.work.partners.api import agreements, deciding, hand_overs

PARTS = (agreements, deciding, hand_overs)
__all__ = ["TELLING", "router"]

router = Router(tags=["sharing"])
TELLING: Telling = {}
for part in PARTS:
    router.add_router("", part.router)
    TELLING |= part.TELLING
