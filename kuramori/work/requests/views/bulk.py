"""Pages of the workbooks that came back: drop them, look at what each would change, then let them count."""

from __future__ import annotations

import io
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook as as_workbook
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside import clock
from kuramori.press.long_table import LongBook, LongSheet, write
from kuramori.work.requests.access import asked_for
from kuramori.work.requests.access_bulk import drop_for, dropped_sheet_for
from kuramori.work.requests.forms_bulk import DropForm
from kuramori.work.requests.models import Taking
from kuramori.work.requests.reading import bulk as reading
from kuramori.work.requests.views.ways import job_id, whole
from kuramori.work.requests.workbooks import assigning, dropping, emptying, taking
from kuramori.work.requests.workbooks.unpacking import DropRefused

_WIDTHS = (6.0, 34.0, 18.0, 30.0, 22.0, 10.0, 14.0, 60.0)


@require_safe
def workbooks(request: ActingRequest) -> HttpResponse:
    """`/requests/workbooks/`: which requests can be answered in Excel, and what came back."""
    request.actor.require(Can.REQUEST_READ)
    return _home(request, DropForm())


@require_POST
def drop(request: ActingRequest) -> HttpResponse:
    """Keep the files and begin to read them."""
    request.actor.require(Can.REPLY_TAKE)
    form = DropForm(request.POST, request.FILES)
    if not form.is_valid():
        return _home(request, form, 422)
    files = ((one.name, one.read()) for one in form.cleaned_data["files"])
    try:
        kept = dropping.drop(request.actor, files)
    except DropRefused as refused:
        form.add_error("files", _refused(refused.code))
        return _home(request, form, 422)
    dropping.read_soon(request.actor, kept)
    return redirect(url_for(request.actor, "requests:dropped", id=kept.pk))


@require_safe
def find_by_hand(request: ActingRequest) -> HttpResponse:
    """The page on which a reply to this number is typed in."""
    request.actor.require(Can.REPLY_TAKE)
    number = reading.tidy_number(request.GET.get("number", ""))
    found = reading.asked_of(number)
    if found is None:
        return _home(request, DropForm(), 422 if number else 200, number=number, not_found=bool(number))
    return redirect(url_for(request.actor, "requests:by_hand", id=found))


@never_cache
@require_safe
def dropped(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One drop: how far it is read, then its files by how they are."""
    row = drop_for(request.actor, id, Can.REPLY_TAKE)
    page = reading.drop_page(row, request.GET.get("state", ""), whole(request.GET.get("page", "")))
    return render(request, "requests/bulk_drop.html", {"page": page})


@require_POST
def add(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """More files for the same drop."""
    row = drop_for(request.actor, id, Can.REPLY_TAKE)
    form = DropForm(request.POST, request.FILES)
    if form.is_valid():
        files = ((one.name, one.read()) for one in form.cleaned_data["files"])
        try:
            dropping.read_soon(request.actor, dropping.add(request.actor, row, files))
        except DropRefused as refused:
            messages.error(request, _refused(refused.code))
    else:
        messages.error(request, _("ファイルを選んでください。"))
    return redirect(url_for(request.actor, "requests:dropped", id=row.pk))


@require_safe
def dropped_list(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What became of every file, as a workbook."""
    row = drop_for(request.actor, id, Can.REPLY_TAKE)
    sheet = LongSheet(_("取り込みの結果"), _WIDTHS, reading.heads(), reading.listed(row))
    book = LongBook(
        _("回答表の取り込みの結果"),
        request.actor.organisation.name,
        clock.today(),
        request.actor.organisation.name,
        (sheet,),
    )
    out = io.BytesIO()
    write(out, book)
    name = _("取り込みの結果_%(day)s.xlsx") % {"day": clock.today().isoformat()}
    return as_workbook(out.getvalue(), name)


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Let the good ones count, or all of them."""
    row = drop_for(request.actor, id, Can.REPLY_TAKE)
    which = Taking.ALL if request.POST.get("which") == Taking.ALL else Taking.GOOD
    try:
        taking.begin(request.actor, row, which)
    except taking.NothingToTake:
        messages.warning(request, _("取り込めるものが、もうありません。"))
    return redirect(url_for(request.actor, "requests:dropped", id=row.pk))


@require_POST
def throw_away(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not these; what was taken in stays."""
    row = drop_for(request.actor, id, Can.REPLY_TAKE)
    try:
        emptying.throw_away(request.actor, row)
    except UnderHold:
        messages.error(request, _("「消してはいけないもの」に入っているので、残してあります。"))
        return redirect(url_for(request.actor, "requests:dropped", id=row.pk))
    messages.success(request, _("ファイルの中身を捨てました。取り込んだ回答は、そのままです。"))
    return redirect(url_for(request.actor, "requests:workbooks"))


@never_cache
@require_safe
def sheet(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One file: what it would change, and what is odd about it; whose it may be, where it does not say so."""
    row = dropped_sheet_for(request.actor, id, Can.REPLY_TAKE)
    words = request.GET.get("whose", "")[:80]
    page = reading.sheet_page(row, _lang())
    found = assigning.candidates(row, words) if page.may_assign else ()
    return render(request, "requests/bulk_sheet.html", {"page": page, "words": words, "found": found})


@require_POST
def assign(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Say whose a file is; it is looked at as any other then."""
    row = dropped_sheet_for(request.actor, id, Can.REPLY_TAKE)
    chosen = job_id(request.POST.get("asked", ""))
    if chosen is None:
        messages.error(request, _("どのお願い先のものかを選んでください。"))
        return redirect(url_for(request.actor, "requests:dropped_sheet", id=row.pk))
    asked = asked_for(request.actor, chosen, Can.REPLY_TAKE)
    try:
        assigning.assign(request.actor, row, asked)
    except assigning.NotAssigned as refused:
        messages.error(request, refused.sentence)
    else:
        told = _("%(partner)sの回答表として読みました。まだ取り込んでいません。") % {
            "partner": asked.partner.name
        }
        messages.success(request, told)
    return redirect(url_for(request.actor, "requests:dropped_sheet", id=row.pk))


@require_POST
def take_one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Let this one count."""
    row = dropped_sheet_for(request.actor, id, Can.REPLY_TAKE)
    try:
        row = taking.take_one(request.actor, row)
    except taking.NothingToTake:
        messages.warning(request, _("このファイルは、もう取り込めません。"))
    else:
        if row.reply_id:
            messages.success(request, _("回答として取り込みました。"))
    return redirect(url_for(request.actor, "requests:dropped_sheet", id=row.pk))


def _home(request: ActingRequest, form: DropForm, status: int = 200, **more: object) -> HttpResponse:
    context = {"page": reading.home(), "form": form, **more}
    return render(request, "requests/bulk_home.html", context, status=status)


def _refused(code: str) -> str:
    return {
        "too-many": _("3,000個を超えています。分けて入れてください。"),
        "too-much": _("広げると200MBを超えます。分けて入れてください。"),
        "broken-zip": _("ZIPが壊れていて開けません。作り直してください。"),
        "locked-zip": _("ZIPにパスワードが付いています。外したものを入れてください。"),
        "emptied": _("中身を捨てたあとには足せません。新しく入れてください。"),
        "nothing": _("ZIPの中に、ファイルが一つもありません。"),
    }[code]


def _lang() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"
