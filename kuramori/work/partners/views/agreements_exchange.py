"""契約の一覧を Excel で出し入れ: choose a file, look at what would happen, then take it in; and the register itself."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.importing.file import FileWrong
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.partners.exchanging import book
from kuramori.work.partners.exchanging.draft import DraftGone, draft_for, keep, lines_of, throw_away
from kuramori.work.partners.exchanging.reading import read
from kuramori.work.partners.exchanging.taking_in import FaultsStand, What, steps_of, take_in
from kuramori.work.partners.models import AgreementDraft
from kuramori.work.partners.reading.agreements import Asked

BAD = 400
MOST_SHOWN = 200


class AgreementsFile(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("契約の一覧（Excel）"),
        help_text=gettext_lazy(".xlsx、5MBまで。読むだけで、まだ何も変わりません。"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: ActingRequest) -> HttpResponse:
    """Choose a file. It is read and nothing is changed."""
    request.actor.require(Can.AGREEMENT_CHANGE)
    form = AgreementsFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            draft = keep(request.actor, read(content), content)
        except FileWrong as wrong:
            form.add_error("file", str(wrong))
        else:
            return go(request, "partners:agreements_look", id=draft.pk)
    status = BAD if request.method == "POST" else 200
    return render(request, "partners/agreements_import.html", {"form": form}, status=status)


@never_cache
@require_safe
def look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would do; afterwards, what was done."""
    return _look(request, draft_for(request.actor, id))


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take it in as it was shown, or go on where it was interrupted."""
    draft = draft_for(request.actor, id)
    try:
        take_in(request.actor, draft, skips_faults=request.POST.get("skips_faults") == "on")
    except FaultsStand:
        sentence = _("直すところがある行が残っています。ファイルを直すか、飛ばすことを選んでください。")
        return _look(request, draft, sentence, BAD)
    except DraftGone:
        return _gone(request)
    return go(request, "partners:agreements_look", id=draft.pk)


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    throw_away(request.actor, draft_for(request.actor, id))
    messages.success(request, _("取り込むのをやめました。契約の一覧は変わっていません。"))
    return go(request, "partners:import_agreements")


@require_safe
def template(request: ActingRequest) -> HttpResponse:
    """The empty form."""
    try:
        return workbook(book.template(request.actor), _("契約の一覧の見本.xlsx"))
    except PressFault as fault:
        return _trouble(request, fault)


@require_POST
def export(request: ActingRequest) -> HttpResponse:
    """The register as a workbook in the same form, narrowed as the list was."""
    try:
        content = book.take_out(request.actor, Asked.of(request.POST.dict()))
    except PressFault as fault:
        return _trouble(request, fault)
    return workbook(content, _("契約の一覧_%(day)s.xlsx") % {"day": clock.today().isoformat()})


def _look(request: ActingRequest, draft: AgreementDraft, wrong: str = "", status: int = 200) -> HttpResponse:
    if draft.told:
        counts = [(what.label, draft.told.get(what.value, 0)) for what in What]
        context = {"draft": draft, "counts": counts, "skipped": draft.told.get("skipped", [])[:MOST_SHOWN]}
        return render(request, "partners/agreements_done.html", context)
    try:
        lines, steps = lines_of(draft), steps_of(draft)
    except DraftGone:
        return _gone(request)
    faulty = [one for one in steps if one.what is What.FAULT]
    context = {
        "draft": draft,
        "lines": lines,
        "counts": [(what.label, count) for what in What if (count := sum(one.what is what for one in steps))],
        "faulty": faulty[:MOST_SHOWN],
        "faults": len(faulty),
        "takes": [one for one in steps if one.what in {What.NEW, What.CHANGED}][:MOST_SHOWN],
        "wrong": wrong,
    }
    return render(request, "partners/agreements_look.html", context, status=status)


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(request, _("読み込んだファイルの期限が切れました。もう一度選んでください。"))
    return go(request, "partners:import_agreements")


def _trouble(request: ActingRequest, fault: PressFault) -> HttpResponse:
    messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
    return go(request, "partners:import_agreements")
