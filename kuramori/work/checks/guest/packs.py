"""The packs that a guest may answer: those on the shelf that say so themselves."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from kuramori.ground.packs.shelf import Shelf, open_shelf
from kuramori.rules.catalogue import Pack


def on_offer() -> tuple[Pack, ...]:
    """Every pack with `public_check`, in the shelf's order."""
    return tuple(pack for pack in _shelf().packs() if pack.public_check)


def find(pack_id: str) -> Pack | None:
    """The pack with this id if guests may answer it."""
    pack = _shelf().find(pack_id)
    return pack if pack is not None and pack.public_check else None


@cache
def _shelf() -> Shelf:
    return open_shelf(settings.DATA)
