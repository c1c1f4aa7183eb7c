"""Let somebody outside read the result of one finished round: by a link for one address, with a code, for days."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from kuramori.across.reports import events
from kuramori.across.reports.of_sheet import data_of
from kuramori.across.reports.render import render, report
from kuramori.across.reports.report import Rendered
from kuramori.ground.people import links, receipts
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.trail.record import record
from kuramori.work.checks import access as checks
from kuramori.work.checks.models import Sheet

SELF_CHECK = links.LinkPurpose(
    "reports:sheet", "shared_reports:sheet", _("自己チェックの結果"), Can.REPORT_SHARE
)
MAIL = Purpose("reports:link", _("結果を見せるリンク"))
FORMAT = "pdf"


class NotFinal(ValueError):
    """A round that is still being answered is shown to nobody outside."""


def share(actor: Actor, sheet: Sheet, *, name: str, address: str, until_on: datetime.date) -> links.Issued:
    """A link to the sheet's report for one person outside. Raises `NotFinal` and what `links.issue` raises."""
    if not sheet.is_final:
        raise NotFinal
    return links.issue(
        actor,
        SELF_CHECK,
        about=("sheet", sheet.pk),
        until_on=until_on,
        outside=Recipient(address, name),
    )


def shown_sheet(visitor: Visitor) -> Sheet:
    """The finished round that the visitor's link names; raises `Http404` where it cannot be shown any more."""
    sheet = checks.sheet_behind_a_link(uuid.UUID(visitor.link.thing_id))
    if not sheet.is_final:
        raise Http404
    return sheet


def hand_out(visitor: Visitor, sheet: Sheet, *, lang: str) -> Rendered:
    """The report as a PDF; that it was taken is in the trail before the first byte leaves."""
    rendered = render("self_check", data_of(visitor, sheet, lang=lang), FORMAT, lang)
    with transaction.atomic():
        entry = record(
            visitor,
            events.TAKEN_BY_LINK,
            kind="sheet",
            thing_id=sheet.pk,
            shows=[sheet.pk],
            report=report("self_check").title["ja"],
            format=FORMAT.upper(),
        )
        # One is enough for a link, however often the same is taken.
        receipts.promise(visitor, entry, link=visitor.link, once=f"link:{visitor.link.pk}")
    return rendered
