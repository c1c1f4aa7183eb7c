"""お客様への約束: the register by customer, one promise, and what is done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import EmptyFile, store, take_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, go
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.work.ledger import looks
from kuramori.work.partners import choosing
from kuramori.work.partners.models import Agreement
from kuramori.work.requests import access
from kuramori.work.requests.forms_promises import (
    AnswerForm,
    DemandedForm,
    EndForm,
    LookForm,
    NewPromiseForm,
    answered_with,
    begun_with,
)
from kuramori.work.requests.models import CameBy, Kept, Promise, Word
from kuramori.work.requests.promising import book, from_gaps, recording
from kuramori.work.requests.reading import promises as reading
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.views.ways import partner_called

STEPS: dict[str, type[forms.Form]] = {
    "change": DemandedForm,
    "answer": AnswerForm,
    "check": LookForm,
    "end": EndForm,
}
"""What is done with a promise, and what is typed for it."""


@require_safe
def register(request: ActingRequest) -> HttpResponse:
    """`/requests/promises/?only=…&words=…&partner=…&page=…`"""
    request.actor.require(Can.REQUEST_READ)
    filters = reading.Filters.of(request.GET.dict())
    written = request.GET.get("page", "1")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
    return render(request, "requests/promises.html", {"page": reading.register(filters, number)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/requests/promises/new/?partner=…&gap=…`: while it is fresh; from a gap with what was agreed on it."""
    request.actor.require(Can.PROMISE_CHANGE)
    begin: dict[str, Any] = {
        "partner": partner_called(request.GET.get("partner", "")),
        "came_on": clock.today(),
    }
    gap = from_gaps.agreed(request.GET.get("gap", "")) if request.actor.may(Can.REQUEST_READ) else None
    begin |= from_gaps.begun_with(gap) if gap is not None else {}
    form = NewPromiseForm(request.POST if request.method == "POST" else None, initial=begin)
    context = {"form": form, "names": _customers()}
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/promises_new.html", context)
    partner, told = _demanded(request, form)
    if partner is None or form.errors:
        return again(request, "requests/promises_new.html", context)
    given, answer = form.cleaned_data, None
    if given["word"] != Word.NOT_YET:
        on = given["answered_on"] or clock.today()
        answer = recording.Answer(Word(given["word"]), on, given["answer"], given["proof"])
    try:
        row = recording.record_promise(request.actor, partner, told, answer)
    except NotSo as refused:
        _refused(form, refused)
        return again(request, "requests/promises_new.html", context)
    messages.success(request, _("%(number)s として記録しました。") % {"number": row.number})
    return go(request, "requests:promise", id=row.pk)


@require_safe
def promise(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/promises/<id>/`"""
    return _page(request, access.promise_for(request.actor, id, Can.REQUEST_READ), {})


@require_POST
def step(request: ActingRequest, id: uuid.UUID, step: str) -> HttpResponse:
    """`…/<change|answer|check|end>/`"""
    row = access.promise_for(request.actor, id, Can.PROMISE_CHANGE)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST, request.FILES)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            done = _done(request, row, step, form)
        except (KindRefused, EmptyFile, TooLarge):
            form.add_error(
                "file", _("このファイルは預かれません。PDF・画像・Office・テキスト・zip、20MBまでです。")
            )
        except NotSo as refused:
            _refused(form, refused)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
        else:
            if done:
                messages.success(request, done)
                return go(request, "requests:promise", id=row.pk)
    return _page(request, row, {step: form}, status=status)


@require_safe
def proof(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """`…/proof/`: the paper that shows it."""
    return _file(request, access.promise_for(request.actor, id, Can.REQUEST_READ).proof_file)


@require_safe
def check_file(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """`/requests/promises/checks/<id>/file/`: what somebody saw who looked."""
    return _file(request, access.promise_check_for(request.actor, id, Can.REQUEST_READ).file)


@require_POST
def export(request: ActingRequest) -> HttpResponse:
    """`/requests/promises/export/`: what the list shows, as a workbook."""
    request.actor.require(Can.REQUEST_READ)
    content = book.take_out(request.actor, reading.Filters.of(request.POST.dict()))
    return workbook(content, _("お客様への約束.xlsx"))


def _done(request: ActingRequest, row: Promise, step: str, form: forms.Form) -> str:
    """Carry a step out; "" where a field has been found wrong meanwhile. Raises `NotSo`."""
    given, actor = form.cleaned_data, request.actor
    revision = given["revision"] or 0
    if step == "change" and isinstance(form, DemandedForm):
        partner, told = _demanded(request, form, row)
        if partner is None or form.errors:
            return ""
        recording.change_promise(actor, row, told, revision=revision)
        return _("記録を直しました。")
    if step == "answer":
        answer = recording.Answer(
            Word(given["word"]), given["answered_on"], given["answer"], given["proof"],
            _stored(request, given["file"]),
        )  # fmt: skip
        recording.answer_promise(actor, row, answer, revision=revision)
        return _("返事を残しました。")
    if step == "check":
        look = recording.Look(
            Kept(given["kept"]), given["on"], given["how"], given["seen"], _stored(request, given["file"]),
            given["next_on"],
        )  # fmt: skip
        recording.check_promise(actor, row, look, revision=revision)
        return _("確かめたことを残しました。")
    recording.end_promise(actor, row, given["on"], given["reason"], revision=revision)
    return _("この約束を終えました。記録は残ります。")


def _stored(request: ActingRequest, upload: UploadedFile | None) -> File | None:
    return store(request.actor, name=upload.name or "", chunks=upload.chunks()) if upload else None


def _demanded(
    request: ActingRequest, form: DemandedForm, row: Promise | None = None
) -> tuple[Partner | None, recording.Demanded]:
    """What was typed; what nobody is called is an error of its field. The customer of a kept one stays."""
    given = form.cleaned_data
    # A masked asset is never found by its number: what is tied already stays as it is.
    kept = row.asset if row is not None and row.asset and row.asset.number == given["asset"] else None
    chosen = choosing.chosen(request.actor, "" if kept else given["asset"], given["partner"])
    partner = row.partner if row is not None else chosen.partner
    if partner is None:
        names = "、".join(one.name for one in chosen.partners[:5])
        form.add_error(
            "partner",
            _("どの取引先か決められません: %(names)s") % {"names": names}
            if names
            else _("この名前の取引先が見つかりません。先に「取引先」に登録してください。"),
        )
    if given["asset"] and not kept and chosen.asset is None:
        form.add_error("asset", _("この番号・名前で登録されている情報が見つかりません。"))
    agreement = None
    if given["agreement"] and partner is not None:
        agreement = Agreement.objects.filter(partner=partner, number__iexact=given["agreement"]).first()
        if agreement is None:
            form.add_error("agreement", _("このお客様との契約に、この番号はありません。"))
    told = recording.Demanded(
        given["what"],
        CameBy(given["came_by"]),
        given["came_on"],
        given["who"],
        given["scope"],
        given["due_on"],
        given["source"],
        agreement,
        kept or chosen.asset,
        Person.objects.filter(pk=given["keeper"]).first() if given["keeper"] else None,
    )
    return partner, told


def _refused(form: forms.Form, refused: NotSo) -> None:
    """A refusal beside the field that it is about; fields of forms have names of their own for two of them."""
    field = {"proof": "seen"}.get(refused.field, refused.field) if "seen" in form.fields else refused.field
    form.add_error(field if field in form.fields else None, refused.sentence)


def _file(request: ActingRequest, file: File | None) -> HttpResponse | FileResponse:
    if file is None:
        raise Http404
    return handed_out(
        request,
        lambda: take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


def _customers() -> list[Partner]:
    """Names to choose from while typing: those whom we supply."""
    return list(Partner.objects.filter(is_customer=True, retired_on__isnull=True).order_by("sorts_as")[:200])


def _page(
    request: ActingRequest, row: Promise, typed: dict[str, forms.Form], status: int = 200
) -> HttpResponse:
    fresh = access.promise_for(request.actor, row.pk, Can.REQUEST_READ)
    page = reading.promise_page(request.actor, fresh)
    if fresh.asset is not None and not page.is_masked:
        looks.note(request.actor, [fresh.asset])
    held = {"revision": fresh.revision}
    context: dict[str, Any] = {
        "page": page,
        "promise": fresh,
        "change": typed.get("change") or DemandedForm(initial=begun_with(fresh)),
        "answer": typed.get("answer") or AnswerForm(initial=answered_with(fresh)),
        "check": typed.get("check") or LookForm(initial=held),
        "end": typed.get("end") or EndForm(initial=held),
    }
    return render(request, "requests/promises_one.html", context, status=status)
