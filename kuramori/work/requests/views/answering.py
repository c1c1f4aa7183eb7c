"""What the partner sees behind its link: what is asked, its answers, its evidence, its colleagues."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from kuramori.ground.people.addresses import outside_url
from kuramori.rules.faults import Refused
from kuramori.work.requests import drafting, evidencing, filling, inviting, keeping
from kuramori.work.requests.answering_door import Behind, reply_door
from kuramori.work.requests.files_from_outside import TROUBLE, why
from kuramori.work.requests.forms_answering import (
    ColleagueForm,
    EvidenceForm,
    FurtherForm,
    HeldForm,
    initial_further,
    typed_in,
    wanted,
)
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.guest_door import ANSWERING, way_of
from kuramori.work.requests.models import Asked
from kuramori.work.requests.reading import answering as reading
from kuramori.work.requests.reading import behind_link
from kuramori.work.requests.supporting import by_link as helping
from kuramori.work.requests.views.ways import job_id

UNPROCESSABLE, CONFLICT, TOO_LARGE = 422, 409, 413


@reply_door()
def cover(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """`/link/<secret>/request/`: what is asked, why, by when, and how far one is."""
    drafting.note_opened(behind.visitor, behind.asked)
    return _cover(request, behind)


def _cover(
    request: HttpRequest, behind: Behind, form: HeldForm | None = None, status: int = 200
) -> HttpResponse:
    guest = Guest(behind.visitor, behind.asked.partner, behind.asked)
    context = _context(behind)
    sheet: reading.Sheet = context["sheet"]
    context |= {
        "held": form or HeldForm(None, sheet.requirements.equivalents, sheet.draft.held),
        "colleagues": inviting.colleagues_of(behind.asked),
        "evidence": evidencing.of(behind.asked),
        "offers": helping.offers(guest, None),
        "talks": behind_link.cards(guest),
        "gaps": guest.gaps().count(),
        "removal": _removal(behind.asked),
        "names": way_of(ANSWERING, behind.secret).names,
    }
    return render(request, "requests/answering.html", context, status=status)


def _removal(asked: Asked) -> keeping.Removal | None:
    """That answers were here and are removed."""
    return keeping.removal_of(asked) if asked.replied_at and asked.reply_id is None else None


@reply_door(posts=True)
def items(request: HttpRequest, behind: Behind, part: str) -> HttpResponseBase:
    """One part of the list, or all of it; each change is saved as it is made, each button saves too."""
    sheet = reading.sheet_of(behind.asked)
    shown = reading.sections_shown(sheet, part)
    if request.method != "POST":
        return _items(request, behind, sheet, part)
    typed = typed_in(request.POST, [one.id for section in shown for one in section.questions])
    required = {one.item: one for one in sheet.requirements.required}
    want, wrongs = wanted(typed, required, sheet.requirements.best)
    try:
        saved = drafting.save(behind.visitor, behind.asked, want)
    except drafting.AnswerRefused as refused:
        wrongs |= refused.wrongs
        saved = drafting.save(
            behind.visitor, behind.asked, {item: one for item, one in want.items() if item not in wrongs}
        )
    left = {item: typed[item] for item in (*wrongs, *saved.conflicts)}
    sheet = reading.sheet_of(behind.asked, draft=saved.draft, typed=left, wrongs=wrongs)
    status = CONFLICT if saved.conflicts else UNPROCESSABLE if wrongs else 200
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if htmx:
        return _saved(request, behind, sheet, part, saved, status)
    if left:
        return _items(request, behind, sheet, part, saved, status)
    return redirect(_onward(request, behind, sheet, part))


@reply_door(posts=True)
def equivalents(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Which accepted certificates one holds."""
    if request.method == "POST":
        form = HeldForm(request.POST, reading.sheet_of(behind.asked).requirements.equivalents, ())
        if not form.is_valid():
            return _cover(request, behind, form, UNPROCESSABLE)
        drafting.choose_equivalents(behind.visitor, behind.asked, form.held())
    return redirect(behind.url("page"))


@reply_door(posts=True)
def further(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Tell of firms that handle it further, if one likes to."""
    told = drafting.draft_of(behind.asked).further
    form = (
        FurtherForm(request.POST) if request.method == "POST" else FurtherForm(initial=initial_further(told))
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            drafting.tell_further(behind.visitor, behind.asked, form.told())
            return redirect(behind.url("page"))
        status = UNPROCESSABLE
    context = _context(behind) | {"form": form, "told": told}
    return render(request, "requests/answering_further.html", context, status=status)


@reply_door(posts=True)
def fill(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Answers from the last reply or from a file: looked at first, filled in where nothing stands yet."""
    sheet = reading.sheet_of(behind.asked)
    context: dict[str, Any] = _context(behind, sheet) | {"last": filling.last_reply(behind.asked)}
    if request.method != "POST":
        return render(request, "requests/answering_fill.html", context)
    sent, kept = request.FILES.get("file"), request.POST.get("kept", "")
    if sent is not None and (sent.size or 0) > filling.LARGEST:
        context["wrongs"] = [_("このファイルは大きすぎます。1MBまでの *.kuramori.json を選んでください。")]
        return render(request, "requests/answering_fill.html", context, status=TOO_LARGE)
    try:
        if request.POST.get("from") == "last":
            found = filling.from_last(behind.asked)
        elif sent is not None or kept:
            found = filling.from_file(behind.asked, sent.read() if sent is not None else kept)
        else:
            context["wrongs"] = [_("ファイルがまだ選ばれていません。")]
            return render(request, "requests/answering_fill.html", context, status=UNPROCESSABLE)
    except Refused as refused:
        context["wrongs"] = refused.sentences(sheet.text.lang)[:10]
        return render(request, "requests/answering_fill.html", context, status=UNPROCESSABLE)
    if "sure" in request.POST:
        filling.fill(behind.visitor, behind.asked, found)
        return redirect(behind.url("page"))
    context |= {
        "lines": filling.lines(sheet, found),
        "kept": found.source,
        "is_last": request.POST.get("from") == "last",
    }
    return render(request, "requests/answering_fill.html", context)


@reply_door(posts=True)
def evidence(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """What shows an answer: a file, or its title and hash only."""
    sheet, posted = reading.sheet_of(behind.asked), request.method == "POST"
    choices = [(one.id, f"{one.number} {one.title}") for one in sheet.questions]
    form = EvidenceForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        items=choices,
        initial={"item": request.GET.get("item", "")},
    )
    status = 200
    if posted and form.is_valid():
        status = UNPROCESSABLE
        told = form.cleaned_data
        try:
            evidencing.add(
                behind.visitor,
                behind.asked,
                told["item"],
                title=told["title"],
                sha256=told["sha256"],
                file=told["file"],
                is_sure=told["is_sure"],
            )
            return redirect(behind.url("evidence"))
        except evidencing.NotAdded as refused:
            form.add_error(refused.field, refused.sentence)
        except TROUBLE as trouble:
            form.add_error("file", why(trouble))
    elif posted:
        status = UNPROCESSABLE
    numbers = {one.id: one.number for one in sheet.questions}
    numbered = [(numbers.get(one.item, one.item), one) for one in evidencing.of(behind.asked)]
    context = _context(behind, sheet) | {"form": form, "numbered": numbered}
    return render(request, "requests/answering_evidence.html", context, status=status)


@reply_door(posts=True)
def evidence_remove(request: HttpRequest, behind: Behind, id: uuid.UUID) -> HttpResponseBase:
    """Take one off again."""
    if request.method == "POST" and not evidencing.take_off(behind.asked, id):
        raise Http404
    return redirect(behind.url("evidence"))


@reply_door(posts=True)
def colleagues(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Ask a colleague of the same company to share the work, by a link of their own."""
    posted, status = request.method == "POST", 200
    asks_code = posted and "code" in request.POST
    form = ColleagueForm(request.POST if posted and not asks_code else None)
    context: dict[str, Any] = _context(behind)
    if asks_code:
        wanted_id = job_id(request.POST["code"])
        try:
            context["told"] = inviting.tell_code(behind.visitor, behind.asked, wanted_id)
        except inviting.NotInvited as refused:
            context["trouble"], status = refused.sentence, UNPROCESSABLE
    elif posted:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                context["invited"] = inviting.invite(
                    behind.visitor,
                    behind.asked,
                    name=form.cleaned_data["name"],
                    address=form.cleaned_data["address"],
                    url_of=lambda secret: outside_url(
                        request, reverse("front:link", kwargs={"secret": secret})
                    ),
                )
                status, form = 200, ColleagueForm()
            except inviting.NotInvited as refused:
                form.add_error(refused.field, refused.sentence)
    context |= {
        "form": form,
        "colleagues": inviting.colleagues_of(behind.asked),
        "to_tell": inviting.to_tell(behind.visitor, behind.asked),
    }
    return render(request, "requests/answering_colleagues.html", context, status=status)


def _items(
    request: HttpRequest,
    behind: Behind,
    sheet: reading.Sheet,
    part: str,
    saved: drafting.Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(behind, sheet) | _part(sheet, part) | _conflict(sheet, saved)
    return render(request, "requests/answering_items.html", context, status=status)


def _saved(
    request: HttpRequest,
    behind: Behind,
    sheet: reading.Sheet,
    part: str,
    saved: drafting.Saved,
    status: int,
) -> HttpResponse:
    """What became of a change, without the page around it."""
    context = _context(behind, sheet) | _part(sheet, part) | _conflict(sheet, saved)
    context["is_saved"] = bool(saved.changed)
    return render(request, "requests/_answering_saved.html", context, status=status)


def _part(sheet: reading.Sheet, part: str) -> dict[str, Any]:
    before, after = reading.neighbours(sheet, part)
    return {"part": part, "shown": reading.sections_shown(sheet, part), "before": before, "after": after}


def _conflict(sheet: reading.Sheet, saved: drafting.Saved | None) -> dict[str, Any]:
    if saved is None:
        return {}
    return {"conflicts": reading.conflicts_of(sheet, saved)}


def _onward(request: HttpRequest, behind: Behind, sheet: reading.Sheet, part: str) -> str:
    before, after = reading.neighbours(sheet, part)
    go = request.POST.get("go", "")
    if go == "next" and after:
        return behind.url("items", part=after)
    if go == "back" and before:
        return behind.url("items", part=before)
    if go == "stay":
        return behind.url("items", part=part)
    if go == "next" and sheet.done == sheet.all:
        return behind.url("hand_in")
    return behind.url("page")


def _context(behind: Behind, sheet: reading.Sheet | None = None) -> dict[str, Any]:
    return {
        "sheet": sheet or reading.sheet_of(behind.asked),
        "organisation": behind.visitor.organisation,
        "secret": behind.secret,
        "person": behind.visitor.name,
    }
