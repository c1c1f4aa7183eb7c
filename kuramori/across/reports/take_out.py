"""Handing out a report: rendered first, then recorded, then sent."""

from __future__ import annotations

from django.db import transaction

from kuramori.across.reports import events
from kuramori.across.reports.render import render, report
from kuramori.across.reports.report import Rendered, ReportData
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record


def take_out(
    actor: Actor,
    kind: str,
    data: ReportData,
    *,
    format: str,
    lang: str,
    about: str = "",
    thing_id: object = "",
) -> Rendered:
    """The report as a document; the taking out is in the trail before the first byte leaves.

    Raises what `render` raises. Rendering happens outside the transaction: it may take half a second.
    """
    actor.require(Can.REPORT_MAKE)
    rendered = render(kind, data, format, lang)
    with transaction.atomic():
        record(
            actor,
            events.MADE,
            kind=about,
            thing_id=thing_id,
            report=report(kind).title["ja"],
            format=format.upper(),
        )
    return rendered
