"""Keep the text of a pack that somebody begins to use, so that it can be read when the shelf has moved on."""

from __future__ import annotations

from kuramori.ground.packs import shelf
from kuramori.ground.packs.models import KeptPack
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack


def keep(pack: Pack) -> None:
    """Keep this pack's files under its digest, once. Call inside the caller's transaction."""
    if KeptPack.objects.filter(digest=pack.digest).exists():
        return
    KeptPack.objects.get_or_create(
        digest=pack.digest,
        defaults={
            "pack_id": pack.id,
            "version": pack.version,
            "files": shelf.files_of(pack),
            "kept_at": clock.now(),
        },
    )
