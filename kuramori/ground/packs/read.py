"""The shelf of this instance: which packs can be used, and exactly the edition that something was begun with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kuramori.ground.packs.models import KeptPack, OwnPack
from kuramori.ground.packs.shelf import Shelf
from kuramori.rules.catalogue import Pack


class PackLost(LookupError):
    """No text is left of this edition, neither on the shelf nor kept in the database."""


def packs() -> tuple[Pack, ...]:
    """Every pack that can be used, in the shelf's order."""
    return shelf().packs()


def public_packs() -> tuple[Pack, ...]:
    """The packs that anybody may answer without an account."""
    return tuple(pack for pack in packs() if pack.public_check)


def own_packs() -> tuple[Pack, ...]:
    """The acting organisation's own lists that can be asked by, by title."""
    rows = OwnPack.objects.filter(accepted_at__isnull=False, retired_at__isnull=True).order_by("title")
    return tuple(by_digest(digest) for digest in rows.values_list("digest", flat=True))


def find(pack_id: str) -> Pack | None:
    """The pack of today with this id (or short name)."""
    return shelf().find(pack_id)


def by_digest(digest: str) -> Pack:
    """Exactly this edition, also when the shelf has moved on. Raises `PackLost`."""
    return shelf().by_digest(digest) or _kept(digest)


def shelf() -> Shelf:
    """The shelf that the settings name; read once and remembered by this process."""
    return _shelf(tuple(settings.PACK_FOLDERS), settings.DATA / "kept-packs")


@lru_cache(maxsize=4)
def _shelf(roots: tuple[Path, ...], keep: Path) -> Shelf:
    return Shelf(roots, keep)


@lru_cache(maxsize=32)
def _kept(digest: str) -> Pack:
    kept = KeptPack.objects.filter(digest=digest).first()
    if kept is None:
        raise PackLost(digest)
    # Checking texts needs the YAML parser and jsonschema: time and memory that most processes never pay.
    from kuramori.rules.building import build

    return build(kept.files)
