"""共同開発: the list, one project, what was brought in, minutes, and the list to print."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, again, go
from kuramori.outside import clock
from kuramori.press import pdf, xlsx
from kuramori.work.partners import access, choosing
from kuramori.work.partners.forms_joint import (
    BroughtForm,
    ConfirmForm,
    MinutesForm,
    ProjectForm,
    ReasonForm,
    partner_meant,
)
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import papers
from kuramori.work.partners.joint import projects as verbs
from kuramori.work.partners.models import Agreement, Brought, JointProject, Ownership
from kuramori.work.partners.reading import joint as reading


@require_safe
def projects(request: ActingRequest) -> HttpResponse:
    """`/sharing/joint/`: running ones first."""
    request.actor.require(Can.HAND_OVER_READ)
    return render(request, "partners/joint_projects.html", {"lines": reading.projects(), "here": "joint"})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/joint/new/?partner=…`"""
    request.actor.require(Can.HAND_OVER_MAKE)
    begin = {"partner": request.GET.get("partner", "")[:120], "from_on": clock.today()}
    form = ProjectForm(request.POST if request.method == "POST" else None, initial=begin)
    if form.is_bound and form.is_valid():
        found = choosing.chosen(request.actor, "", form.cleaned_data["partner"])
        partner_meant(form, "partner", found.partner, found.partners)
        if found.partner is not None:
            try:
                row = verbs.begin_project(request.actor, found.partner, _wanted(form))
            except Refused as refused:
                _refuse(form, refused)
            else:
                messages.success(
                    request, _("共同開発を記録しました。始める前に、持込み情報の一覧を作ってください。")
                )
                return go(request, "partners:project", id=row.pk)
    return again(request, "partners/joint_project_new.html", {"form": form})


@require_safe
def project(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/<id>/`"""
    return _page(request, access.project_for(request.actor, id, Can.HAND_OVER_READ))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/<id>/change/`: agreement, results, its end."""
    row = access.project_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = ProjectForm(request.POST if request.method == "POST" else None, row=row, initial=_told(row))
    if form.is_bound and form.is_valid():
        try:
            verbs.change_project(
                request.actor, row, _wanted(form), revision=form.cleaned_data["revision"] or 0
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("共同開発の記録を直しました。"))
            return go(request, "partners:project", id=row.pk)
    return again(request, "partners/joint_project_change.html", {"form": form, "row": row})


@require_POST
def bring(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/<id>/bring/`: one more line."""
    row = access.project_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = BroughtForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        found = choosing.chosen(request.actor, given["asset"], "")
        if given["asset"] and found.asset is None:
            form.add_error("asset", _("この番号・名前で登録されている情報が見つかりません。"))
        else:
            side, thing = Brought(given["side"]), (given["words"], given["since_on"], given["shown_on"])
            try:
                verbs.bring_in(request.actor, row, verbs.Thing(side, *thing, found.asset))
            except Refused as refused:
                _refuse(form, refused)
            else:
                messages.success(request, _("持込み情報の一覧に書きました。"))
                return go(request, "partners:project", at="brought", id=row.pk)
    return _page(request, row, bringing=form, status=UNPROCESSABLE)


@require_POST
def confirm(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/brought/<id>/confirm/`: the other side confirmed the line."""
    line = access.brought_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            verbs.confirm_brought(request.actor, line, by=given["by"], on=given["on"])
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("もう一方が確かめたことを残しました。"))
    else:
        messages.error(request, _("確かめた方と、今日までの日を入れてください。"))
    return go(request, "partners:project", at="brought", id=line.project_id)


@require_POST
def strike(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/brought/<id>/strike/`: the line was wrong."""
    line = access.brought_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            verbs.strike_brought(request.actor, line, form.cleaned_data["reason"])
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("行を消しました。記録には残っています。"))
    else:
        messages.error(request, _("消すわけを書いてください。"))
    return go(request, "partners:project", at="brought", id=line.project_id)


@require_POST
def minutes(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/<id>/minutes/`: one meeting."""
    row = access.project_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = MinutesForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        meeting = verbs.Meeting(given["on"], given["people"], given["talked"], given["handed"])
        try:
            verbs.keep_minutes(request.actor, row, meeting)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("議事録を残しました。"))
            return go(request, "partners:project", at="minutes", id=row.pk)
    return _page(request, row, meeting=form, status=UNPROCESSABLE)


@require_safe
def paper(request: ActingRequest, id: uuid.UUID, form: str) -> HttpResponse:
    """`/sharing/joint/<id>/paper/<pdf|xlsx>/`: the list that both sides keep."""
    row = access.project_for(request.actor, id, Can.HAND_OVER_READ)
    lines = list(row.brought.filter(struck_on__isnull=True).select_related("asset").order_by("position"))
    name = f"{row.number}.{form}"
    if form == "pdf":
        meetings = list(row.minutes.order_by("on", "recorded_at"))
        return attached(papers.list_pdf(request.actor, row, lines, meetings), pdf.MEDIA_TYPE, name)
    if form == "xlsx":
        return attached(papers.list_book(request.actor, row, lines), xlsx.MEDIA_TYPE, name)
    raise Http404


def _wanted(form: ProjectForm) -> verbs.Wanted:
    given = form.cleaned_data
    key = given.get("agreement")
    return verbs.Wanted(
        given["title"],
        given["from_on"],
        given["purpose"],
        given["until_on"],
        Agreement.objects.get(pk=key) if key else None,
        Ownership(given["ownership"]),
        given["ownership_words"],
        given.get("ended_on"),
    )


def _told(row: JointProject) -> dict[str, Any]:
    names = (
        "title",
        "purpose",
        "from_on",
        "until_on",
        "ownership",
        "ownership_words",
        "ended_on",
        "revision",
    )
    return {name: getattr(row, name) for name in names} | {"agreement": str(row.agreement_id or "")}


def _refuse(form: forms.Form, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def _page(
    request: ActingRequest,
    row: JointProject,
    *,
    bringing: BroughtForm | None = None,
    meeting: MinutesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = list(row.brought.select_related("asset").order_by("position"))
    context = {
        "row": row,
        "lines": lines,
        "standing": [one for one in lines if one.struck_on is None],
        "meetings": list(row.minutes.order_by("-on", "-recorded_at")),
        "bringing": bringing or BroughtForm(auto_id="bring_%s"),
        "meeting": meeting or MinutesForm(auto_id="meet_%s"),
        "today": clock.today(),
        "here": "joint",
    }
    return render(request, "partners/joint_project.html", context, status=status)
