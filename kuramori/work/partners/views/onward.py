"""再委託・再開示の承諾願: the list, one request, its answer, and the letter."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Contact
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, store
from kuramori.ground.people import links
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.link_letters import letter_around, mailed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, again, go
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.press import pdf, word
from kuramori.work.partners import access, choosing
from kuramori.work.partners.forms_joint import (
    OnwardAnswerForm,
    OnwardForm,
    OwnerLinkForm,
    ReasonForm,
    partner_meant,
)
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import answering_by_link as by_link
from kuramori.work.partners.joint import onward as verbs
from kuramori.work.partners.joint import papers
from kuramori.work.partners.models import OnwardRequest, OnwardSide
from kuramori.work.partners.reading import joint as reading
from kuramori.work.partners.reading import link_log

FORMS = {"pdf": (papers.letter_pdf, pdf.MEDIA_TYPE), "docx": (papers.letter_word, word.MEDIA_TYPE)}


@require_safe
def onwards(request: ActingRequest) -> HttpResponse:
    """`/sharing/joint/onward/`: those that wait first."""
    request.actor.require(Can.HAND_OVER_READ)
    side = request.GET.get("side", "")
    context = {"lines": reading.onwards(side), "side": side, "here": "onwards"}
    return render(request, "partners/joint_onwards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/joint/onward/new/?asset=…&partner=…`"""
    request.actor.require(Can.SHARING_ASK)
    begin: dict[str, Any] = {
        name: request.GET.get(name, "")[:120] for name in ("asset", "partner", "to", "what")
    }
    begin |= {"side": request.GET.get("side") or OnwardSide.SENT, "asked_on": clock.today()}
    form = OnwardForm(request.POST if request.method == "POST" else None, initial=begin)
    context = {"form": form}
    if not (form.is_bound and form.is_valid()):
        return again(request, "partners/joint_onward_new.html", context)
    wanted = _wanted(request, form)
    if wanted is None:
        return again(request, "partners/joint_onward_new.html", context)
    try:
        row = verbs.ask_onward(request.actor, wanted)
    except Refused as refused:
        _refuse(form, refused)
        return again(request, "partners/joint_onward_new.html", context)
    messages.success(request, _("承諾願を記録しました。書面を受け取って、相手に渡せます。"))
    return go(request, "partners:onward", id=row.pk)


@require_safe
def onward(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/onward/<id>/`"""
    return _page(request, access.onward_for(request.actor, id, Can.HAND_OVER_READ))


@require_POST
def answer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/onward/<id>/answer/`: the owner's answer, or ours."""
    row = access.onward_for(request.actor, id, Can.SHARING_APPROVE)
    form = OnwardAnswerForm(request.POST, request.FILES)
    if form.is_valid():
        given, upload = form.cleaned_data, form.cleaned_data["paper"]
        try:
            paper = store(request.actor, name=upload.name or "", chunks=upload.chunks()) if upload else None
            told = verbs.Answer(
                given["answer"] == "yes",
                given["answered_on"],
                given["by"],
                given["until_on"],
                given["conditions"],
                given["basis"],
                paper,
            )
            verbs.answer_onward(request.actor, row, told, revision=given["revision"])
        except (KindRefused, EmptyFile, TooLarge):
            form.add_error(
                "paper", _("このファイルは預かれません。PDF・画像・Office・テキスト・zip、20MBまでです。")
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("返事を残しました。"))
            return go(request, "partners:onward", id=row.pk)
    return _page(request, row, answering=form, status=UNPROCESSABLE)


@require_POST
def withdraw(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/onward/<id>/withdraw/`"""
    row = access.onward_for(request.actor, id, Can.SHARING_ASK)
    form = ReasonForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            verbs.withdraw_onward(request.actor, row, given["reason"], revision=given["revision"] or 0)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("取り下げました。今日から、承諾としては使われません。"))
            return go(request, "partners:onward", id=row.pk)
    return _page(request, row, ending=form, status=UNPROCESSABLE)


@require_POST
def send(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/onward/<id>/link/`: a link by which somebody of the owner's answers."""
    row = access.onward_for(request.actor, id, Can.SHARING_ASK)
    form = OwnerLinkForm(request.POST, row.partner)
    if form.is_valid():
        given = form.cleaned_data
        try:
            contact = Contact.objects.get(pk=given["contact"])
            issued = by_link.send_onward(request.actor, row, contact, revision=given["revision"])
        except Refused as refused:
            _refuse(form, refused)
        except AddressUnusable:
            form.add_error("contact", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
        else:
            return _sent(request, row, issued)
    return _page(request, row, sending=form, status=UNPROCESSABLE)


@require_safe
def letter(request: ActingRequest, id: uuid.UUID, form: str) -> HttpResponse:
    """`/sharing/joint/onward/<id>/letter/<pdf|docx>/`"""
    row = access.onward_for(request.actor, id, Can.HAND_OVER_READ)
    written = papers.letter_of(row)
    if written is None or form not in FORMS:
        raise Http404
    make, media_type = FORMS[form]
    return attached(make(request.actor, row, written), media_type, f"{row.number}.{form}")


def _wanted(request: ActingRequest, form: OnwardForm) -> verbs.Wanted | None:
    given, side = form.cleaned_data, OnwardSide(form.cleaned_data["side"])
    found = choosing.chosen(request.actor, given["asset"], given["partner"])
    onto = choosing.chosen(request.actor, "", given["to"])
    partner_meant(form, "partner", found.partner, found.partners)
    if given["asset"] and found.asset is None:
        form.add_error("asset", _("この番号・名前で登録されている情報が見つかりません。"))
    if side == OnwardSide.SENT:
        partner_meant(form, "to", onto.partner, onto.partners)
        if not given["asset"]:
            form.add_error("asset", _("こちらから頼むときは、預かった情報の管理番号を入れてください。"))
    if form.errors or found.partner is None:
        return None
    return verbs.Wanted(
        side,
        found.partner,
        onto.partner.name if onto.partner else given["to"],
        given["what"],
        given["purpose"],
        given["asked_on"],
        found.asset,
        onto.partner,
    )


def _sent(request: ActingRequest, row: OnwardRequest, issued: links.Issued) -> HttpResponse:
    words = _(
        "%(person)s 様\n\nお預かりしている情報を、業務のためにほかの会社へ開示することの"
        "承諾をお願いします（%(number)s）。\n"
        "下のリンクから、内容をお読みのうえ、承諾か断りをお答えください。\n%(url)s\n\n"
        "開くときに、6けたの確認コードが要ります。このリンクは、ほかの方には渡さないでください。\n"
        "%(organisation)s %(who)s"
    )
    letter = letter_around(request, issued, words, number=row.number)
    was_mailed = mailed(
        request,
        issued,
        letter,
        subject=_("再委託・再開示の承諾のお願い（%(organisation)s）"),
        purpose=by_link.MAIL,
        about=("onward_request", row.pk),
    )
    context = {"row": row, "letters": [letter], "mailed": was_mailed, "here": "onwards"}
    return render(request, "partners/joint_onward_sent.html", context)


def _refuse(form: Any, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def _page(
    request: ActingRequest,
    row: OnwardRequest,
    *,
    answering: OnwardAnswerForm | None = None,
    ending: ReasonForm | None = None,
    sending: OwnerLinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    begin = {"revision": row.revision}
    context = {
        "line": reading.onward_line(row),
        "row": row,
        "has_letter": papers.letter_of(row) is not None,
        "answering": answering or OnwardAnswerForm(initial=begin),
        "sending": sending or OwnerLinkForm(None, row.partner, **begin),
        "ending": ending or ReasonForm(initial=begin),
        "here": "onwards",
        "link_log": link_log.lines_of(request.actor.organisation_id, "onward_request", [row.pk]),
    }
    return render(request, "partners/joint_onward.html", context, status=status)
