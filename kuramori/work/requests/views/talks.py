"""Pages of talks about prices and costs: those that wait, one talk, and the folder of one partner."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.papers.answer import GONE, as_attachment, handed_out
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, store, take_out
from kuramori.ground.papers.whole import FileDamaged
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, go
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.press import pdf
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.partners import choosing
from kuramori.work.requests import access
from kuramori.work.requests.consulting import papers, talking
from kuramori.work.requests.forms_talks import NewTalkForm, PaperForm, StepForm
from kuramori.work.requests.models import Consultation, Gap
from kuramori.work.requests.reading import talks as reading
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.support_content import support
from kuramori.work.requests.views.ways import partner_called

ZIP = "application/zip"


@require_safe
def talks(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/talks/`: what waits for our answer stands on top."""
    request.actor.require(Can.REQUEST_READ)
    only = request.GET.get("only", "")
    written = request.GET.get("page", "1")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
    page = reading.talks(only if only in {reading.WAITS, "running"} else "", number)
    return render(request, "requests/talks.html", {"page": page, "says": support()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/talks/new/?partner=…&gap=…`"""
    request.actor.require(Can.CONSULT)
    begin: dict[str, Any] = {name: request.GET.get(name, "")[:120] for name in ("partner", "gap", "topic")}
    begin |= {"side": request.GET.get("side") or "them", "on": clock.today()}
    begin["partner"] = partner_called(begin["partner"])
    form = NewTalkForm(request.POST if request.method == "POST" else None, initial=begin)
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/talks_new.html", {"form": form})
    given = form.cleaned_data
    found = choosing.chosen(request.actor, "", given["partner"])
    if found.partner is None:
        form.add_error("partner", _("どの取引先か決められません。先に「取引先」で登録を確かめてください。"))
    gap = Gap.objects.filter(number__iexact=given["gap"]).first() if given["gap"] else None
    if given["gap"] and gap is None:
        form.add_error("gap", _("この番号のギャップが見つかりません。"))
    if form.errors or found.partner is None:
        return again(request, "requests/talks_new.html", {"form": form})
    said = talking.Said(given["on"], given["yen"], given["words"], given["person"])
    try:
        row = talking.begin(
            request.actor, found.partner, given["topic"], said, by_us=given["side"] == "us", gap=gap
        )
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return again(request, "requests/talks_new.html", {"form": form})
    messages.success(request, _("協議の求めを記録しました。"))
    return go(request, "requests:talk", id=row.pk)


@require_safe
def talk(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/talks/<id>/`"""
    return _page(request, access.talk_for(request.actor, id, Can.REQUEST_READ))


@require_POST
def step(request: ActingRequest, id: uuid.UUID, step: str) -> HttpResponse:
    """`…/step/<step>/`: ours, or (`heard`) one of theirs."""
    row = access.talk_for(request.actor, id, Can.CONSULT)
    try:
        kind = TalkStep(step)
    except ValueError:
        raise Http404 from None
    is_ours = "heard" not in request.POST
    form = StepForm(kind, request.POST, is_ours=is_ours)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            talking.step(
                request.actor,
                row,
                kind,
                form.said,
                revision=form.cleaned_data["revision"],
                is_ours=is_ours,
            )
        except NotSo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
        else:
            messages.success(request, _("記録しました。"))
            return go(request, "requests:talk", id=row.pk)
    return _page(request, row, form=form, status=status)


@require_POST
def add_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`…/papers/`: an estimate, minutes, a letter."""
    row = access.talk_for(request.actor, id, Can.CONSULT)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = store(request.actor, name=upload.name or "", chunks=upload.chunks())
            talking.add_paper(request.actor, row, form.cleaned_data["title"], file)
        except (KindRefused, EmptyFile, TooLarge):
            form.add_error(
                "file", _("このファイルは預かれません。PDF・画像・Office・テキスト・zip、20MBまでです。")
            )
        except NotSo as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, _("書類を付けました。"))
            return go(request, "requests:talk", id=row.pk)
    return _page(request, row, paper=form, status=UNPROCESSABLE)


@require_safe
def paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """`/requests/gaps/talks/papers/<id>/`: one paper of a talk."""
    file = access.talk_paper_for(request.actor, id, Can.REQUEST_READ).file
    return handed_out(
        request,
        lambda: take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


@require_safe
def folder(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/talks/partners/<id>/`: two years with one partner."""
    partner = partner_for(request.actor, id, Can.REQUEST_READ)
    page = reading.folder(partner)
    return render(request, "requests/talks_folder.html", {"page": page, "says": support()})


@require_safe
def folder_file(request: ActingRequest, id: uuid.UUID, form: str) -> HttpResponse | FileResponse:
    """`…/<pdf|zip>/`"""
    page = reading.folder(partner_for(request.actor, id, Can.REQUEST_READ))
    if form == "pdf":
        return attached(papers.folder_pdf(request.actor, page), pdf.MEDIA_TYPE, f"{_('協議の記録')}.pdf")
    if form != "zip":
        raise Http404
    try:
        made = papers.folder_zip(request.actor, page)
    except FileDamaged:
        return render(request, "papers/damaged.html", status=GONE)
    made.seek(0, 2)
    size = made.tell()
    made.seek(0)
    return as_attachment(made, name=f"{_('協議の記録')}.zip", media_type=ZIP, size=size)  # type: ignore[arg-type]


def _page(
    request: ActingRequest,
    row: Consultation,
    *,
    form: StepForm | None = None,
    paper: PaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    fresh = Consultation.objects.select_related("partner", "gap").get(pk=row.pk)
    page = reading.talk_page(fresh)

    def forms_of(steps: tuple[TalkStep, ...], *, is_ours: bool) -> list[StepForm]:
        return [
            form
            if form is not None and form.step is kind and form.is_ours == is_ours
            else StepForm(kind, initial={"revision": fresh.revision}, is_ours=is_ours)
            for kind in steps
        ]

    context = {
        "page": page,
        "talk": fresh,
        "may": forms_of(page.may, is_ours=True),
        "heard": forms_of(page.heard, is_ours=False),
        "refused": form if form is not None and form.errors else None,
        "paper": paper or PaperForm(),
        "says": support(),
    }
    return render(request, "requests/talks_talk.html", context, status=status)
