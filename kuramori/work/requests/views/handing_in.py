"""The end of answering: look at what will be seen, hand it in, keep a result sheet, a certificate and every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kuramori.ground.people.download import attached
from kuramori.press import pdf, xlsx
from kuramori.press.faults import PressFault
from kuramori.rules import answers as answer_rules
from kuramori.work.requests import drafting, evidencing, filling, keeping, removing_in_time
from kuramori.work.requests import handing_in as handing
from kuramori.work.requests.answering_door import Behind, reply_door
from kuramori.work.requests.forms_answering import HandInForm
from kuramori.work.requests.models import Disclosure, Reply
from kuramori.work.requests.papers import removal
from kuramori.work.requests.papers import reply as papers
from kuramori.work.requests.reading import answering as reading
from kuramori.work.requests.reading import reply_result, shown
from kuramori.work.requests.reading.peers import place_among
from kuramori.work.requests.reading.support import published
from kuramori.work.requests.taking_in import ReplyNotTaken

UNPROCESSABLE, CONFLICT, AWAY = 422, 409, 503
JSON = "application/json; charset=utf-8"


@reply_door(posts=True)
def hand_in(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Choose how much is shown, look at exactly that, and hand it in."""
    sheet = reading.sheet_of(behind.asked)
    wished = sheet.draft.disclosure or behind.asked.request.disclosure
    initial = {"disclosure": wished, "given_by": sheet.draft.given_by or behind.visitor.name}
    if request.method != "POST":
        return _page(request, behind, sheet, HandInForm(initial=initial), initial)
    form = HandInForm(request.POST)
    if not form.is_valid():
        # What was chosen stays chosen: nobody looks at one view after having asked for another.
        initial |= {name: form.cleaned_data[name] for name in initial if name in form.cleaned_data}
        return _page(request, behind, sheet, form, initial, status=UNPROCESSABLE)
    told = {
        "disclosure": form.cleaned_data["disclosure"],
        "given_by": drafting.tidy(form.cleaned_data["given_by"], 120),
    }
    if request.POST.get("go") != "send":
        draft = drafting.remember(behind.asked, **told)
        return _page(request, behind, reading.sheet_of(behind.asked, draft=draft), form, told)
    try:
        handing.hand_in(behind.visitor, sheet, **told, looked_at=request.POST.get("looked_at", ""))
    except handing.AnotherReply:
        form.add_error(
            None,
            _(
                "確かめている間に、中身が変わりました。まだ出していません。下の見え方をもう一度確かめてください。"
            ),
        )
        return _page(request, behind, sheet, form, told, status=CONFLICT)
    except ReplyNotTaken as refused:
        form.add_error(None, refused.sentence)
        return _page(request, behind, sheet, form, told, status=CONFLICT)
    return redirect(behind.url("result"))


@reply_door()
def result(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """The result sheet, and what there is to take away."""
    sheet, came = reading.answered_sheet(behind.asked)
    names = shown.state_words()
    found = reply_result.result_of(sheet, came)
    context = _context(behind, sheet) | {
        "result": found,
        "nothing_more": papers.nothing_more(found),
        "counts": [(names[letter], count) for letter, count in found.counts],
        "reply": _standing(behind),
        "place": place_among(behind.asked),
        "practices": published(),
        "no_certificate": papers.no_certificate(),
    }
    return render(request, "requests/answering_result.html", context)


@reply_door()
def result_pdf(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """The result sheet on paper."""
    sheet, came = reading.answered_sheet(behind.asked)
    return _paper(
        request,
        behind,
        lambda: papers.result_sheet(behind.visitor, sheet, reply_result.result_of(sheet, came)),
        pdf.MEDIA_TYPE,
        f"{behind.asked.number}-{_('回答の結果票')}.pdf",
    )


@reply_door()
def receipt(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """提出の控え: what was handed in, when, with the hash of its text."""
    reply = _standing(behind)
    if reply is None:
        raise Http404
    sheet = reading.sheet_of(behind.asked)

    def made() -> bytes:
        with transaction.atomic():
            return papers.taken_receipt(behind.visitor, sheet, reply)

    name = f"{behind.asked.number}-{_('提出の控え')}.pdf"
    return _paper(request, behind, made, pdf.MEDIA_TYPE, name)


@reply_door()
def removed(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """回答を消した証明: of answers that were removed while the link lives."""
    told = keeping.removal_of(behind.asked)
    if told is None:
        raise Http404

    def made() -> bytes:
        paper = removal.certificate(behind.visitor, behind.asked, told)
        removing_in_time.taken(behind.visitor, behind.asked)
        return paper

    name = f"{behind.asked.number}-{_('回答を消した証明')}.pdf"
    return _paper(request, behind, made, pdf.MEDIA_TYPE, name)


@reply_door()
def answers_file(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Every answer as the file that travels."""
    sheet, _came = reading.answered_sheet(behind.asked)
    content = answer_rules.write(filling.travel_file(sheet)).encode()
    return attached(content, JSON, f"{behind.asked.number}.kuramori.json")


@reply_door()
def answers_book(request: HttpRequest, behind: Behind) -> HttpResponseBase:
    """Every answer with its words and plans, as a workbook."""
    sheet, _came = reading.answered_sheet(behind.asked)
    return _paper(
        request,
        behind,
        lambda: papers.answers_book(behind.visitor, sheet),
        xlsx.MEDIA_TYPE,
        f"{behind.asked.number}-{_('回答')}.xlsx",
    )


def _page(
    request: HttpRequest,
    behind: Behind,
    sheet: reading.Sheet,
    form: HandInForm,
    told: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    seen = handing.composed(sheet, disclosure=told["disclosure"], given_by=told["given_by"])
    context = _context(behind, sheet) | {
        "form": form,
        "steps": [(value, label, value == told["disclosure"]) for value, label in Disclosure.choices],
        "given_by": form["given_by"].value() or "",
        "told": told,
        "shown": shown.page_of(seen, sheet.requirements, sheet.pack, sheet.text),
        "looked_at": handing.digest_of(seen),
        "waiting": [one for one in sheet.questions if not one.is_done],
        "evidence": evidencing.of(behind.asked),
        "wished": Disclosure(behind.asked.request.disclosure),
    }
    return render(request, "requests/answering_hand_in.html", context, status=status)


def _standing(behind: Behind) -> Reply | None:
    return behind.asked.reply


def _paper(
    request: HttpRequest, behind: Behind, made: Callable[[], bytes], media_type: str, name: str
) -> HttpResponseBase:
    try:
        return attached(made(), media_type, name)
    except PressFault:
        context = {"organisation": behind.visitor.organisation, "secret": behind.secret}
        return render(request, "requests/answering_no_paper.html", context, status=AWAY)


def _context(behind: Behind, sheet: reading.Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "organisation": behind.visitor.organisation,
        "secret": behind.secret,
        "person": behind.visitor.name,
    }
