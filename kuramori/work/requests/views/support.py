"""Pages of help and its outcome, visits with findings, and good practice."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, again, go
from kuramori.work.partners import choosing
from kuramori.work.requests import access
from kuramori.work.requests.forms_support import CameForm, OfferForm, PracticeForm, VisitForm
from kuramori.work.requests.models import HelpState
from kuramori.work.requests.reading import gaps as gap_reading
from kuramori.work.requests.reading import support as reading
from kuramori.work.requests.refusing import NotSo
from kuramori.work.requests.support_content import support
from kuramori.work.requests.supporting import collecting, helping, publishing, visiting


@require_safe
def overview(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/support/`: what help there is, what came of it, and what others did well."""
    request.actor.require(Can.REQUEST_READ)
    return render(request, "requests/support.html", {"page": reading.overview()})


@require_POST
def offer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/<id>/help/`: offer one of the catalogue."""
    gap = access.gap_for(request.actor, id, Can.GAP_CHANGE)
    form = OfferForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            helping.offer(request.actor, gap, given["help_id"], given["words"], revision=given["revision"])
        except NotSo as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("手伝いを案内しました。相手に伝わります。"))
    else:
        messages.error(request, _("一覧にある手伝いから選んでください。"))
    return go(request, "requests:gap", id=gap.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def came(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/support/helps/<id>/`: what came of it."""
    row = access.help_for(request.actor, id, Can.GAP_CHANGE)
    helpful = {True: "yes", False: "no", None: ""}[row.is_helpful]
    begin = {"state": row.state, "is_helpful": helpful, "words": row.words, "revision": row.revision}
    form = CameForm(request.POST if request.method == "POST" else None, initial=begin)
    kind = support().help(row.help_id)
    context = {"form": form, "row": row, "words": kind.words if kind else row.help_id}
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/support_came.html", context)
    given = form.cleaned_data
    try:
        helping.came_of_it(
            request.actor,
            row,
            HelpState(given["state"]),
            is_helpful=form.helpful,
            text=given["words"],
            revision=given["revision"],
        )
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return again(request, "requests/support_came.html", context)
    messages.success(request, _("記録しました。"))
    return go(request, "requests:gap", id=row.gap_id) if row.gap_id else go(request, "requests:support")


@require_safe
def visits(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/visits/`"""
    request.actor.require(Can.REQUEST_READ)
    written = request.GET.get("page", "1")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
    return render(request, "requests/support_visits.html", {"page": reading.visits(number)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_visit(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/visits/new/?partner=…`"""
    request.actor.require(Can.GAP_CHANGE)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        initial={"partner": request.GET.get("partner", "")[:120], "went": request.actor.name},
    )
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/support_visit_new.html", {"form": form})
    partner, given = _partner(request, form), form.cleaned_data
    if partner is None:
        return again(request, "requests/support_visit_new.html", {"form": form})
    seen = visiting.Seen(
        given["on"],
        given["went"],
        given["met"],
        given["words"],
        given["is_photo_free"],
        form.lines,
        given["why"],
    )
    try:
        row = visiting.record_visit(request.actor, partner, seen)
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return again(request, "requests/support_visit_new.html", {"form": form})
    messages.success(request, _("訪問を記録しました。"))
    return go(request, "requests:visit", id=row.pk)


@require_safe
def visit(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/visits/<id>/`: what was seen, and the gaps that came of it."""
    row = access.visit_for(request.actor, id, Can.REQUEST_READ)
    context = {"row": row, "cards": gap_reading.of_visit(row)}
    return render(request, "requests/support_visit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_practice(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/support/practices/new/?partner=…`"""
    request.actor.require(Can.GAP_CHANGE)
    form = PracticeForm(
        request.POST if request.method == "POST" else None,
        initial={name: request.GET.get(name, "")[:120] for name in ("partner", "topic")},
    )
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/support_practice_new.html", {"form": form})
    partner, given = _partner(request, form), form.cleaned_data
    if partner is None:
        return again(request, "requests/support_practice_new.html", {"form": form})
    told = collecting.Told(given["topic"], given["words"], given["consent_by"], given["consent_on"])
    try:
        collecting.collect(request.actor, partner, told)
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return again(request, "requests/support_practice_new.html", {"form": form})
    messages.success(request, _("好事例を載せました。"))
    return go(request, "requests:support", at="practices")


@require_POST
def take_down(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/support/practices/<id>/down/`: the consent was taken back."""
    row = access.practice_for(request.actor, id, Can.GAP_CHANGE)
    collecting.take_down(request.actor, row)
    messages.success(request, _("好事例を下げました。"))
    return go(request, "requests:support", at="practices")


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/support/practices/<id>/publish/`: what partners would read, and whether it tells of anybody."""
    row = access.practice_for(request.actor, id, Can.REQUEST_APPROVE)
    found, status = publishing.traces_in(row), 200
    if request.method == "POST":
        try:
            publishing.publish(request.actor, row, is_looked_at="looked" in request.POST)
        except publishing.NotAnonymous as refused:
            found, status = refused.found, UNPROCESSABLE
        else:
            messages.success(request, _("取引先にも見えるようにしました。"))
            return go(request, "requests:support", at="practices")
    context = {
        "row": row,
        "found": reading.trace_sentences(found),
        "is_held": any(one.holds_back for one in found),
        "is_refused": status != 200,
    }
    return render(request, "requests/support_practice_publish.html", context, status=status)


@require_POST
def unpublish(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/support/practices/<id>/unpublish/`"""
    row = access.practice_for(request.actor, id, Can.REQUEST_APPROVE)
    publishing.unpublish(request.actor, row)
    messages.success(request, _("取引先には見えないようにしました。"))
    return go(request, "requests:support", at="practices")


def _partner(request: ActingRequest, form: Form) -> Partner | None:
    found = choosing.chosen(request.actor, "", form.cleaned_data["partner"]).partner
    if found is None:
        form.add_error("partner", _("どの取引先か決められません。先に「取引先」で登録を確かめてください。"))
    return found
