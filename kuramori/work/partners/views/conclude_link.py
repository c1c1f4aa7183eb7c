"""What the partner's signatory sees behind a link: the exact text, and the button that concludes it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.download import printed
from kuramori.ground.people.visiting import secret_of
from kuramori.press.faults import PressFault
from kuramori.work.partners import agreeing
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.link_door import link_door
from kuramori.work.partners.models import Agreement, AgreementState
from kuramori.work.partners.wordings import concluding, papers

UNPROCESSABLE, CONFLICT = 422, 409


class ConcludeForm(forms.Form):
    """Who says so, and that they may."""

    name = forms.CharField(label=gettext_lazy("お名前"), max_length=60)
    post = forms.CharField(label=gettext_lazy("役職"), max_length=60)
    may = forms.BooleanField(
        label=gettext_lazy("会社を代表してこの契約を結ぶ権限があります"),
        error_messages={"required": gettext_lazy("権限のある方だけが締結できます。")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


@link_door(concluding.CONCLUDE, posts=True)
def concluded(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """`/link/<secret>/agreement/`"""
    row = _agreement(visitor)
    assert row.text is not None  # noqa: S101  checked in `shown_to`
    posted = request.method == "POST"
    told = row.their_signatory
    form = ConcludeForm(
        request.POST if posted else None,
        initial={"name": told.get("name", ""), "post": told.get("post", ""), "shown": row.text.sha256},
    )
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            concluding.conclude_theirs(
                visitor, row, shown=given["shown"], name=given["name"], post=given["post"]
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except (AnotherText, agreeing.AgreementClosed):
            form.add_error(None, _("文面が変わったか、取り下げられました。お相手の会社に確かめてください。"))
            return _page(request, visitor, row, form, CONFLICT)
        else:
            secret = secret_of(request)
            return redirect(reverse("concluded:page", kwargs={"secret": secret}))
    return _page(request, visitor, row, form, UNPROCESSABLE if posted else 200)


@link_door(concluding.CONCLUDE)
def paper(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The text as a PDF, to read at leisure and to keep."""
    row = _agreement(visitor)
    assert row.text is not None  # noqa: S101  checked in `shown_to`
    try:
        made = papers.frozen_paper(row.text, visitor.organisation.name)
    except PressFault:
        raise Http404 from None
    return printed(made, f"{row.text.title}.pdf")


def _page(
    request: HttpRequest, visitor: Visitor, row: Agreement, form: ConcludeForm, status: int
) -> HttpResponseBase:
    ours, theirs = concluding.acceptances(row)
    context = {
        "row": row,
        "articles": papers.articles_of(str(row.text.body)) if row.text else [],
        "organisation": visitor.organisation,
        "form": form,
        "ours": ours,
        "theirs": theirs,
        "is_concluded": row.state == AgreementState.CONCLUDED,
        "secret": secret_of(request),
    }
    return render(request, "partners/link_conclude.html", context, status=status)


def _agreement(visitor: Visitor) -> Agreement:
    row = concluding.shown_to(visitor)
    if row is None:
        raise Http404
    return row
