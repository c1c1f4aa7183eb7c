"""「束（ZIP）」: the entries looked for as a sealed pack; at once while they are few, else by the worker."""

from __future__ import annotations

import datetime
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext, override
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Result, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.tasks import store
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import audiences, events, read, showing
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import pack, rising
from kuramori.ground.trail.read import Wanted
from kuramori.ground.trail.record import record
from kuramori.outside import clock

KIND = "trail:pack"
AT_ONCE = 2_000
IN_MEMORY_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 256 * 1024


def indices_for(actor: Actor, wanted: Wanted) -> list[int]:
    """The entries that fit and that this actor may read, rising."""
    found = read.found(
        actor.organisation_id, wanted, may_read=lambda audience: audiences.may_read(actor, audience)
    )
    return sorted(entry.index for entry in found)


def sealed(actor: Actor, indices: list[int], progress: Progress | None = None) -> BinaryIO:
    """The pack as an open file, to be read from its beginning. The taking out is in the trail before it exists, and
    so is the look at what is secret in it."""
    told = showing.told(actor, rising(indices))
    with transaction.atomic():
        showing.note(actor, told)
        record(actor, events.EXPORTED, kind="trail", count=len(indices), form="ZIP")
    out = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  whoever reads it closes it
    counted = _counted(rising(indices), len(indices), progress)
    pack(actor, counted, out, closed=told.closed)  # type: ignore[arg-type]
    out.seek(0)
    return out  # type: ignore[return-value]


def ask(actor: Actor, wanted: Wanted, *, lang: str) -> Job:
    """Have the worker make it."""
    actor.require(Can.TRAIL_EXPORT)
    told = {
        name: list(value) if isinstance(value, tuple) else str(value)
        for name, value in asdict(wanted).items()
        if value
    }
    with transaction.atomic():
        return enqueue(
            KIND, organisation_id=actor.organisation_id, person_id=actor.person_id, lang=lang, wanted=told
        )


def take(actor: Actor, made: Job) -> BinaryIO:
    """Open the finished pack; the look is in the trail first. Raises `papers.whole.FileDamaged`."""
    return open_whole(
        actor,
        store(),
        made.result_sha256,
        kind="job",
        thing_id=made.pk,
        before=lambda: record(actor, events.PACK_TAKEN, kind="job", thing_id=made.pk),
    )


@job(KIND)
def make(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> Result:
    """The worker's part. Run twice it seals twice: each pack that was made is in the trail."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    with override(str(arguments.pop("lang", "ja"))):
        if actor is None or not actor.may(Can.TRAIL_EXPORT):
            raise Trouble(gettext("頼んだ方が、いまは証跡を受け取れない役割です。"))
    with scope(organisation=actor.organisation):
        content = sealed(actor, indices_for(actor, wanted_in(arguments.get("wanted"))), progress)
    return Result(name=name(), media_type="application/zip", content=_pieces(content))


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(CHUNK_BYTES):
            yield piece


def name() -> str:
    return f"trail-{clock.today():%Y%m%d}.zip"


def wanted_in(told: Any) -> Wanted:
    """What `ask` kept of a question among the arguments of the job."""
    told = told or {}
    day = {key: datetime.date.fromisoformat(told[key]) for key in ("from_on", "until_on") if key in told}
    return Wanted(
        kind=told.get("kind", ""),
        thing_id=told.get("thing_id", ""),
        person_id=uuid.UUID(told["person_id"]) if "person_id" in told else None,
        event=told.get("event", ""),
        room=told.get("room", ""),
        without=tuple(told.get("without", ())),
        from_on=day.get("from_on"),
        until_on=day.get("until_on"),
    )


def _counted(entries: Iterator[Entry], total: int, progress: Progress | None) -> Iterator[Entry]:
    for number, entry in enumerate(entries, 1):
        yield entry
        if progress is not None and (number % 500 == 0 or number == total):
            progress(number, total)
