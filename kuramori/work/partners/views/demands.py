"""取引先から求められたら: what was asked, the same decision, the answer, and letters to send."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, store
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, go
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.press import pdf, word
from kuramori.work.ledger import looks
from kuramori.work.partners import access, choosing, demand_content, demanding, letters
from kuramori.work.partners.forms_demands import DemandAnswerForm, DemandForm
from kuramori.work.partners.models import Demand, DemandSide, DemandState
from kuramori.work.partners.reading import demands as reading
from kuramori.work.partners.reading.deciding import language

FORMS = {"pdf": (letters.letter_paper, pdf.MEDIA_TYPE), "docx": (letters.letter_word, word.MEDIA_TYPE)}


@require_safe
def demands(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/demands/`: the open ones first; the card, and whom to turn to."""
    request.actor.require(Can.HAND_OVER_READ)
    page = reading.demands_page(request.GET.get("side", ""), number_of(request))
    return render(
        request, "partners/demands.html", {"page": page, "says": demand_content.demands(language())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/demands/new/?partner=…`: three minutes, while it is fresh."""
    request.actor.require(Can.SHARING_ASK)
    begin = {
        "side": request.GET.get("side") or DemandSide.RECEIVED,
        "asked_on": clock.today(),
        "partner": request.GET.get("partner", ""),
    }
    form = DemandForm(request.POST if request.method == "POST" else None, initial=begin)
    context = {"form": form, "demand": None, "says": demand_content.demands(language())}
    if not (form.is_bound and form.is_valid()):
        return again(request, "partners/demand_form.html", context)
    chosen = _chosen(request, form)
    if form.errors or chosen.partner is None:
        return again(request, "partners/demand_form.html", context)
    try:
        row = demanding.record_demand(request.actor, chosen.partner, _told(form, chosen))
    except demanding.DemandRefused as refused:
        form.add_error(None, refused.sentence)
        return again(request, "partners/demand_form.html", context)
    messages.success(request, _("求めを記録しました。急いで答えず、この下の心得を見てから決めてください。"))
    return go(request, "partners:demand", id=row.pk)


@require_safe
def demand(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/demands/<id>/`: everything of one, and what to do next."""
    return _page(request, access.demand_for(request.actor, id, Can.HAND_OVER_READ))


@require_POST
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/demands/<id>/change/`: what was learnt since."""
    row = access.demand_for(request.actor, id, Can.SHARING_ASK)
    form = DemandForm(request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        chosen = _chosen(request, form)
        if not form.errors:
            try:
                demanding.change_demand(
                    request.actor, row, _told(form, chosen), revision=form.cleaned_data["revision"] or 0
                )
            except demanding.DemandRefused as refused:
                form.add_error(None, refused.sentence)
                status = CONFLICT if refused.code == "stale" else UNPROCESSABLE
            else:
                messages.success(request, _("求めの記録を直しました。"))
                return go(request, "partners:demand", id=row.pk)
    return _page(request, row, form=form, status=status)


@require_POST
def answer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/demands/<id>/answer/`: what came of it."""
    row = access.demand_for(request.actor, id, Can.SHARING_ASK)
    form = DemandAnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, answering=form, status=UNPROCESSABLE)
    given, upload = form.cleaned_data, form.cleaned_data["paper"]
    try:
        paper = store(request.actor, name=upload.name or "", chunks=upload.chunks()) if upload else None
        demanding.answer_demand(
            request.actor,
            row,
            demanding.Answer(DemandState(given["state"]), given["answered_on"], given["words"], paper),
            revision=given["revision"],
        )
    except (KindRefused, EmptyFile, TooLarge):
        form.add_error(
            "paper", _("このファイルは預かれません。PDF・画像・Office・テキスト・zip、20MBまでです。")
        )
    except demanding.DemandRefused as refused:
        form.add_error(None, refused.sentence)
    else:
        messages.success(request, _("答えを残しました。"))
        return go(request, "partners:demand", id=row.pk)
    return _page(request, row, answering=form, status=UNPROCESSABLE)


@require_safe
def letter(request: ActingRequest, id: uuid.UUID, letter: str) -> HttpResponse:
    """`/sharing/deciding/demands/<id>/letter/<letter>/`: the words, to copy or to print."""
    row = access.demand_for(request.actor, id, Can.HAND_OVER_READ)
    found = letters.written(request.actor.organisation, row, _letter(row, letter))
    return render(request, "partners/demand_letter.html", {"demand": row, "letter": found, "which": letter})


@require_safe
def letter_paper(request: ActingRequest, id: uuid.UUID, letter: str, form: str) -> HttpResponse:
    """`…/paper/<pdf|docx>/`: the same to print, or to go on writing in Word."""
    row = access.demand_for(request.actor, id, Can.HAND_OVER_READ)
    found = letters.written(request.actor.organisation, row, _letter(row, letter))
    if form not in FORMS:
        raise Http404
    make, media_type = FORMS[form]
    return attached(make(request.actor.organisation, found, row.number), media_type, f"{row.number}.{form}")


def number_of(request: ActingRequest) -> int:
    written = request.GET.get("page", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1


def _letter(row: Demand, which: str) -> demand_content.Letter:
    for one in demand_content.demands(language()).letters_for(row.side):
        if one.id == which:
            return one
    raise Http404


def _page(
    request: ActingRequest,
    row: Demand,
    *,
    form: DemandForm | None = None,
    answering: DemandAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = reading.demand_page(request.actor, row)
    if page.asset is not None and not page.is_masked:
        looks.note(request.actor, [page.asset])
    says = demand_content.demands(language())
    context: dict[str, Any] = {
        "page": page,
        "demand": row,
        "form": form or DemandForm(initial=reading.initial(row)),
        "answering": answering or DemandAnswerForm(initial={"revision": row.revision}),
        "card": says.cards[row.side],
        "says": says,
        "letters": says.letters_for(row.side),
        "changes": form is not None,
    }
    return render(request, "partners/demand.html", context, status=status)


def _chosen(request: ActingRequest, form: DemandForm) -> choosing.Chosen:
    """The partner and the asset that were typed; what nobody is called is an error of its field."""
    given = form.cleaned_data
    chosen = choosing.chosen(request.actor, given["asset"], given["partner"])
    if chosen.partner is None:
        names = "、".join(one.name for one in chosen.partners[:5])
        form.add_error(
            "partner",
            _("どの取引先か決められません: %(names)s") % {"names": names}
            if names
            else _("この名前の取引先が見つかりません。先に「取引先」に登録してください。"),
        )
    if given["asset"] and chosen.asset is None:
        form.add_error("asset", _("この番号・名前で登録されている情報が見つかりません。"))
    return chosen


def _told(form: DemandForm, chosen: choosing.Chosen) -> demanding.Told:
    given = form.cleaned_data
    return demanding.Told(
        DemandSide(given["side"]),
        given["what"],
        given["asked_on"],
        given["who"],
        chosen.asset,
        given["their_reason"],
        given["purpose"],
        given["necessity"],
        given["price"],
        form.is_free_said,
        given["answer_by"],
    )
