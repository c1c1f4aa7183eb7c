"""Pages of 区分け: all partners with their class, one partner, many at once."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.kinds import KINDS
from kuramori.ground.jobs import read as jobs
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.work.requests import tiering
from kuramori.work.requests.asking_content import tiers as table
from kuramori.work.requests.classing.taking import JOBS
from kuramori.work.requests.forms_profiles import TieringForm
from kuramori.work.requests.matching import choice_from, matching
from kuramori.work.requests.models import ClassSheet
from kuramori.work.requests.reading import profiles as reading
from kuramori.work.requests.views.ways import job_id, whole


@require_safe
def tiers(request: ActingRequest) -> HttpResponse:
    """`/requests/profiles/tiers/`"""
    request.actor.require(Can.REQUEST_READ)
    choice = choice_from(request.GET)
    context = {
        "page": reading.tier_page(choice, whole(request.GET.get("page", ""))),
        "choice": choice,
        "kept": urlencode({name: value for name, value in choice.kept().items() if value}),
        "kinds": KINDS.items(),
        "job": _job(request),
        "source": table().source,
        "sheets": ClassSheet.objects.filter(taken_at__isnull=False).order_by("-taken_at")[:3],
    }
    return render(request, "requests/tiers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/profiles/tiers/<partner>/`: the wizard."""
    actor = request.actor
    partner = partner_for(actor, id, Can.PARTNER_READ)
    actor.require(Can.PROFILE_CHANGE)
    standing = reading.standing_of(partner)
    posted = request.POST if request.method == "POST" else None
    initial = {"klass": standing.klass, "employees": standing.employees} if standing else {}
    form = TieringForm(posted, answers=standing.answers if standing else None, **initial)
    proposal = tiering.propose(standing.answers) if standing else None
    if posted is not None and form.is_valid():
        proposal = tiering.propose(form.answers())
        if "look" not in posted:
            try:
                made = tiering.decide(actor, partner, _said(form, proposal.klass))
            except tiering.TieringRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            else:
                told = {"partner": partner.name, "klass": made.klass}
                messages.success(request, _("%(partner)s の区分を %(klass)s に決めました。") % told)
                return go(request, "requests:tiers")
    context = {
        "form": form,
        "partner": partner,
        "standing": standing,
        "proposal": proposal,
        "rule": table().klass(proposal.klass) if proposal else None,
        "classes": reading.classes(),
        "source": table().source,
        "asks_anew": posted is not None,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "requests/tier.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: ActingRequest) -> HttpResponse:
    """`/requests/profiles/tiers/many/?…`: the same answers for whoever matches."""
    request.actor.require(Can.PROFILE_CHANGE)
    choice = choice_from(request.GET)
    form = TieringForm(request.POST if request.method == "POST" else None)
    del form.fields["employees"]
    proposal = None
    if form.is_bound and form.is_valid():
        proposal = tiering.propose(form.answers())
        if "look" not in request.POST:
            try:
                job = tiering.decide_for_many(request.actor, choice, _said(form, proposal.klass))
            except tiering.TieringRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            else:
                messages.success(request, _("区分を決め始めました。この画面を閉じても続きます。"))
                return go(request, "requests:tiers", query={"job": job.pk})
    context = {
        "form": form,
        "choice": choice,
        "count": matching(choice).count(),
        "proposal": proposal,
        "rule": table().klass(proposal.klass) if proposal else None,
        "classes": reading.classes(),
        "source": table().source,
    }
    return render(request, "requests/tier.html", context, status=UNPROCESSABLE if form.errors else 200)


def _said(form: TieringForm, proposed: str) -> tiering.Decided:
    given = form.cleaned_data
    return tiering.Decided(
        form.answers(), given["klass"].strip() or proposed, given["reason"], given.get("employees")
    )


def _job(request: ActingRequest) -> object:
    found = job_id(request.GET.get("job", ""))
    row = jobs.job_of(request.actor.organisation_id, found) if found else None
    return jobs.view(row) if row is not None and row.kind in {tiering.JOB, *JOBS} else None
