"""The list of rounds, and the ways to begin one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.packs import read as packs
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import AnswerFile
from kuramori.rules.faults import Refused
from kuramori.work.checks import access, begin, read
from kuramori.work.checks.forms import BeginForm, too_large
from kuramori.work.checks.guest import state as states
from kuramori.work.checks.models import Route

LARGEST_FILE_BYTES = answer_rules.LIMITS.size
UNPROCESSABLE = 422


@require_safe
def sheets(request: ActingRequest) -> HttpResponse:
    """`/checks/`: all rounds, newest first."""
    request.actor.require(Can.SHEET_READ)
    return render(request, "checks/sheets.html", {"page": read.sheets_page(request.actor)})


@require_POST
def begin_sheet(request: ActingRequest) -> HttpResponse:
    """Begin an empty round."""
    request.actor.require(Can.SHEET_BEGIN)
    page = read.sheets_page(request.actor)
    form = BeginForm(request.POST, page.packs)
    if not form.is_valid():
        return render(request, "checks/sheets.html", {"page": page, "form": form}, status=UNPROCESSABLE)
    pack = packs.find(form.cleaned_data["pack"])
    if pack is None:
        raise Http404
    sheet = begin.begin(request.actor, pack, name=form.cleaned_data["name"], route=form.chosen_route)
    if form.chosen_route == Route.FIRST:
        return go(request, "checks:item", id=sheet.pk, item=pack.items[0].id)
    return go(request, "checks:sheet", id=sheet.pk)


@require_POST
def revise(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Begin a round from the answers of a final one."""
    sheet = access.sheet_for(request.actor, id, Can.SHEET_BEGIN)
    try:
        new = begin.revise(request.actor, sheet, read.pack_of_today(sheet))
    except begin.PreviousStillOpen:
        messages.warning(request, _("このシートはまだ回答中です。続きから答えられます。"))
        return go(request, "checks:sheet", id=sheet.pk)
    messages.success(request, _("前回の答えから新しい回を始めました。変わった問だけ直してください。"))
    return go(request, "checks:sheet", id=new.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: ActingRequest) -> HttpResponse:
    """Make a round from a travel file, or from what a guest's result page sends along. All or nothing."""
    request.actor.require(Can.SHEET_BEGIN)
    if request.method != "POST":
        return render(request, "checks/take_in.html", {})
    upload = request.FILES.get("file")
    if upload is not None and (upload.size or 0) > LARGEST_FILE_BYTES:
        return _refused(request, [too_large(1)], status=413)
    try:
        brought = _brought(request)
    except (Refused, states.Unreadable) as refused:
        return _refused(request, [fault.full_line(read.language()) for fault in refused.faults])
    if brought is None:
        return _refused(request, [_("ファイルがまだ選ばれていません。")])
    pack = packs.find(brought.pack)
    if pack is None:
        raise Http404
    sheet = begin.take_in(request.actor, pack, brought)
    messages.success(
        request, _("「%(name)s」を作りました。答えは回答中のシートに入っています。") % {"name": sheet.name}
    )
    return go(request, "checks:sheet", id=sheet.pk)


def _brought(request: ActingRequest) -> AnswerFile | None:
    """The answers in the file, in the field `answers`, or in the form of a guest's page; None where there are none.

    Raises `Refused` or `Unreadable`.
    """
    upload, text = request.FILES.get("file"), request.POST.get("answers", "")
    if upload is not None:
        return answer_rules.read(upload.read(), packs.find, path=(upload.name or "")[-120:])
    if text.strip():
        return answer_rules.read(text, packs.find)
    if "pack" in request.POST:
        state = states.from_post(request.POST, packs.find)
        wrongs = states.wrongs(state)
        if wrongs:
            raise Refused(wrongs.values())
        return states.to_file(state)
    return None


def _refused(request: ActingRequest, wrongs: list[str], *, status: int = UNPROCESSABLE) -> HttpResponse:
    return render(request, "checks/take_in.html", {"wrongs": wrongs}, status=status)
