"""What is asked and answered, for scripts. Each part brings a router and how its refusals are told."""

from __future__ import annotations

from ninja import Router

from kuramori.ground.people.calls import Telling
from kuramori.work.requests.api import (
    asking,
    gaps,
    inquiries,
    own_lists,
    portfolio,
    profiles,
    promises,
    sending,
)

PARTS = (profiles, own_lists, asking, sending, gaps, inquiries, promises, portfolio)
__all__ = ["TELLING", "router"]

router = Router(tags=["requests"])
TELLING: Telling = {}
for part in PARTS:
    router.add_router("", part.router)
    TELLING |= part.TELLING
