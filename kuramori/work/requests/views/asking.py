"""Pages of 確認のお願い: the list, a draft and what the linter says of it, approval and sending."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.jobs import read as jobs
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, go
from kuramori.press.faults import PressFault
from kuramori.work.requests import (
    access,
    approving,
    asking,
    asking_letters,
    choosing,
    ending_request,
    linting,
    sending,
)
from kuramori.work.requests import forms_asking as forms
from kuramori.work.requests.models import Request, RequestState
from kuramori.work.requests.reading import asking as reading
from kuramori.work.requests.reading import profiles
from kuramori.work.requests.support_content import offered_helps
from kuramori.work.requests.views.ways import genuine_at, job_id, whole

JOBS = frozenset({sending.JOB, choosing.JOB, ending_request.JOB})


@require_safe
def requests(request: ActingRequest) -> HttpResponse:
    """`/requests/`: what was asked, the newest first."""
    request.actor.require(Can.REQUEST_READ)
    page = reading.list_page(whole(request.GET.get("page", "")))
    context = {"page": page, "has_profiles": bool(page.lines) or bool(profiles.current())}
    return render(request, "requests/asking_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/requests/new/?profile=`: choose the level, then write."""
    actor = request.actor
    actor.require(Can.REQUEST_MAKE)
    wanted_id = job_id(request.GET.get("profile", ""))
    profile = access.profile_for(actor, wanted_id, Can.REQUEST_MAKE) if wanted_id else None
    if profile is None:
        return render(request, "requests/asking_choose_profile.html", {"lines": profiles.profile_lines()})
    form = forms.RequestForm(
        request.POST if request.method == "POST" else None, initial=_initial(asking.usual(profile))
    )
    if form.is_bound and form.is_valid():
        try:
            made = asking.make(actor, profile, form.wanted())
        except asking.RequestRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("下書きを作りました。次に、お願い先を選びます。"))
            return go(request, "requests:choose", id=made.pk)
    context = {"form": form, "profile": profiles.line_of(profile), "row": None}
    return render(
        request, "requests/asking_form.html", context, status=UNPROCESSABLE if form.is_bound else 200
    )


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/<id>/`"""
    return _page(request, access.request_for(request.actor, id, Can.REQUEST_READ))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/<id>/change/`: write a draft anew, with what the linter says beside it."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    posted = request.POST if request.method == "POST" else None
    form = forms.RequestForm(posted, initial={**_initial(asking.wanted_of(row)), "revision": row.revision})
    status = 200
    stale = False
    if posted is not None and form.is_valid():
        try:
            asking.change(request.actor, row, form.wanted(), revision=form.cleaned_data["revision"] or 0)
        except asking.RequestRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except asking.StaleRequest as caught:
            stale, status, row = True, CONFLICT, caught.current
        except asking.WrongState as wrong:
            messages.error(request, wrong.sentence)
            return go(request, "requests:request", id=id)
        else:
            messages.success(request, _("保存しました。"))
            return go(request, "requests:request", id=id)
    if form.errors:
        status = UNPROCESSABLE
    context = {"form": form, "row": row, "stale": stale, "looked": linting.look(row)}
    if row.profile is not None:
        context["profile"] = profiles.line_of(row.profile)
    return render(request, "requests/asking_form.html", context, status=status)


@require_POST
def lint(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What the linter says of what stands in the form now; nothing is kept."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    form = forms.RequestForm(request.POST)
    if form.is_valid():
        asking.lay_over(row, form.wanted())
    return render(request, "requests/_asking_lint.html", {"looked": linting.look(row), "row": row})


@require_POST
def hand_in(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Through the check, to 調達."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    form = forms.AcceptForm(request.POST, tuple(one.rule for one in linting.look(row).amber))
    form.is_valid()
    revision = request.POST.get("revision", "")
    return _done(
        request,
        row,
        lambda: approving.hand_in(
            request.actor, row, form.accepted(), revision=int(revision) if revision.isdigit() else 0
        ),
        _("点検を済ませ、承認に回しました。"),
        accept=form,
    )


@require_POST
def approve(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """調達 lets it out."""
    row = access.request_for(request.actor, id, Can.REQUEST_APPROVE)
    return _done(request, row, lambda: approving.approve(request.actor, row), _("承認しました。送れます。"))


@require_POST
def give_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Back to a draft."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    reason = request.POST.get("reason", "")
    return _done(
        request, row, lambda: approving.give_back(request.actor, row, reason), _("下書きに戻しました。")
    )


@require_POST
def send(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Out it goes: by mail in the background, or link by link by hand."""
    row = access.request_for(request.actor, id, Can.REQUEST_APPROVE)
    try:
        job = (
            sending.send_the_rest(request.actor, row)
            if row.state == RequestState.SENT
            else sending.send(request.actor, row)
        )
    except (asking.WrongState, asking.RequestRefused) as refused:
        messages.error(request, refused.sentence)
        return go(request, "requests:request", id=id)
    if job is None:
        messages.info(request, sending.why_no_mail() or _("メールで送る相手は、もう残っていません。"))
        return go(request, "requests:asked", id=id)
    messages.success(request, _("送り始めました。この画面を閉じても続きます。"))
    return go(request, "requests:request", query={"job": job.pk}, id=id)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/<id>/end/`: withdraw, or close."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        verb = ending_request.close if "close" in request.POST else ending_request.withdraw
        try:
            ended = verb(request.actor, row, form.cleaned_data["reason"])
        except asking.RequestRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except asking.WrongState as wrong:
            messages.error(request, wrong.sentence)
            return go(request, "requests:request", id=id)
        else:
            told = {"number": ended.number, "state": ended.get_state_display()}
            messages.success(request, _("お願い %(number)s: %(state)s。") % told)
            return go(request, "requests:request", id=id)
    context = {"form": form, "row": row, "counts": reading.counts(row)}
    return render(request, "requests/asking_end.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def letter(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/<id>/letter/`: as it would read for a partner, as PDF."""
    row = access.request_for(request.actor, id, Can.REQUEST_READ)
    try:
        return asking_letters.answer(request.actor, row, None, genuine_at(request))
    except PressFault:
        messages.error(request, _("いまは PDF を作れません。少し待って、もう一度どうぞ。"))
        return go(request, "requests:request", id=id)


def _done(
    request: ActingRequest,
    row: Request,
    verb: Callable[[], object],
    words: str,
    *,
    accept: forms.AcceptForm | None = None,
) -> HttpResponse:
    try:
        verb()
    except approving.HeldBack as held:
        messages.error(request, held.sentence)
        return _page(request, row, accept=accept, status=UNPROCESSABLE)
    except asking.StaleRequest:
        messages.error(request, _("ほかの方が先に直しました。開き直したので、もう一度見てください。"))
    except asking.RequestRefused as refused:
        messages.error(request, refused.sentence)
        return _page(request, row, accept=accept, status=UNPROCESSABLE)
    except (asking.WrongState, approving.OwnRequest) as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, words)
    return go(request, "requests:request", id=row.pk)


def _page(
    request: ActingRequest, row: Request, *, accept: forms.AcceptForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    is_open = row.state in {RequestState.DRAFT, RequestState.WAITING}
    looked = linting.look(row) if is_open else None
    if looked is not None and accept is not None:
        looked = looked.with_typed(accept.typed)
    dead, phone = reading.trouble(row)
    context: dict[str, Any] = {
        "row": row,
        "profile": profiles.line_of(row.profile) if row.profile is not None else None,
        "items": reading.items_of(row),
        "counts": reading.counts(row),
        "whom": reading.whom(row),
        "classes": reading.by_class(row),
        "looked": looked,
        "missing": approving.missing(row) if row.state == RequestState.DRAFT else (),
        "helps": offered_helps(row),
        "dead": dead,
        "phone": phone,
        "no_mail": sending.why_no_mail(),
        "is_own": row.made_by_id == actor.person_id and approving.another_may_approve(actor),
        "genuine": genuine_at(request),
        "job": _job(request),
        "to_mail": sending.to_mail(row).count() if row.state == RequestState.SENT else 0,
    }
    return render(request, "requests/asking.html", context, status=status)


def _job(request: ActingRequest) -> object:
    found = job_id(request.GET.get("job", ""))
    row = jobs.job_of(request.actor.organisation_id, found) if found else None
    return jobs.view(row) if row is not None and row.kind in JOBS else None


def _initial(wanted: asking.RequestWanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in wanted.__slots__}


def told_count(count: int) -> str:
    """How many came in."""
    return ngettext("%(count)s社を加えました。", "%(count)s社を加えました。", count) % {"count": count}
