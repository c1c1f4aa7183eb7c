"""The end of answering a customer: look at what will be seen, ask for approval, approve; what was given stays."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, go
from kuramori.rules import answers as answer_rules
from kuramori.work.checks.read import FinalAnswers, final_answers
from kuramori.work.requests import access, drafting, filling, own_answers, own_replies
from kuramori.work.requests.forms_inquiries import ShowForm
from kuramori.work.requests.handing_in import AnotherReply, digest_of
from kuramori.work.requests.models import Disclosure, Inquiry
from kuramori.work.requests.reading import inquiries as reading
from kuramori.work.requests.reading import shown
from kuramori.work.requests.refusing import NotSo

JSON = "application/json; charset=utf-8"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`…/hand-in/`: choose how much is shown, look at exactly that; ask for approval, or approve and let it go."""
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    sheet = reading.sheet_of(row)
    told = {
        "disclosure": sheet.draft.disclosure or row.disclosure,
        "given_by": sheet.draft.given_by or request.actor.name,
    }
    if request.method != "POST":
        return _page(request, sheet, ShowForm(initial=told), told)
    form = ShowForm(request.POST)
    if not form.is_valid():
        # What was chosen stays chosen: nobody looks at one view after having asked for another.
        told |= {name: form.cleaned_data[name] for name in told if name in form.cleaned_data}
        row = _choose(request, row, **told)
        return _page(request, reading.sheet_of(row), form, told, status=UNPROCESSABLE)
    told = {
        "disclosure": form.cleaned_data["disclosure"],
        "given_by": drafting.tidy(form.cleaned_data["given_by"], 120),
    }
    wish, looked_at = request.POST.get("go", ""), request.POST.get("looked_at", "")
    if wish not in {"propose", "approve"}:
        row = _choose(request, row, **told)
        return _page(request, reading.sheet_of(row), form, told)
    try:
        if wish == "propose":
            own_replies.propose(request.actor, sheet, **told, looked_at=looked_at)
            messages.success(request, _("承認を求めました。承認されるまで、お客様には何も届きません。"))
            return go(request, "requests:inquiry", id=id)
        made = own_replies.approve(request.actor, sheet, **told, looked_at=looked_at)
    except AnotherReply:
        _choose(request, row, **told)
        form.add_error(
            None,
            _(
                "確かめている間に、中身が変わりました。まだ出していません。下の見え方をもう一度確かめてください。"
            ),
        )
    except NotSo as refused:
        form.add_error(None, refused.sentence)
    else:
        said = (
            _("回答を出しました。お客様の蔵守へ届けます。")
            if made.is_told
            else _("回答を控えました。お客様へは、手紙にあるやり方で渡してください。")
        )
        messages.success(request, said)
        return go(request, "requests:own_reply", id=made.pk)
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    return _page(request, reading.sheet_of(row), form, told, status=CONFLICT)


@require_POST
def give_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not yet."""
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    try:
        own_replies.give_back(request.actor, row, request.POST.get("reason", ""))
    except NotSo as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("書き直しに戻しました。お客様には何も届いていません。"))
    return go(request, "requests:inquiry", id=id)


@require_safe
def own_reply(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/inquiries/replies/<id>/`: exactly what the customer got."""
    row = access.own_reply_for(request.actor, id, Can.REQUEST_READ)
    lines = reading.given_lines(row.inquiry)
    context = {
        "row": row,
        "line": next(one for one in lines if one.row.pk == row.pk),
        "is_newest": lines[0].row.pk == row.pk,
        "shown": reading.own_reply_page(row),
    }
    return render(request, "requests/inquiries_reply.html", context)


@require_safe
def answers_file(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """Our answers as the file that travels: the customer's page behind a link reads it."""
    row = access.inquiry_for(request.actor, id, Can.REPLY_GIVE)
    content = answer_rules.write(filling.travel_file(reading.sheet_of(row))).encode()
    return attached(content, JSON, f"{row.number}.kuramori.json")


def _choose(request: ActingRequest, row: Inquiry, *, disclosure: str, given_by: str) -> Inquiry:
    """Keep what is chosen: also what is held instead, and what shows the answers (of our latest check, by its ids)."""
    check = final_answers(request.actor, row.pack_id)
    known = {str(one.id): (one.item, one.title, one.sha256) for one in check.evidence} if check else {}
    ticked = tuple(known[one] for one in request.POST.getlist("evidence") if one in known)
    held = tuple(request.POST.getlist("held")[:50])
    return own_answers.choose(
        request.actor, row, disclosure=disclosure, given_by=given_by, equivalents=held, evidence=ticked
    )


def _page(
    request: ActingRequest,
    sheet: reading.OwnSheet,
    form: ShowForm,
    told: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    seen = own_replies.composed(sheet, disclosure=told["disclosure"], given_by=told["given_by"])
    context = {
        "form": form,
        "sheet": sheet,
        "row": sheet.inquiry,
        "steps": [(value, label, value == told["disclosure"]) for value, label in Disclosure.choices],
        "given_by": form["given_by"].value() or "",
        "shown": shown.page_of(seen, sheet.requirements, sheet.pack, sheet.text),
        "looked_at": digest_of(seen),
        "waiting": [one for one in sheet.questions if not one.is_done],
        "offered": _offered(sheet, final_answers(request.actor, sheet.inquiry.pack_id)),
        "wished": Disclosure(sheet.inquiry.disclosure),
        "goes_by_channel": reading.goes_by_channel(sheet.inquiry),
        "newest": own_replies.newest_of(sheet.inquiry),
    }
    return render(request, "requests/inquiries_hand_in.html", context, status=status)


def _offered(sheet: reading.OwnSheet, check: FinalAnswers | None) -> list[tuple[str, str, str, bool]]:
    """Id, number of the question, title, and whether it is chosen, of what our check names as evidence."""
    chosen = own_answers.evidence_of(sheet.inquiry)
    numbers = {one.id: one.number for one in sheet.questions}
    return [
        (str(one.id), numbers[one.item], one.title, (one.item, one.title, one.sha256) in chosen)
        for one in (check.evidence if check else ())
        if one.item in numbers
    ]
