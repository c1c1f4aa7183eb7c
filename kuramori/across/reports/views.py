"""Reports of an organisation: the sheet's documents, the owner's page, and the bundle of all rounds."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.across.reports import bundle
from kuramori.across.reports.answer import SHOWN, document, on_screen, trouble_page
from kuramori.across.reports.of_owner import owner_page_of
from kuramori.across.reports.of_sheet import data_of
from kuramori.across.reports.owner_screen import owner_screen
from kuramori.across.reports.render import FormatNotOffered
from kuramori.across.reports.take_out import take_out
from kuramori.ground.jobs import read as jobs
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.press.faults import PressFault
from kuramori.work.checks import access as checks
from kuramori.work.checks.facts import final_sheets


@require_safe
def sheet(request: ActingRequest, id: uuid.UUID, format: str) -> HttpResponseBase:
    """The self-check report of one sheet as PDF, XLSX, SVG, PNG or HTML."""
    found = checks.sheet_for(request.actor, id, Can.REPORT_MAKE)
    lang = get_language() or "ja"
    data = data_of(request.actor, found, lang=lang)
    try:
        rendered = take_out(
            request.actor, "self_check", data, format=format, lang=lang, about="sheet", thing_id=found.pk
        )
    except FormatNotOffered as unknown:
        raise Http404 from unknown
    except PressFault as fault:
        return trouble_page(request, fault)
    return on_screen(rendered) if format in SHOWN else document(rendered)


@require_safe
def owner_page(request: ActingRequest) -> HttpResponseBase:
    """社長の1ページ: the same facts as the printed page, on the screen, with the way to the printed one."""
    request.actor.require(Can.REPORT_MAKE)
    lang = get_language() or "ja"
    data = owner_page_of(request.actor, lang=lang)
    context = {"page": owner_screen(data, lang) if data else None, "rounds": len(final_sheets())}
    return render(request, "reports/owner_page.html", context)


@require_safe
def owner_page_document(request: ActingRequest, format: str) -> HttpResponseBase:
    """The owner's page as a document."""
    request.actor.require(Can.REPORT_MAKE)
    lang = get_language() or "ja"
    data = owner_page_of(request.actor, lang=lang)
    if data is None:
        raise Http404
    try:
        rendered = take_out(request.actor, "owner_page", data, format=format, lang=lang, about="organisation")
    except FormatNotOffered as unknown:
        raise Http404 from unknown
    except PressFault as fault:
        return trouble_page(request, fault)
    return on_screen(rendered) if format in SHOWN else document(rendered)


@require_POST
def bundle_ask(request: ActingRequest) -> HttpResponseBase:
    """Ask the worker for all rounds' reports."""
    request.actor.require(Can.REPORT_MAKE)
    try:
        queued = bundle.ask_for_bundle(request.actor, lang=get_language() or "ja")
    except bundle.NothingToBundle:
        messages.warning(
            request, _("確定した回がまだありません。自己チェックを確定すると、まとめて受け取れます。")
        )
        return redirect(url_for(request.actor, "checks:sheets"))
    return redirect(url_for(request.actor, "reports:job", id=queued.pk))


@require_safe
def job(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """How far the worker is; the page asks again by itself until it is done."""
    found = _job_for(request, id)
    template = "reports/job.html#progress" if request.htmx else "reports/job.html"
    return render(request, template, {"job": jobs.view(found)})


@require_safe
def job_file(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The file that a finished job made."""
    found = _job_for(request, id)
    if found.state != State.DONE:
        return redirect(url_for(request.actor, "reports:job", id=found.pk))
    return handed_out(
        request,
        lambda: bundle.take(request.actor, found),
        name=found.result_name,
        media_type=found.result_type,
        size=found.result_size,
    )


def _job_for(request: ActingRequest, id: uuid.UUID) -> Job:
    found = jobs.job_of(request.actor.organisation_id, id)
    if found is None or found.kind != bundle.KIND:
        raise Http404
    request.actor.require(Can.REPORT_MAKE)
    return found
