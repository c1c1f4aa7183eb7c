"""What the owner sees behind a link: the request to pass something on, and the form that answers it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.days import DayField
from kuramori.ground.people.download import printed
from kuramori.ground.people.visiting import secret_of
from kuramori.press.faults import PressFault
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import answering_by_link as verbs
from kuramori.work.partners.link_door import link_door
from kuramori.work.partners.models import OnwardRequest, OnwardState
from kuramori.work.partners.wordings.papers import frozen_paper

UNPROCESSABLE, CONFLICT = 422, 409


class OwnerAnswerForm(forms.Form):
    """Yes or no, until when, and who says so."""

    answer = forms.ChoiceField(
        label=gettext_lazy("ご返事"),
        choices=[("yes", gettext_lazy("承諾します")), ("no", gettext_lazy("承諾しません"))],
        widget=forms.RadioSelect,
    )
    until_on = DayField(
        label=gettext_lazy("いつまで承諾しますか"),
        required=False,
        help_text=gettext_lazy("承諾するときは必ず。2027/3/31 のように書きます。"),
    )
    conditions = forms.CharField(
        label=gettext_lazy("条件（あれば）"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    name = forms.CharField(label=gettext_lazy("お名前"), max_length=60)
    post = forms.CharField(label=gettext_lazy("役職"), max_length=60)
    may = forms.BooleanField(
        label=gettext_lazy("会社を代表して返事をする権限があります"),
        error_messages={"required": gettext_lazy("権限のある方だけが返事できます。")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


@link_door(verbs.ANSWER, posts=True)
def asked(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """`/link/<secret>/onward/`"""
    row = _request(visitor)
    posted = request.method == "POST"
    assert row.text is not None  # noqa: S101  checked in `shown_to`
    begin = {"shown": row.text.sha256, "name": visitor.name}
    form = OwnerAnswerForm(request.POST if posted else None, initial=begin)
    if not (posted and form.is_valid()):
        return _page(request, visitor, row, form, UNPROCESSABLE if posted else 200)
    given: dict[str, Any] = form.cleaned_data
    said = verbs.Said(
        given["answer"] == "yes",
        given["name"],
        given["post"],
        given["shown"],
        given["until_on"],
        given["conditions"],
    )
    try:
        verbs.answer_by_link(visitor, row, said)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _page(request, visitor, row, form, UNPROCESSABLE)
    except AnotherText:
        form.add_error(None, _("文面が変わりました。開き直して、もう一度お読みください。"))
        return _page(request, visitor, row, form, CONFLICT)
    return redirect(reverse("onward_answer:page", kwargs={"secret": secret_of(request)}))


@link_door(verbs.ANSWER)
def paper(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The request as a PDF, to keep."""
    row = _request(visitor)
    assert row.text is not None  # noqa: S101  checked in `shown_to`
    try:
        made = frozen_paper(row.text, visitor.organisation.name, note="")
    except PressFault:
        raise Http404 from None
    return printed(made, f"{row.number}.pdf")


def _page(
    request: HttpRequest, visitor: Visitor, row: OnwardRequest, form: OwnerAnswerForm, status: int
) -> HttpResponseBase:
    context = {
        "row": row,
        "organisation": visitor.organisation,
        "form": form,
        "is_open": row.state == OnwardState.ASKED,
        "secret": secret_of(request),
    }
    return render(request, "partners/link_onward.html", context, status=status)


def _request(visitor: Visitor) -> OnwardRequest:
    row = verbs.shown_to(visitor)
    if row is None:
        raise Http404
    return row
