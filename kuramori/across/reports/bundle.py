"""All rounds' reports in one ZIP, made by the worker with progress: for the auditor who asks for the history."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext, override
from django_scopes import scope

from kuramori.across.reports import events
from kuramori.across.reports.of_sheet import data_of
from kuramori.across.reports.render import render
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Result, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.tasks import store
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.checks.facts import final_sheets

KIND = "reports:bundle"


class NothingToBundle(ValueError):
    """No round has been finalised yet."""


def ask_for_bundle(actor: Actor, *, lang: str) -> Job:
    """Queue the making of one ZIP with the report of every finalised round. Raises `NothingToBundle`."""
    actor.require(Can.REPORT_MAKE)
    if not final_sheets():
        raise NothingToBundle
    with transaction.atomic():
        record(actor, events.BUNDLE_ASKED, kind="organisation", thing_id=actor.organisation_id)
        return enqueue(KIND, organisation_id=actor.organisation_id, person_id=actor.person_id, lang=lang)


@job(KIND)
def make_bundle(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> Result:
    """The worker's part: may run twice, makes the same ZIP each time."""
    lang = str(arguments.get("lang", "ja"))
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.REPORT_MAKE):
        # The worker speaks no language of its own: the sentence is said in that of the one who asked.
        with override(lang):
            raise Trouble(gettext("頼んだ方が、いまは報告書を受け取れない役割です。"))
    with scope(organisation=actor.organisation):
        sheets = final_sheets()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, sheet in enumerate(sheets, 1):
                for format in ("pdf", "xlsx"):
                    rendered = render("self_check", data_of(actor, sheet, lang=lang), format, lang)
                    archive.writestr(_entry(f"{number:02}_{rendered.filename}"), rendered.content)
                progress(number, len(sheets))
    with override(lang):
        name = gettext("自己チェック報告書_%(rounds)s回分_%(day)s.zip") % {
            "rounds": len(sheets),
            "day": clock.today().isoformat(),
        }
    return Result(name=name, media_type="application/zip", content=[packed.getvalue()])


def _entry(name: str, day: date = date(2026, 1, 1)) -> zipfile.ZipInfo:
    # One day for every entry: the same rounds give the same bytes.
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def take(actor: Actor, made: Job) -> BinaryIO:
    """Open the finished bundle; that it was taken out is in the trail before its bytes are sent.

    Raises `papers.whole.FileDamaged`.
    """
    return open_whole(
        actor,
        store(),
        made.result_sha256,
        kind="job",
        thing_id=made.pk,
        before=lambda: record(actor, events.BUNDLE_TAKEN, kind="job", thing_id=made.pk),
    )
