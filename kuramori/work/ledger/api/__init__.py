"""The ledger over the API. 極秘 names and contents are shown to keys that hold `ledger:asset:read_top` only.

Every answer that shows one leaves a look in the trail, as a page does.
"""

from __future__ import annotations

from ninja import Router

from kuramori.work.ledger.api import assets, decisions, grants, life, prior, rounds, scan
from kuramori.work.ledger.api.telling import TELLING

__all__ = ["TELLING", "router"]

router = Router(tags=["ledger"])
for part in (assets, grants, life, prior, decisions, rounds, scan):
    router.add_router("", part.router)
