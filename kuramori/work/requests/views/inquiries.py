"""Pages of requests that reached us: the list, one with what is asked and why, its questions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, go
from kuramori.work.checks.read import final_answers
from kuramori.work.partners import choosing
from kuramori.work.requests import access, drafting, inquiring, own_answers
from kuramori.work.requests.forms_answering import typed_in, wanted
from kuramori.work.requests.forms_inquiries import EndForm, LetterForm
from kuramori.work.requests.models import Inquiry
from kuramori.work.requests.reading import answering
from kuramori.work.requests.reading import inquiries as reading
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.views.ways import partner_called, whole


@require_safe
def inquiries(request: ActingRequest) -> HttpResponse:
    """`/requests/inquiries/`: what waits for an answer first; `?part=` narrows."""
    request.actor.require(Can.REQUEST_READ)
    page = reading.list_page(
        part=request.GET.get("part", ""),
        words=request.GET.get("words", "").strip()[:60],
        number=whole(request.GET.get("page", "")),
    )
    return render(request, "requests/inquiries.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/requests/inquiries/new/`: one that came by letter."""
    request.actor.require(Can.REPLY_GIVE)
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        initial={"partner": partner_called(request.GET.get("partner", ""))},
    )
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/inquiries_new.html", {"form": form})
    found = choosing.chosen(request.actor, "", form.cleaned_data["partner"])
    if found.partner is None:
        form.add_error("partner", _("どの取引先か決められません。先に「取引先」で登録を確かめてください。"))
        return again(request, "requests/inquiries_new.html", {"form": form})
    try:
        row = inquiring.record_letter(request.actor, found.partner, form.chosen_pack, form.letter)
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return again(request, "requests/inquiries_new.html", {"form": form})
    messages.success(request, _("届いたお願いを記録しました。期限は、「次にやること」と暦に出ます。"))
    return go(request, "requests:inquiry", id=row.pk)


@require_safe
def inquiry(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/inquiries/<id>/`: what is asked, why, by when, how answers are handled, and how far we are."""
    row = access.inquiry_for(request.actor, id, Can.REQUEST_READ)
    inquiring.note_opened(request.actor, row)
    return _page(request, row)


@require_POST
def fill(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Lay in what our latest final check says, where nothing stands yet."""
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    check = final_answers(request.actor, row.pack_id)
    if check is None:
        messages.error(request, _("この設問の表で確定した自己チェックが、まだありません。"))
        return go(request, "requests:inquiry", id=id)
    try:
        count = own_answers.fill(request.actor, row, check)
    except NotSo as refused:
        messages.error(request, refused.sentence)
        return go(request, "requests:inquiry", id=id)
    said = ngettext(
        "%(count)s問に入れました。お客様に合わせて、直せます。",
        "%(count)s問に入れました。お客様に合わせて、直せます。",
        count,
    )
    messages.success(request, said % {"count": count})
    return go(request, "requests:inquiry_items", id=id, part=answering.ALL)


@require_POST
def end(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It will not be answered here."""
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, row, ending=form, status=UNPROCESSABLE)
    told = form.cleaned_data
    try:
        inquiring.end(request.actor, row, told["reason"], revision=told["revision"])
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
        return _page(request, row, ending=form, status=status)
    messages.success(request, _("答えずに終えました。書いたものは残っています。"))
    return go(request, "requests:inquiry", id=id)


@require_http_methods(["GET", "HEAD", "POST"])
def items(request: ActingRequest, id: uuid.UUID, part: str) -> HttpResponse:
    """`…/items/<part>/`: one part of the list, or all; each change is saved as it is made, each button saves too."""
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    sheet = reading.sheet_of(row)
    shown = answering.sections_shown(sheet, part)
    if request.method != "POST":
        return render(request, "requests/inquiries_items.html", _context(sheet, part))
    typed = typed_in(request.POST, [one.id for section in shown for one in section.questions])
    required = {one.item: one for one in sheet.requirements.required}
    want, wrongs = wanted(typed, required, sheet.requirements.best)
    try:
        saved = own_answers.save(request.actor, row, want)
    except drafting.AnswerRefused as refused:
        wrongs |= refused.wrongs
        fit = {item: one for item, one in want.items() if item not in wrongs}
        saved = own_answers.save(request.actor, row, fit)
    left = {item: typed[item] for item in (*wrongs, *saved.conflicts)}
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    sheet = reading.sheet_of(row, draft=saved.draft, typed=left, wrongs=wrongs)
    status = CONFLICT if saved.conflicts else UNPROCESSABLE if wrongs else 200
    context = _context(sheet, part) | {"conflicts": answering.conflicts_of(sheet, saved)}
    htmx: HtmxDetails = request.htmx
    if htmx:
        context["is_saved"] = bool(saved.changed)
        return render(request, "requests/_answering_saved.html", context, status=status)
    if left:
        return render(request, "requests/inquiries_items.html", context, status=status)
    return _onward(request, sheet, part)


def _context(sheet: reading.OwnSheet, part: str) -> dict[str, Any]:
    before, after = answering.neighbours(sheet, part)
    return {
        "sheet": sheet,
        "row": sheet.inquiry,
        "part": part,
        "shown": answering.sections_shown(sheet, part),
        "before": before,
        "after": after,
    }


def _onward(request: ActingRequest, sheet: reading.OwnSheet, part: str) -> HttpResponse:
    before, after = answering.neighbours(sheet, part)
    wish, id = request.POST.get("go", ""), sheet.inquiry.pk
    if wish == "next" and after:
        return go(request, "requests:inquiry_items", id=id, part=after)
    if wish == "back" and before:
        return go(request, "requests:inquiry_items", id=id, part=before)
    if wish == "next":
        return go(request, "requests:inquiry_hand_in", id=id)
    return go(request, "requests:inquiry", id=id)


def _page(
    request: ActingRequest, row: Inquiry, *, ending: EndForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "page": reading.inquiry_page(request.actor, row),
        "ending": ending or EndForm(initial={"revision": row.revision}),
    }
    return render(request, "requests/inquiries_one.html", context, status=status)
