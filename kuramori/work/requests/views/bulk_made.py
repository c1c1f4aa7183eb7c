"""Workbooks that go out: one for one partner, or all of a request as a ZIP."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.jobs import read as jobs
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.packs.read import PackLost
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook as as_workbook
from kuramori.ground.people.roles import Can
from kuramori.press.faults import PressFault
from kuramori.work.requests.access import asked_for, request_for
from kuramori.work.requests.workbooks import handing_out, making


@require_safe
def workbook(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The workbook of one partner."""
    asked = asked_for(request.actor, id, Can.REQUEST_MAKE)
    try:
        lang = _chosen(request.GET.get("lang", ""))
        return as_workbook(making.workbook_of(asked, lang), making.name_of(asked, lang))
    except PressFault as fault:
        messages.error(request, fault.sentence(get_language() or "ja"))
    except PackLost:
        messages.error(request, _("このお願いの設問の文面が、もうありません。"))
    return redirect(url_for(request.actor, "requests:workbooks"))


@require_POST
def make(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Have all of them made."""
    row = request_for(request.actor, id, Can.REQUEST_MAKE)
    queued = handing_out.ask_for_all(request.actor, row, _chosen(request.POST.get("lang", "")))
    return redirect(url_for(request.actor, "requests:made_workbooks", id=queued.pk))


@never_cache
@require_safe
def made(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """How far the worker is; the page asks again by itself until it is done."""
    found = _job_for(request, id)
    context = {
        "job": jobs.view(found),
        "is_mine": found.person_id == request.actor.person_id,
        "request_id": found.arguments.get("request", ""),
    }
    return render(request, "requests/bulk_made.html", context)


@require_safe
def made_file(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The finished ZIP, for whoever asked for it."""
    found = _job_for(request, id)
    if found.state != State.DONE or found.person_id != request.actor.person_id:
        return redirect(url_for(request.actor, "requests:made_workbooks", id=found.pk))
    return handed_out(
        request,
        lambda: handing_out.take(request.actor, found),
        name=found.result_name,
        media_type=found.result_type,
        size=found.result_size,
    )


def _chosen(written: str) -> str:
    """A language that workbooks are made in."""
    return written if written in making.CALLED else "ja"


def _job_for(request: ActingRequest, id: uuid.UUID) -> Job:
    found = jobs.job_of(request.actor.organisation_id, id)
    if found is None or found.kind != handing_out.KIND:
        raise Http404
    request.actor.require(Can.REQUEST_MAKE)
    return found
