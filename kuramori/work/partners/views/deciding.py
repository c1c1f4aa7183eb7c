"""共有の判断: ask, see the answer and what opens the door, answer where asked, ask the same again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, again, go
from kuramori.rules.sharing.inputs import Medium, Place
from kuramori.rules.sharing.keeping import AnswerDiffers
from kuramori.work.ledger import looks
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import access, answering, choosing, deciding, policies
from kuramori.work.partners.forms_deciding import AnswerForm, AskForm
from kuramori.work.partners.models import Decision
from kuramori.work.partners.reading import deciding as reading


@require_safe
def decisions(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/?part=waits&page=2`"""
    request.actor.require(Can.HAND_OVER_READ)
    written = request.GET.get("page", "1")
    page = reading.decisions_page(
        request.actor,
        part=request.GET.get("part", "all"),
        page=int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1,
    )
    looks.note(request.actor, page.shown)
    return render(request, "partners/decisions.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/ask/?asset=…&partner=…`: first what and to whom, then the rest."""
    actor = request.actor
    actor.require(Can.SHARING_ASK)
    told = request.POST if request.method == "POST" else request.GET
    chosen = choosing.chosen(actor, told.get("asset", ""), told.get("partner", ""))
    looks.note(actor, [asset for asset in (chosen.asset, *chosen.assets) if asset is not None])
    context: dict[str, Any] = {"chosen": chosen, "form": None}
    if chosen.asset is None or chosen.partner is None:
        wrong = request.method == "POST" or chosen.wrong_asset or chosen.wrong_partner
        return render(request, "partners/ask.html", context, status=UNPROCESSABLE if wrong else 200)
    form = _ask_form(request, chosen.asset, chosen.partner)
    context["form"] = form
    if not (form.is_bound and form.is_valid()):
        return again(request, "partners/ask.html", context)
    given = form.cleaned_data
    try:
        kept = deciding.ask(
            actor,
            chosen.asset,
            chosen.partner,
            contact=Contact.objects.get(pk=given["contact"]) if given["contact"] else None,
            purpose=given["purpose"],
            place=Place(given["place"]),
            medium=Medium(given["medium"]),
            direction=form.direction_said,
            on=given["on"],
        )
    except deciding.NotAskable as refused:
        form.add_error(None, refused.sentence)
        return again(request, "partners/ask.html", context)
    return go(request, "partners:decision", id=kept.pk)


@require_safe
def decision(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/<id>/`: the answer, its reasons, and what would open the door."""
    row = access.decision_for(request.actor, id, Can.HAND_OVER_READ)
    return _page(request, row, AnswerForm())


@require_POST
def answer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/<id>/answer/`: yes until a day, or no; with a reason."""
    row = access.decision_for(request.actor, id, Can.SHARING_APPROVE)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        allow = given["answer"] == "yes"
        try:
            answering.answer(
                request.actor, row, allow=allow, reason=given["reason"], until_on=given["until_on"]
            )
        except answering.AnswerRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("答えを残しました。わけと名前も一緒に残っています。"))
            return go(request, "partners:decision", id=row.pk)
    return _page(request, row, form, status=UNPROCESSABLE)


@require_POST
def replay(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/<id>/again/`: the kept values to the kept table; the answer must be the same."""
    row = access.decision_for(request.actor, id, Can.HAND_OVER_READ)
    try:
        deciding.again(row)
    except AnswerDiffers:
        messages.error(
            request,
            _(
                "残っている値では、違う答えになります。記録が書き換えられたおそれがあります。運用している人に知らせてください。"
            ),
        )
    except policies.PolicyLost:
        messages.error(
            request, _("この判断のもとになった決まりが見つかりません。運用している人に知らせてください。")
        )
    else:
        messages.success(
            request,
            _("同じ値と同じ決まりでやり直し、同じ答えになりました（決まりの照合値 %(digest)s）。")
            % {"digest": row.digest[:12]},
        )
    return go(request, "partners:decision", id=row.pk)


def _page(request: ActingRequest, row: Decision, form: AnswerForm, status: int = 200) -> HttpResponse:
    page = reading.decision_page(request.actor, row)
    if not page.is_masked:
        looks.note(request.actor, [row.asset])
    return render(request, "partners/decision.html", {"page": page, "form": form}, status=status)


def _ask_form(request: ActingRequest, asset: Asset, partner: Partner) -> AskForm:
    people = [
        (str(one.pk), f"{one.name} {one.department or one.role}".strip())
        for one in Contact.objects.filter(partner=partner, retired_on__isnull=True).order_by("name")
    ]
    begin = {
        name: request.GET[name] for name in ("purpose", "contact", "place", "medium") if name in request.GET
    }
    bound = request.POST if request.method == "POST" else None
    return AskForm(bound, initial=begin, contacts=people, both=partner.is_customer and partner.is_supplier)
