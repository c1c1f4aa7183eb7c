"""区分けを表から: choose a file, look at each row, take it in, and undo it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.importing.table import FileWrong
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, go
from kuramori.ground.trail.holds import UnderHold
from kuramori.work.requests import access
from kuramori.work.requests.classing import book, planning, reading, taking
from kuramori.work.requests.classing.planning import What
from kuramori.work.requests.forms_profiles import ClassFile
from kuramori.work.requests.models import ClassSheet
from kuramori.work.requests.tiering import TieringRefused

MOST_SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest) -> HttpResponse:
    """`/requests/profiles/tiers/file/`: choose a file. It is read and nothing is changed."""
    request.actor.require(Can.PROFILE_CHANGE)
    form = ClassFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = reading.keep(request.actor, form.cleaned_data["file"].read())
        except FileWrong as wrong:
            form.add_error("file", str(wrong))
        else:
            return go(request, "requests:class_sheet", id=kept.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "requests/class_file.html", {"form": form}, status=status)


@require_safe
def sample(request: ActingRequest) -> HttpResponse:
    """The form with the suppliers of now in it."""
    return workbook(book.form(request.actor), _("区分けの表.xlsx"))


@never_cache
@require_safe
def look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would do; afterwards, what was done, and the way back."""
    return _look(request, access.class_sheet_for(request.actor, id, Can.PROFILE_CHANGE))


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """As it was shown."""
    sheet = access.class_sheet_for(request.actor, id, Can.PROFILE_CHANGE)
    reason = request.POST.get("reason", "")
    try:
        job = taking.take(
            request.actor,
            sheet,
            shown=request.POST.get("shown", ""),
            reason=reason,
            skips_faults="skips_faults" in request.POST,
        )
    except taking.PlanMoved:
        moved = _("見ている間に取引先が変わりました。もう一度確かめてください。")
        return _look(request, sheet, moved, CONFLICT, reason)
    except TieringRefused as refused:
        return _look(request, sheet, refused.sentence, UNPROCESSABLE, reason)
    except reading.SheetGone:
        return _gone(request)
    messages.success(request, _("区分を決め始めました。この画面を閉じても続きます。"))
    return go(request, "requests:tiers", query={"job": job.pk})


@require_POST
def undo(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Everybody back where they were."""
    sheet = access.class_sheet_for(request.actor, id, Can.PROFILE_CHANGE)
    try:
        job = taking.undo(request.actor, sheet)
    except TieringRefused as refused:
        return _look(request, sheet, refused.sentence, CONFLICT)
    messages.success(request, _("元に戻し始めました。この画面を閉じても続きます。"))
    return go(request, "requests:tiers", query={"job": job.pk})


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    sheet = access.class_sheet_for(request.actor, id, Can.PROFILE_CHANGE)
    try:
        dropped = reading.throw_away(request.actor, sheet)
    except UnderHold:
        messages.error(request, _("「消してはいけないもの」に入っているので、残してあります。"))
        return go(request, "requests:class_sheet", id=id)
    if not dropped:
        messages.error(request, _("この表は、もう取り込みました。"))
        return go(request, "requests:class_sheet", id=id)
    messages.success(request, _("取り込むのをやめました。区分は変わっていません。"))
    return go(request, "requests:class_file")


def _look(
    request: ActingRequest, sheet: ClassSheet, wrong: str = "", status: int = 200, reason: str = ""
) -> HttpResponse:
    if sheet.taken_at is not None:
        return render(request, "requests/class_done.html", {"sheet": sheet, "wrong": wrong}, status=status)
    try:
        wanted = planning.plan(reading.kept(sheet), reason)
    except reading.SheetGone:
        return _gone(request)
    faults, changes = wanted.of(What.FAULT), wanted.changes
    context = {
        "sheet": sheet,
        "wrong": wrong,
        "reason": reason,
        "digest": wanted.digest(),
        "rows": len(wanted.steps),
        "faults": faults[:MOST_SHOWN],
        "faulty": len(faults),
        "changes": changes[:MOST_SHOWN],
        "new": len(wanted.of(What.NEW)),
        "changed": len(wanted.of(What.CHANGED)),
        "same": len(wanted.of(What.SAME)),
        "wants_reason": sum(not one.reason for one in changes),
        "first_seen": planning.first_seen(changes),
    }
    return render(request, "requests/class_sheet.html", context, status=status)


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(
        request, _("読み込んだ表は、もうありません。区分は変わっていません。もう一度選んでください。")
    )
    return go(request, "requests:class_file")
