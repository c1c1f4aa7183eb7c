"""The packs that a guest may answer: those on the shelf that say so themselves."""

from __future__ import annotations

from kuramori.ground.packs import read as shelf
from kuramori.rules.catalogue import Pack


def on_offer() -> tuple[Pack, ...]:
    """Every pack with `public_check`, in the shelf's order."""
    return shelf.public_packs()


def find(pack_id: str) -> Pack | None:
    """The pack with this id if guests may answer it."""
    pack = shelf.find(pack_id)
    return pack if pack is not None and pack.public_check else None
