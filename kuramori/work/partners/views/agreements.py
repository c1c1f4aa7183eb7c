"""契約: the register, one agreement, a new one, and changing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, day_asked, go
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger import looks
from kuramori.work.partners import access, agreeing
from kuramori.work.partners.forms_agreements import (
    DeclineForm,
    HeadingForm,
    PartnerChoice,
    TermsForm,
    heading_of,
)
from kuramori.work.partners.models import AgreementKind, AgreementState
from kuramori.work.partners.reading import agreements as reading
from kuramori.work.partners.terms_values import TermRefused
from kuramori.work.partners.views.ways import number_in


@require_safe
def agreements(request: ActingRequest) -> HttpResponse:
    """`/sharing/agreements/?q=…&kind=…&where=…&page=…`"""
    request.actor.require(Can.AGREEMENT_READ)
    page = reading.register(request.actor, reading.Asked.of(request.GET.dict()))
    return render(request, "partners/agreements.html", {"page": page})


@require_safe
def agreement(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/<id>/`; `?on=2026/3/31` shows that day, `&known=then` as it was known at its end."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_READ)
    on, knows_then = day_asked(request), request.GET.get("known") == "then"
    page = reading.agreement_page(request.actor, found, on, known_then=knows_then)
    looks.note(request.actor, ledger.opened([line.asset for line in page.annex]))
    context = {"page": page, "agreement": found, "knows_then": knows_then and on is not None}
    return render(request, "partners/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/agreements/new/?partner=<id>`: a few fields, three minutes; the rest may come later."""
    request.actor.require(Can.AGREEMENT_CHANGE)
    told = request.POST.get("partner", request.GET.get("partner", ""))
    choice = PartnerChoice({"partner": told} if told else None)
    partner = choice.cleaned_data["partner"] if told and choice.is_valid() else None
    posted = request.POST if request.method == "POST" else None
    begin = {"kind": AgreementKind.MUTUAL, "keeper": str(request.actor.person_id or "")}
    heading = HeadingForm(posted, partner=partner, initial=begin)
    terms = TermsForm(posted, partner=partner, is_change=False)
    context: dict[str, Any] = {
        "choice": choice,
        "partner": partner,
        "form": heading,
        "terms": terms,
        "names": Partner.objects.filter(retired_on__isnull=True).order_by("sorts_as")[:500],
    }
    if posted is None:
        return again(request, "partners/agreement_new.html", context)
    if partner is not None and heading.is_valid() and terms.is_valid():
        try:
            made = agreeing.draft(request.actor, heading.wanted(partner), terms.values)
        except (agreeing.AgreementRefused, TermRefused) as refused:
            _refuse(heading, terms, refused)
        else:
            messages.success(
                request,
                _("%(number)s の下書きを作りました。結んだら「締結を記録する」へ進みます。")
                % {"number": made.number},
            )
            return go(request, "partners:agreement", id=made.pk)
    return render(request, "partners/agreement_new.html", context, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/<id>/change/`: what is not a term."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    posted = request.POST if request.method == "POST" else None
    form = HeadingForm(posted, partner=found.partner, initial=heading_of(found))
    del form.fields["number"]
    context: dict[str, Any] = {"form": form, "agreement": found}
    if posted is not None and form.is_valid():
        try:
            agreeing.change(
                request.actor,
                found,
                form.wanted(found.partner),
                revision=form.cleaned_data["revision"] or 0,
            )
        except agreeing.StaleAgreement as stale:
            return again(request, "partners/agreement_change.html", _stale(context, stale), CONFLICT)
        except agreeing.AgreementRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("%(number)s を直しました。") % {"number": found.number})
            return go(request, "partners:agreement", id=found.pk)
    return again(request, "partners/agreement_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/<id>/terms/`: from a day on (a memorandum), or from the first (it was written wrongly)."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    posted = request.POST if request.method == "POST" else None
    form = TermsForm(
        posted,
        partner=found.partner,
        stands=reading.values_today(found),
        is_change=True,
        needs_reason=found.state == AgreementState.CONCLUDED,
    )
    form.initial["revision"] = found.revision
    context: dict[str, Any] = {"form": form, "agreement": found}
    if posted is not None and form.is_valid():
        given = form.cleaned_data
        try:
            agreeing.change_terms(
                request.actor,
                found,
                form.values,
                revision=given["revision"] or 0,
                reason=given["reason"],
                from_on=given["since"],
            )
        except agreeing.StaleAgreement as stale:
            return again(request, "partners/agreement_terms.html", _stale(context, stale), CONFLICT)
        except (agreeing.AgreementRefused, TermRefused) as refused:
            _refuse(None, form, refused)
        else:
            messages.success(
                request,
                _("%(number)s の条件を直しました。前の条件も残っています。") % {"number": found.number},
            )
            return go(request, "partners:agreement", id=found.pk)
    return again(request, "partners/agreement_terms.html", context)


@require_POST
def offer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It lies with the partner now."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    try:
        agreeing.offer(request.actor, found, revision=number_in(request, "revision"))
    except (agreeing.StaleAgreement, agreeing.AgreementRefused):
        messages.warning(
            request, _("ほかの方が先に直しました。もう一度見てから決めてください。何も変えていません。")
        )
    else:
        messages.success(request, _("%(number)s を相手に出したと残しました。") % {"number": found.number})
    return go(request, "partners:agreement", id=found.pk)


@require_POST
def decline(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It came to nothing."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CONCLUDE)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("わけを書いてください。まだ何も変えていません。"))
        return go(request, "partners:agreement", id=found.pk)
    given = form.cleaned_data
    try:
        agreeing.decline(request.actor, found, revision=given["revision"], reason=given["reason"])
    except (agreeing.StaleAgreement, agreeing.AgreementRefused):
        messages.warning(
            request, _("ほかの方が先に直しました。もう一度見てから決めてください。何も変えていません。")
        )
    else:
        messages.success(request, _("%(number)s をまとまらなかったとしました。") % {"number": found.number})
    return go(request, "partners:agreement", id=found.pk)


def _refuse(heading: HeadingForm | None, terms: TermsForm, refused: Exception) -> None:
    """Each refusal beside the field it is about."""
    if isinstance(refused, TermRefused):
        terms.add_error(refused.name if refused.name in terms.fields else None, refused.sentence)
    elif isinstance(refused, agreeing.ReasonMissing):
        terms.add_error("reason", refused.sentence)
    elif isinstance(refused, agreeing.SecrecyIncomplete):
        terms.add_error("secrecy_years", refused.sentence)
    elif isinstance(refused, agreeing.StrangerNamed):
        terms.add_error("persons", refused.sentence)
    elif isinstance(refused, agreeing.NumberTaken) and heading is not None:
        heading.add_error("number", refused.sentence)
    elif isinstance(refused, agreeing.NotItsPlace) and heading is not None:
        heading.add_error("replaces", refused.sentence)
    elif isinstance(refused, agreeing.AgreementRefused):
        (heading or terms).add_error(None, refused.sentence)


def _stale(context: dict[str, Any], stale: agreeing.StaleAgreement) -> dict[str, Any]:
    """What was typed stays; pressing again writes over the other's change, on purpose."""
    form = context["form"]
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["revision"] = str(stale.current.revision)
    form.data = data
    return context | {"agreement": stale.current, "is_stale": True}
