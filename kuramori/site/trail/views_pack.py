"""The pack of the entries looked for."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.jobs import read as jobs
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.papers.answer import as_attachment, handed_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.site.trail import packing
from kuramori.site.trail.forms import Looking


@require_POST
def make(request: ActingRequest) -> HttpResponseBase:
    """The pack at once, or the way to where it is being made."""
    request.actor.require(Can.TRAIL_EXPORT)
    looking = Looking(request.actor, request.POST)
    if not looking.is_valid():
        raise Http404
    indices = packing.indices_for(request.actor, looking.wanted)
    if len(indices) > packing.AT_ONCE:
        queued = packing.ask(request.actor, looking.wanted, lang=get_language() or "ja")
        return redirect(url_for(request.actor, "trail:pack_job", id=queued.pk))
    content = packing.sealed(request.actor, indices)
    size = content.seek(0, 2)
    content.seek(0)
    return as_attachment(content, name=packing.name(), media_type="application/zip", size=size)


@require_safe
def job(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """How far the worker is; the page asks again by itself until it is done."""
    found = _job_for(request, id)
    template = "trail/pack.html#progress" if request.htmx else "trail/pack.html"
    return render(request, template, {"job": jobs.view(found)})


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The pack that the worker made."""
    found = _job_for(request, id)
    if found.person_id != request.actor.person_id:
        raise Http404  # the pack holds what the one who asked may read
    request.actor.require(Can.TRAIL_EXPORT)
    if found.state != State.DONE:
        return redirect(url_for(request.actor, "trail:pack_job", id=found.pk))
    return handed_out(
        request,
        lambda: packing.take(request.actor, found),
        name=found.result_name,
        media_type=found.result_type,
        size=found.result_size,
    )


def _job_for(request: ActingRequest, id: uuid.UUID) -> Job:
    found = jobs.job_of(request.actor.organisation_id, id)
    if found is None or found.kind != packing.KIND:
        raise Http404
    request.actor.require_to_see(Can.TRAIL_EXPORT)
    return found
