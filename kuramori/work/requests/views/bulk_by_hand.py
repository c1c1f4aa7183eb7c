"""A reply that came on paper or by telephone, typed in by us."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuramori.ground.packs import read as packs
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.rules.requests.outcomes import Given
from kuramori.rules.requests.reply_text import read_shown
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests.access import asked_for
from kuramori.work.requests.forms_bulk import AnswerForm, ByHandForm, ItemToType, typed
from kuramori.work.requests.models import Asked, ReplyWay
from kuramori.work.requests.taking_in import ReplyNotTaken, take_in
from kuramori.work.requests.workbooks.comparing import seen_of
from kuramori.work.requests.workbooks.filled import Filled


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The same questions; what stands in the reply that counts is filled in already."""
    asked = asked_for(request.actor, id, Can.REPLY_TAKE)
    data = request.POST if request.method == "POST" else None
    head, forms = ByHandForm(data), _forms(asked, data)
    if data is None:
        return _page(request, asked, head, forms)
    # Every form is looked at, so that all that is wrong is told at once.
    if not all([head.is_valid(), *(form.is_valid() for form in forms.values())]):
        return _page(request, asked, head, forms, 422)
    answers = dict(typed(forms))
    if not answers:
        head.add_error(None, _("答えが一つもありません。"))
        return _page(request, asked, head, forms, 422)
    told = head.cleaned_data
    filled = Filled(given_by=told["given_by"], given_on=told["given_on"], answers=answers)
    try:
        take_in(request.actor, asked, seen_of(asked, filled, keeps_open=False), way=ReplyWay.BY_HAND)
    except ReplyNotTaken as refused:
        head.add_error(None, refused.sentence)
        return _page(request, asked, head, forms, 409)
    messages.success(request, _("%(partner)sの回答として記録しました。") % {"partner": asked.partner.name})
    return redirect(url_for(request.actor, "requests:workbooks"))


def _forms(asked: Asked, data: object) -> dict[str, AnswerForm]:
    there = read_shown(str(asked.reply.content)).answers if asked.reply is not None else {}
    return {
        one.item: AnswerForm(
            data, prefix=one.item, initial=_initial(there.get(one.item)), na_allowed=one.na_allowed
        )
        for one in read_requirements(asked.request.content).required
    }


def _initial(given: Given | None) -> dict[str, object]:
    if given is None:
        return {}
    return {"said": given.said.value, "words": given.words, "plan": given.plan, "plan_on": given.plan_on}


def _page(
    request: ActingRequest, asked: Asked, head: ByHandForm, forms: dict[str, AnswerForm], status: int = 200
) -> HttpResponse:
    pack = packs.by_digest(asked.request.digest)
    text = pack.text("en" if (get_language() or "ja").startswith("en") else "ja")
    levels = {one.item: one.level for one in read_requirements(asked.request.content).required}
    items = [
        ItemToType(
            item.number,
            text.items[item.id].title,
            text.items[item.id].question,
            text.items[item.id].levels[levels[item.id]],
            forms[item.id],
        )
        for item in pack.items
        if item.id in forms
    ]
    wrong = sum(bool(form.errors) for form in forms.values()) if head.is_bound else 0
    context = {"asked": asked, "form": head, "items": items, "wrong": wrong}
    return render(request, "requests/bulk_by_hand.html", context, status=status)
