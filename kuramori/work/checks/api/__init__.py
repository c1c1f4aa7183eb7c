"""Checks over the API: scoring a file without a key, and everything a key of an organisation may do with its sheets."""

from __future__ import annotations

from ninja import Router

from kuramori.work.checks.api import evidence, plans, score, sheets
from kuramori.work.checks.api.telling import TELLING

__all__ = ["TELLING", "public", "router"]

public = score.router
router = Router(tags=["checks"])
for part in (sheets, evidence, plans):
    router.add_router("", part.router)
