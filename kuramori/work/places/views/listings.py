"""登録一覧 (ISMAP など): choose a file, say which column is which, look, take in; what changed since last time."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.outside import clock
from kuramori.work.places import access_out as access
from kuramori.work.places import forms_out as forms
from kuramori.work.places.listing import draft as drafts
from kuramori.work.places.listing import take_in
from kuramori.work.places.listing.columns import MUST
from kuramori.work.places.listing.file import FileWrong, lines_of, read
from kuramori.work.places.models import ListingDraft
from kuramori.work.places.reading import clouds as reading
from kuramori.work.places.views.ways import shown

MOST_SHOWN = 200


@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """`/places/listing/`: the newest import, what changed with it, how one's own services stand."""
    request.actor.require(Can.PLACE_READ)
    words = request.GET.get("q", "")[:80]
    context = {"page": reading.listing_page(words=words), "words": words, "here": "clouds"}
    return render(request, "places/listing.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest) -> HttpResponse:
    """Choose a file. It is read and nothing is changed."""
    request.actor.require(Can.CLOUD_REVIEW)
    posted = request.method == "POST"
    form = forms.ListingFile(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            kept = drafts.keep(request.actor, file.name, read(file.name, content), content)
        except FileWrong as wrong:
            form.add_error("file", str(wrong))
        else:
            return go(request, "places:listing_look", id=kept.pk)
    return shown(request, "places/listing_choose.html", {"form": form, "here": "clouds"})


@never_cache
@require_safe
def look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would bring, row by row; afterwards, straight to the list."""
    return _look(request, access.listing_draft_for(request.actor, id, Can.CLOUD_REVIEW))


@require_POST
def columns(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Say which column holds what; it is remembered."""
    kept = access.listing_draft_for(request.actor, id, Can.CLOUD_REVIEW)
    try:
        form = forms.ColumnsForm(request.POST, drafts.table_of(kept).headings, kept.headings)
        if not form.is_valid():
            return _look(request, kept, chosen=form, status=UNPROCESSABLE)
        drafts.choose_columns(request.actor, kept, {k: v for k, v in form.cleaned_data.items() if v})
    except drafts.DraftGone:
        return _gone(request)
    messages.success(request, _("列の選び方を覚えました。次の一覧でも使います。"))
    return go(request, "places:listing_look", id=kept.pk)


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take it in as it was shown."""
    kept = access.listing_draft_for(request.actor, id, Can.CLOUD_REVIEW)
    form = forms.TakeInForm(request.POST)
    try:
        if not form.is_valid():
            return _look(request, kept, wrong=_("いつの一覧かを書いてください。"), status=UNPROCESSABLE)
        given = form.cleaned_data
        made = take_in.take_in(
            request.actor, kept, as_of_on=given["as_of_on"], skips_faults=given["skips_faults"]
        )
    except take_in.ColumnsMissing:
        wrong = _("「登録番号」と「サービスの名前」の列を選んでから取り込みます。")
        return _look(request, kept, wrong=wrong, status=UNPROCESSABLE)
    except take_in.FaultsStand:
        wrong = _(
            "直すところがある行が残っています。まだ何も変わっていません。ファイルを直すか、飛ばすことを選んでください。"
        )
        return _look(request, kept, wrong=wrong, status=UNPROCESSABLE)
    except take_in.NothingToTake:
        return _look(request, kept, wrong=_("取り込める行がありません。"), status=UNPROCESSABLE)
    except drafts.DraftGone:
        return _gone(request)
    messages.success(request, _("%(n)s件を取り込みました。") % {"n": made.rows_count})
    return go(request, "places:listing")


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    drafts.throw_away(request.actor, access.listing_draft_for(request.actor, id, Can.CLOUD_REVIEW))
    messages.success(request, _("取り込むのをやめました。何も変わっていません。"))
    return go(request, "places:listing")


def _look(
    request: ActingRequest,
    kept: ListingDraft,
    *,
    chosen: forms.ColumnsForm | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    if kept.listing_id is not None:
        return go(request, "places:listing")
    try:
        table = drafts.table_of(kept)
    except drafts.DraftGone:
        return _gone(request)
    is_ready = all(field in kept.headings for field in MUST)
    found = lines_of(table, kept.headings) if is_ready else None
    context = {
        "draft": kept,
        "columns": chosen or forms.ColumnsForm(None, table.headings, kept.headings),
        "total": sum(any(row) for row in table.rows),
        "read": found,
        "good": len(found.lines) if found else 0,
        "faulty": len({fault.row for fault in found.faults}) if found else 0,
        "faults": found.faults[:MOST_SHOWN] if found else (),
        "sample": found.lines[:5] if found else (),
        "today": clock.today(),
        "wrong": wrong,
        "here": "clouds",
    }
    return render(request, "places/listing_look.html", context, status=status)


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(request, _("読み込んだ一覧の期限（2時間）が切れました。もう一度選んでください。"))
    return go(request, "places:listing_choose")
