"""A long ledger as a workbook: made by the worker, a portion at a time, and taken out when it is done.

Its lines are those of `exporting`, so that it comes in again without a change. The looks at what is 極秘 are noted
when the file is made for whoever asked; only that person may take it out.
"""

from __future__ import annotations

import datetime
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Result, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.tasks import store
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people.access import actor_of_person
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.long_table import LongBook, LongSheet, write
from kuramori.press.xlsx import MEDIA_TYPE
from kuramori.work.ledger import access, events_import, exporting, looks
from kuramori.work.ledger.fields import Field
from kuramori.work.ledger.importing.plan import Exported
from kuramori.work.ledger.models import Asset, Grade, Stage, Version

KIND = "ledger:export"
AT_ONCE = 10_000
"""Entries that are handed out while one waits; more are made by the worker."""
PORTION = 500
CHUNK_BYTES = 256 * 1024


def is_long(actor: Actor) -> bool:
    """Whether the ledger, as this actor may see it, is too long to wait for."""
    return _rows(actor).count() > AT_ONCE


def ask_for_file(actor: Actor, *, lang: str) -> Job:
    """Queue the making of the workbook."""
    actor.require(Can.ASSET_EXPORT)
    with transaction.atomic():
        record(actor, events_import.EXPORT_ASKED, kind="ledger", thing_id=actor.organisation_id)
        return enqueue(KIND, organisation_id=actor.organisation_id, person_id=actor.person_id, lang=lang)


@job(KIND)
def make_file(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> Result:
    """The worker's part: may run twice, then with the looks noted twice."""
    actor = actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    with override(str(arguments.get("lang", "ja"))):
        if actor is None or not actor.may(Can.ASSET_EXPORT):
            raise Trouble(_("頼んだ方が、いまは台帳を受け取れない役割です。"))
        with scope(organisation=actor.organisation):
            file = tempfile.TemporaryFile()  # noqa: SIM115  closed by `_chunks`, which outlives this function
            lines = _Lines(actor, progress)
            write(file, _book(actor, lines))
            with transaction.atomic():
                looks.note_ids(actor, lines.top)
                record(
                    actor,
                    events_import.EXPORT_MADE,
                    kind="ledger",
                    thing_id=actor.organisation_id,
                    rows=lines.written,
                    top=len(lines.top),
                )
        return Result(name=_name(clock.today()), media_type=MEDIA_TYPE, content=_chunks(file))


def take(actor: Actor, made: Job) -> BinaryIO:
    """Open the finished workbook; that it was taken out is in the trail before its bytes are sent.

    Raises `NotAllowed` for whoever did not ask for it, `papers.whole.FileDamaged`.
    """
    actor.require(Can.ASSET_EXPORT)
    if made.person_id != actor.person_id:
        raise NotAllowed(Can.ASSET_EXPORT)
    return open_whole(
        actor,
        store(),
        made.result_sha256,
        kind="job",
        thing_id=made.pk,
        before=lambda: record(actor, events_import.EXPORT_TAKEN, kind="job", thing_id=made.pk),
    )


class _Lines:
    """The lines of the workbook, read a portion at a time; what was written is counted on the way."""

    def __init__(self, actor: Actor, progress: Progress) -> None:
        self.fields: Sequence[Field] = exporting.fields_of(
            Version.objects.filter(held_on()).values_list("values", flat=True).iterator(chunk_size=PORTION)
        )
        self.written = 0
        self.top: list[object] = []
        self._actor, self._progress = actor, progress
        self._twice, self._say = exporting.names_twice(), Exported()

    def __iter__(self) -> Iterator[Sequence[str]]:
        # What a line says stands in the version; of the asset it takes whether it may be told.
        rows = _rows(self._actor).select_related(None).only("number", "grade").order_by("number")
        total, done, last = rows.count(), 0, ""
        # From number to number: no list of a whole ledger is held, however long it is.
        while part := list(rows.filter(number__gt=last)[:PORTION]):
            versions = Version.objects.filter(held_on(), asset__in=[asset.pk for asset in part])
            kept = dict(versions.values_list("asset_id", "values"))
            # What left the ledger since it was asked for has no line.
            yield from (self._line(asset, kept[asset.pk]) for asset in part if asset.pk in kept)
            done, last = done + len(part), part[-1].number
            self._progress(min(done, total), total)

    def _line(self, asset: Asset, kept: Mapping[str, Any]) -> Sequence[str]:
        self.written += 1
        if asset.grade == Grade.TOP and not asset.is_masked:
            self.top.append(asset.pk)
        return exporting.texts(asset, kept, self.fields, self._twice, self._say)


def _rows(actor: Actor) -> QuerySet[Asset]:
    return access.assets_seen_by(actor).exclude(stage=Stage.DECLINED)


def _book(actor: Actor, lines: _Lines) -> LongBook:
    told = exporting.explained()
    return LongBook(
        title=_("情報管理台帳"),
        author=actor.organisation.name,
        made_on=clock.today(),
        foot=exporting.foot(actor),
        sheets=(
            LongSheet(
                title=_("情報管理台帳"),
                widths=exporting.widths(lines.fields),
                head=[str(field.label) for field in lines.fields],
                rows=lines,
            ),
            LongSheet(title=_("書き方"), widths=(24.0, 84.0), head=(_("台帳の書き方"), ""), rows=told),
        ),
    )


def _name(day: datetime.date) -> str:
    return _("台帳_%(day)s.xlsx") % {"day": day.isoformat()}


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
