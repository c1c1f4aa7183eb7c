"""A paper with its proof: the PDF and the trail's entries it rests on, as one pack that anybody can check offline."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers import store
from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import events as trail_events
from kuramori.ground.trail import showing
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import pack, rising
from kuramori.ground.trail.record import record
from kuramori.work.ledger import access
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Asset, PriorRecord

IN_MEMORY_BYTES = 8 * 1024 * 1024
MOST_FILES_BYTES = 200 * 1024 * 1024
"""Of all files that go into one pack together: a quarter of a minute's work at the most."""
PRIOR_USE = (events.PRIOR_ADDED, events.PRIOR_WITHDRAWN)
DISPOSAL = (events.LET_GO, events.COPY_BACK, events.DISPOSED)


def indices(asset: Asset, of: tuple[object, ...]) -> list[int]:
    """The entries of an asset that tell one of these events, rising."""
    names = [str(getattr(event, "id", event)) for event in of]
    found = Entry.objects.filter(
        organisation_id=asset.organisation_id, kind="asset", thing_id=str(asset.pk), event__in=names
    )
    return list(found.order_by("index").values_list("index", flat=True))


class FilesTooLarge(EntryRefused):
    """The files together are more than `MOST_FILES_BYTES`; nothing was sealed."""

    @property
    def sentence(self) -> str:
        return _(
            "預けたファイルが合わせて200MBを超えるので、ZIPに入れられません。ファイルを入れずに受け取ってください。"
        )


def file_names(rows: Iterable[PriorRecord]) -> dict[int, str]:
    """What the kept files are called in a pack, by their number in the list of records that stand."""
    return {number: f"files/{number:02}{_ending(file.name)}" for number, file in _kept(rows).items()}


def file_bytes(rows: Iterable[PriorRecord]) -> int:
    """How much the kept files of the records that stand are together."""
    return sum(file.size for file in _kept(rows).values())


def packed(
    actor: Actor,
    asset: Asset,
    of: tuple[object, ...],
    documents: Mapping[str, Callable[[], bytes]],
    *,
    files_of: Iterable[PriorRecord] = (),
) -> BinaryIO:
    """The papers by their ASCII names, the entries `of` which they tell, and the files kept with records, sealed.

    Who may read the trail may hand it on so; the files too need the right to read files. The taking out, each file's
    included, and the look at what is secret in it, are in the trail before it exists. Call outside a transaction.
    Raises a `PressFault`, `FilesTooLarge`, or `FileDamaged`, with nothing sealed.
    """
    access.require(actor, asset, Can.ASSET_READ)
    access.require_open(actor, asset)
    actor.require(Can.TRAIL_READ)
    rows = tuple(files_of)
    names = file_names(rows)
    if names:
        actor.require(Can.FILE_READ)
    if file_bytes(rows) > MOST_FILES_BYTES:
        raise FilesTooLarge
    made: dict[str, bytes | BinaryIO] = {name: make() for name, make in documents.items()}
    resting_on = indices(asset, of)
    told = showing.told(actor, rising(resting_on))
    with contextlib.ExitStack() as opened:
        for number, file in _kept(rows).items():
            made[names[number]] = opened.enter_context(store.take_out(actor, file))
        with transaction.atomic():
            showing.note(actor, told)
            record(actor, trail_events.EXPORTED, kind="trail", count=len(resting_on), form="ZIP")
        out = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  whoever reads it closes it
        pack(actor, rising(resting_on), out, documents=made, closed=told.closed)  # type: ignore[arg-type]
    out.seek(0)
    return out  # type: ignore[return-value]


def _kept(rows: Iterable[PriorRecord]) -> dict[int, File]:
    """The files by the number of their record in the printed list, which leaves out what was withdrawn."""
    standing = (row for row in rows if row.withdrawn_at is None)
    return {number: row.file for number, row in enumerate(standing, start=1) if row.file is not None}


def _ending(name: str) -> str:
    """The ending of a file's name where it is plain: it is a name inside an archive."""
    ending = PurePath(name).suffix.lower()
    return ending if ending.isascii() and ending[1:].isalnum() and len(ending) <= 8 else ""
