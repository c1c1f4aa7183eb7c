"""How each grade is handled: the table of a day, what the house decides, and the sheet for the wall."""

from __future__ import annotations

import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.days import DayField
from kuramori.ground.people.download import printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import again, day_asked, go
from kuramori.outside import clock
from kuramori.work.ledger import content, grades
from kuramori.work.ledger.handling import LONGEST, Handling, decide, decided, handlings
from kuramori.work.ledger.models import Grade
from kuramori.work.ledger.papers import handling_paper


class RulesForm(forms.Form):
    """One sentence for each step, and since when."""

    def __init__(self, data: object, grade: Grade) -> None:
        super().__init__(data, initial=decided(grade))  # type: ignore[arg-type]
        self.steps = content.handling().steps
        for step, label in self.steps:
            rows = forms.Textarea(attrs={"rows": 2})
            self.fields[step] = forms.CharField(label=label, max_length=LONGEST, required=False, widget=rows)
        self.fields["from_on"] = DayField(label=_("いつから"), required=False)
        self.fields["from_on"].help_text = _(
            "空けておくと今日からです。前から決めていたなら、その日を書きます。"
        )

    @property
    def says(self) -> dict[str, str]:
        return {step: self.cleaned_data[step] for step, _label in self.steps}


@require_safe
def handling(request: ActingRequest) -> HttpResponse:
    """`/ledger/handling/`: all grades side by side; `?on=` shows that day."""
    request.actor.require(Can.ASSET_READ)
    on = day_asked(request)
    context = {
        "rules": _rules(on),
        "on": on,
        "shown_on": on or clock.today(),
        "source": content.handling().source,
        "may_decide": request.actor.may(Can.ASSET_RECLASSIFY),
    }
    return render(request, "ledger/handling.html", context)


@require_safe
def handling_sheet(request: ActingRequest) -> HttpResponse:
    """`/ledger/handling/paper/`: the same as PDF, for the wall and the binder."""
    request.actor.require(Can.ASSET_READ)
    on = day_asked(request)
    return printed(handling_paper(request.actor.organisation, _rules(on), on), "handling.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def decide_handling(request: ActingRequest, grade: str) -> HttpResponse:
    """`/ledger/handling/<grade>/`: what the house decides for one grade."""
    if grade not in Grade.values:
        raise Http404
    request.actor.require(Can.ASSET_RECLASSIFY)
    meant = Grade(grade)
    form = RulesForm(request.POST if request.method == "POST" else None, meant)
    name = grades.names()[grade]
    if not (form.is_bound and form.is_valid()):
        return again(request, "ledger/handling_form.html", {"form": form, "name": name})
    if decide(request.actor, meant, form.says, from_on=form.cleaned_data["from_on"]):
        messages.success(
            request,
            _("「%(grade)s」の扱い方を決めました。前の日の姿には、前のきまりが出ます。") % {"grade": name},
        )
    return go(request, "ledger:handling")


def _rules(on: datetime.date | None) -> tuple[Handling, ...]:
    return tuple(handlings(grades.names(on), on).values())
