"""The verb that signs what the log holds now. The worker calls it each second, a receipt whenever it needs one."""

from __future__ import annotations

import structlog
from django.db import IntegrityError, transaction

from kuramori.ground.trail import keys, tree
from kuramori.ground.trail.models import Checkpoint
from kuramori.outside import clock
from kuramori.rules import merkle, notes

log = structlog.get_logger()


class HistoryChanged(RuntimeError):
    """The entries no longer begin with those of the newest checkpoint: nothing is signed over a changed history."""


def checkpoint() -> Checkpoint | None:
    """Sign the log as it is; returns the checkpoint over every committed entry, or None while there is none.

    Nothing new: the newest one is returned as it is. Raises `HistoryChanged`, `tree.TreeBroken`.
    """
    size, newest = tree.size(), Checkpoint.objects.order_by("-size").first()
    if size == 0 and newest is None:
        return None
    if newest is not None and newest.size == size:
        return newest
    _require_same_history(newest, size)
    tree.store_full_tiles(size)
    found = merkle.root(size, tree.node_at(size))
    signer = keys.log_signer()
    note = notes.signed(notes.Checkpoint(signer.name, size, found).text, signer).whole
    made = Checkpoint(size=size, root=found.hex(), at=clock.now(), note=note)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # another process signed the same size; both notes say the same
        return Checkpoint.objects.get(size=size)
    return made


def newest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def covering(index: int) -> Checkpoint:
    """The newest checkpoint, made now when the entry `index` is not under one yet."""
    found = newest()
    if found is None or found.size <= index:
        found = checkpoint()
    if found is None or found.size <= index:
        raise IndexError(index)
    return found


def _require_same_history(last: Checkpoint | None, size: int) -> None:
    if last is None:
        return
    if size < last.size:
        raise HistoryChanged(f"{size} < {last.size}")
    # Only the tail since the last full tile is read anew here; `verify` recomputes everything.
    if merkle.root(last.size, tree.node_at(last.size)).hex() != last.root:
        raise HistoryChanged(str(last.size))
