"""Keep the text of a pack that somebody begins to use, so that it can be read when the shelf has moved on."""

from __future__ import annotations

from kuramori.ground.packs.folder import read_folder
from kuramori.ground.packs.models import KeptPack
from kuramori.ground.packs.read import PackLost, shelf
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.digest import digest_of


def keep(pack: Pack) -> None:
    """Keep this pack's files under its digest, once. Call inside the caller's transaction. Raises `PackLost`."""
    if KeptPack.objects.filter(digest=pack.digest).exists():
        return
    KeptPack.objects.get_or_create(
        digest=pack.digest,
        defaults={
            "pack_id": pack.id,
            "version": pack.version,
            "files": _files_of(pack),
            "kept_at": clock.now(),
        },
    )


def _files_of(pack: Pack) -> dict[str, str]:
    """The pack's texts by name; they must still be those that its digest was counted from."""
    folder = next((entry.folder for entry in shelf().entries() if entry.pack == pack), None)
    files = read_folder(folder).files if folder is not None else {}
    if digest_of(files) != pack.digest:
        raise PackLost(pack.digest)
    return {name: raw.decode("utf-8-sig") for name, raw in files.items()}
