"""Who may know: granting, ending, and the ○× table."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.access import department_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed, workbook
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.ways import again, day_asked, go
from kuramori.work.ledger import access, breadth, looks, read
from kuramori.work.ledger.forms import GrantForm
from kuramori.work.ledger.granting import Subject, end_grant, grant
from kuramori.work.ledger.laying import AssetClosed, EntryRefused
from kuramori.work.ledger.papers import who_book, who_paper
from kuramori.work.ledger.views.ways import closed

ON_PAPER = 20


@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/grant/`: who may know, why, from when until when."""
    asset = access.asset_for(request.actor, id, Can.ASSET_GRANT)
    looks.note(request.actor, [asset])
    form = GrantForm(request.POST if request.method == "POST" else None, read.offered())
    context = {"form": form, "asset": asset}
    if not (form.is_bound and form.is_valid()):
        return again(request, "ledger/grant.html", context)
    given = form.cleaned_data
    try:
        grant(
            request.actor,
            asset,
            _subject(request, given["subject"]),
            reason=given["reason"],
            from_on=given["from_on"],
            until_on=given["until_on"],
        )
    except AssetClosed:
        messages.warning(request, closed(request))
        return go(request, "ledger:asset", id=asset.pk)
    except EntryRefused as refused:
        form.add_error(None, refused.sentence)
        return again(request, "ledger/grant.html", context)
    messages.success(request, _("アクセスできる人を決めました。"))
    return go(request, "ledger:asset", id=asset.pk, at="who")


@require_POST
def end(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """End a grant at once; whoever it let in until yesterday stays on record."""
    granted = access.grant_for(request.actor, id, Can.ASSET_GRANT)
    if end_grant(request.actor, granted):
        messages.success(request, _("アクセスを終えました。昨日までの記録は残っています。"))
    return go(request, "ledger:asset", id=granted.asset_id, at="who")


@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """`/ledger/who/`: people × assets on a day."""
    on = day_asked(request)
    page = _who(request, on, across=read.ACROSS)
    context = {"page": page, "on": on, "source": breadth.thresholds().source}
    return render(request, "ledger/who.html", context)


@require_safe
def table_paper(request: ActingRequest) -> HttpResponse:
    """`/ledger/who/print/`: the same as PDF, A4 lying."""
    page = _who(request, day_asked(request), across=ON_PAPER)
    return printed(who_paper(request.actor.organisation, page), f"who-{page.on.isoformat()}.pdf")


@require_safe
def table_book(request: ActingRequest) -> HttpResponse:
    """`/ledger/who/book/`: the same as a workbook, all assets side by side."""
    page = _who(request, day_asked(request), across=500)
    return workbook(who_book(request.actor.organisation, page), f"who-{page.on.isoformat()}.xlsx")


def _who(request: ActingRequest, on: datetime.date | None, *, across: int) -> read.WhoPage:
    written = request.GET.get("page", "")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1
    page = read.who_page(
        request.actor,
        on,
        page=number,
        department=request.GET.get("department", "")[:60],
        across=across,
    )
    looks.note(request.actor, page.assets)
    return page


def _subject(request: ActingRequest, chosen: str) -> Subject:
    kind, _sign, which = chosen.partition(":")
    if kind == "person":
        return Subject(person=access.person_for(request.actor, uuid.UUID(which), Can.ASSET_GRANT))
    if kind == "department":
        return Subject(department=department_for(request.actor, uuid.UUID(which), Can.ASSET_GRANT))
    return Subject(role=Role(which)) if kind == "role" else Subject()
