"""取引先の状況 taken out: the list, the map and the page for the board as files."""

from __future__ import annotations

import uuid
from collections.abc import Callable

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
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.press.faults import PressFault
from kuramori.work.requests.portfolio_out import files, taking
from kuramori.work.requests.portfolio_out.files import Form
from kuramori.work.requests.reading import portfolio_list, portfolio_lists
from kuramori.work.requests.reading.portfolio_lists import Questions


@require_POST
def take_list(request: ActingRequest) -> HttpResponse:
    """The list with the filters it is looked at with; a long one is made by the worker."""
    filters = portfolio_list.filters_from(request.POST)
    asked, form = _asked(request, filters.pack), _form(request)
    back = f"{url_for(request.actor, 'requests:portfolio_list')}?{filters.query}"
    try:
        made = taking.take_list(request.actor, asked, filters, form)
    except taking.TooLong:
        messages.error(
            request,
            _("PDFにできるのは%(most)s社までです。もう少ししぼるか、ExcelかCSVで受け取ってください。")
            % {"most": files.MOST_ON_PAPER},
        )
        return redirect(back)
    except PressFault as fault:
        messages.error(request, fault.sentence(get_language() or "ja"))
        return redirect(back)
    if isinstance(made, Job):
        return redirect(url_for(request.actor, "requests:portfolio_made", id=made.pk))
    return attached(made, form.media_type, files.name_of(taking.title_of_list(), form))


@require_POST
def take_map(request: ActingRequest) -> HttpResponse:
    """The map as it is looked at."""
    asked, form, part = (
        _asked(request, request.POST.get("pack", "")),
        _form(request),
        request.POST.get("part", "")[:60],
    )
    by_item = request.POST.get("by") == "item" or bool(part) or not asked.parts
    query = f"?pack={asked.pack_id}{'&by=item' if by_item else ''}"
    return _handed(
        request,
        lambda: taking.take_map(request.actor, asked, form, by_item=by_item, part=part),
        (form.media_type, files.name_of(_("取引先の状況_地図"), form)),
        f"{url_for(request.actor, 'requests:portfolio_map')}{query}",
    )


@require_POST
def take_board(request: ActingRequest) -> HttpResponse:
    """The page for the board on paper."""
    asked = _asked(request, request.POST.get("pack", ""))
    return _handed(
        request,
        lambda: taking.take_board(request.actor, asked),
        (Form.PDF.media_type, files.name_of(_("取引先の状況_役員向け"), Form.PDF)),
        url_for(request.actor, "requests:portfolio_board"),
    )


@never_cache
@require_safe
def made(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """How far the worker is; the page asks again by itself until it is done."""
    found = _job_for(request, id)
    context = {"job": jobs.view(found), "is_mine": found.person_id == request.actor.person_id}
    return render(request, "requests/portfolio_made.html", context)


@require_safe
def made_file(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The finished file, for whoever asked for it."""
    found = _job_for(request, id)
    if found.state != State.DONE or found.person_id != request.actor.person_id:
        return redirect(url_for(request.actor, "requests:portfolio_made", id=found.pk))
    return handed_out(
        request,
        lambda: taking.fetch(request.actor, found),
        name=found.result_name,
        media_type=found.result_type,
        size=found.result_size,
    )


def _handed(
    request: ActingRequest, make: Callable[[], bytes], named: tuple[str, str], back: str
) -> HttpResponse:
    try:
        content = make()
    except PressFault as fault:
        messages.error(request, fault.sentence(get_language() or "ja"))
        return redirect(back)
    return attached(content, *named)


def _asked(request: ActingRequest, pack: str) -> Questions:
    request.actor.require(Can.REPLY_READ)
    found = portfolio_lists.questions(pack)
    if found is None:
        raise Http404
    return found


def _form(request: ActingRequest) -> Form:
    written = request.POST.get("form", "")
    return Form(written) if written in set(Form) else Form.XLSX


def _job_for(request: ActingRequest, id: uuid.UUID) -> Job:
    found = jobs.job_of(request.actor.organisation_id, id)
    if found is None or found.kind != taking.KIND:
        raise Http404
    request.actor.require(Can.REPLY_READ)
    return found
