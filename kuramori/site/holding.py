"""保全: say what must not be removed, a sheet, a person, a file or everything, and lift it again.

`ground.trail` keeps the holds and knows no names; which things there are to choose from is known only up here.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.papers.read import newest_files
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.read import roster
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.work.checks.read import sheet_lines

Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One hold as the page shows it; `lifted_at` is None while it stands."""

    id: uuid.UUID
    about: str
    reason: str
    placed_at: datetime.datetime
    placed_by: str
    lifted_at: datetime.datetime | None


class PlaceHold(forms.Form):
    """What must stay, and why."""

    subject = forms.ChoiceField(
        label=gettext_lazy("消してはいけないもの"),
        help_text=gettext_lazy("選んだものと、それにつながる根拠・回答・計画・ファイルのすべてが残ります。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=holds.LONGEST_REASON,
        help_text=gettext_lazy("例: ○○社との訴訟の証拠。暗号化して保存し、証跡にも残ります。"),
    )

    def __init__(self, data: object = None, *, choices: list[Group]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as declared above
        field.choices = [("", _("選んでください")), *choices]


@require_safe
def holdings(request: ActingRequest) -> HttpResponse:
    """What must stay now, and what had to."""
    request.actor.require_to_see(Can.HOLD_CHANGE)
    return _page(request, PlaceHold(choices=_choices(request.actor)))


@require_POST
def place(request: ActingRequest) -> HttpResponse:
    """「消してはいけないものに入れる」."""
    request.actor.require(Can.HOLD_CHANGE)
    form = PlaceHold(request.POST, choices=_choices(request.actor))
    if not form.is_valid():
        return _page(request, form, status=422)
    kind, _colon, thing_id = form.cleaned_data["subject"].partition(":")
    holds.hold(request.actor, form.cleaned_data["reason"], [(kind, thing_id)])
    messages.success(request, _("消してはいけないものに入れました。解くまでは、だれも消せません。"))
    return redirect(url_for(request.actor, "holdings"))


@require_POST
def lift(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """「解く」."""
    found = holds.hold_of(request.actor.organisation_id, id)
    if found is None:
        raise Http404
    request.actor.require(Can.HOLD_CHANGE)
    try:
        holds.lift(request.actor, found, request.POST.get("reason", ""))
    except holds.ReasonMissing:
        messages.error(request, _("解く理由を書いてください。まだ解いていません。"))
    except holds.AlreadyLifted:
        messages.warning(request, _("もう解かれています。"))
    else:
        messages.success(request, _("解きました。いつ、だれが、なぜ解いたかは証跡に残っています。"))
    return redirect(url_for(request.actor, "holdings"))


def _page(request: ActingRequest, form: PlaceHold, status: int = 200) -> HttpResponse:
    names = {value: name for _group, choices in _choices(request.actor) for value, name in choices}
    people = {line.id: line.name for line in _everybody()}
    lines = [
        HoldLine(
            id=one.id,
            about=_("、").join(names.get(f"{kind}:{key}", _("ほかの記録")) for kind, key in one.subjects),
            reason=one.reason,
            placed_at=one.placed_at,
            placed_by=people.get(one.placed_by_id, _("運用者")) if one.placed_by_id else _("運用者"),
            lifted_at=one.lifted_at,
        )
        for one in holds.holds_of(request.actor.organisation_id)
    ]
    context = {
        "form": form,
        "standing": [line for line in lines if line.lifted_at is None],
        "lifted": [line for line in lines if line.lifted_at is not None],
    }
    return render(request, "site/holds.html", context, status=status)


def _choices(actor: Actor) -> list[Group]:
    sheets = [(f"sheet:{line.id}", line.name) for line in sheet_lines()]
    people = [(f"person:{line.id}", line.name) for line in _everybody()]
    files = [(f"file:{line.id}", f"{line.name}（{line.stored_on:%Y/%m/%d}）") for line in newest_files()]
    whole = [(f"organisation:{actor.organisation_id}", _("この組織の記録のすべて"))]
    groups = [(_("自己チェック"), sheets), (_("人"), people), (_("ファイル"), files), (_("すべて"), whole)]
    return [(name, choices) for name, choices in groups if choices]


def _everybody():  # type: ignore[no-untyped-def]
    found = roster()
    return (*found.here, *found.gone)
