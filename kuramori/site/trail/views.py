"""Read the trail, look at one entry, take entries and proofs out."""

from __future__ import annotations

import io
import itertools
import zipfile
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import events, prove, showing
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.site.trail import reading, taking_out
from kuramori.site.trail.forms import Looking

FORMS = {
    "csv": ("text/csv; charset=utf-8", taking_out.as_csv),
    "jsonl": ("application/jsonl", taking_out.as_json_lines),
}


@require_safe
def entries(request: ActingRequest) -> HttpResponse:
    """The newest entries, or those that were looked for; by a word, first the things to choose from."""
    request.actor.require(Can.TRAIL_READ)
    form = Looking(request.actor, request.GET if request.GET else {})
    below = request.GET.get("below", "")
    looked = reading.Looked()
    if form.is_valid():
        before = int(below) if below.isdecimal() and len(below) < 19 else None
        looked = reading.looked(request.actor, form.wanted, form.cleaned_data["about"], before)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    about = kept.pop("about", "")
    rest = {name: value for name, value in kept.items() if name != "thing"}
    things = looked.found.things if looked.found else ()
    choices = [(one, urlencode({**rest, "thing": f"{one.kind}:{one.id}"})) for one in things]
    if len(choices) == 1:
        return redirect(f"{request.path}?{choices[0][1]}")
    context = {
        "form": form,
        "leafed": looked.leafed,
        "found": looked.found,
        "choices": choices,
        "chosen": looked.chosen,
        "about": about,
        "standing": reading.standing(),
        "asked": urlencode(kept),
        "rest": urlencode(rest),
        "kept": kept,
        "is_first_page": not below,
        "may_erase": request.actor.may(Can.TRAIL_ERASE),
    }
    return render(request, "trail/entries.html", context, status=200 if form.is_valid() else 400)


@require_safe
def entry(request: ActingRequest, index: int) -> HttpResponse:
    """One entry, what it commits to, and how to prove it."""
    found = reading.entry_for(request.actor, index)
    told = showing.told(request.actor, [found])
    showing.note(request.actor, told)
    context = {
        "single": reading.single(request.actor, found, is_closed=bool(told.closed)),
        "may_erase": request.actor.may(Can.TRAIL_ERASE) and bool(found.people),
    }
    return render(request, "trail/entry.html", context)


@require_POST
def proof(request: ActingRequest, index: int) -> HttpResponse:
    """The proof and the disclosed entry, in one ZIP; the names are left out unless `names` is ticked."""
    found = reading.entry_for(request.actor, index)
    told = showing.told(request.actor, [found])
    with transaction.atomic():
        showing.note(request.actor, told)
        record(request.actor, events.DISCLOSED, kind="entry", thing_id=index, number=index)
    names = None if request.POST.get("names") else ()
    receipt = prove.prove(found.index, contents=not told.closed, personal=names)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(f"entry-{index}.tlog-proof", receipt.proof)
        out.writestr(f"entry-{index}.entry.json", receipt.entry + "\n")
    return HttpResponse(content.getvalue(), "application/zip", headers=_attached(f"entry-{index}.zip"))


@require_POST
def take_out(request: ActingRequest, form: str) -> StreamingHttpResponse:
    """The entries that were looked for, as a file. What leaves is in the trail before the first byte does."""
    if form not in FORMS:
        raise Http404
    request.actor.require(Can.TRAIL_EXPORT)
    looking = Looking(request.actor, request.POST)
    if not looking.is_valid():
        raise Http404
    found = list(itertools.islice(reading.found(request.actor, looking.wanted), reading.MOST_TAKEN_OUT))
    told = showing.told(request.actor, found)
    with transaction.atomic():
        showing.note(request.actor, told)
        record(request.actor, events.EXPORTED, kind="trail", count=len(found), form=form.upper())
    media_type, written = FORMS[form]
    name = f"trail-{clock.today():%Y%m%d}.{form}"
    return StreamingHttpResponse(
        written(request.actor, found, told.closed), content_type=media_type, headers=_attached(name)
    )


def _attached(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
    }
