"""共有しないを解く: 経営者 asks, somebody else confirms."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.ways import again, go
from kuramori.rules.working_days import next_working_day
from kuramori.work.ledger import access, looks, loosening
from kuramori.work.ledger.laying import AssetClosed, EntryRefused
from kuramori.work.ledger.models import Asset, Layer
from kuramori.work.ledger.views.ways import closed

LAYERS = [(one.value, one.label) for one in (Layer.NDA, Layer.OPEN)]


class LoosenForm(forms.Form):
    """What it shall be afterwards, and why."""

    layer = forms.ChoiceField(
        label=gettext_lazy("解いたあとの共有区分"), choices=LAYERS, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("わけ"),
        max_length=loosening.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("なぜ、いま、だれのために要るのか。あとから見た人に伝わるように書きます。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def loosen(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/loosen/`: ask that it may be shared after all, or see what waits to be confirmed."""
    actor = request.actor
    asset = access.asset_for(actor, id, Can.ASSET_READ)
    access.require_open(actor, asset)
    looks.note(actor, [asset])
    form = LoosenForm(request.POST if request.method == "POST" else None, initial={"layer": Layer.NDA})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            loosening.ask_loosening(actor, asset, Layer(given["layer"]), reason=given["reason"])
        except AssetClosed:
            messages.warning(request, closed(request))
            return go(request, "ledger:asset", id=asset.pk)
        except EntryRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("申し出を残しました。もう1人が確かめるまで、何も変わりません。"))
            return go(request, "ledger:loosen", id=asset.pk)
    return again(request, "ledger/loosen.html", _context(request, asset, form))


@require_POST
def confirm_loosening(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/loosenings/<id>/confirm/`: the second person."""
    kept = access.loosening_for(request.actor, id, Can.ASSET_READ)
    try:
        loosening.confirm_loosening(request.actor, kept)
    except AssetClosed:
        messages.warning(request, closed(request))
    except EntryRefused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(
            request,
            _("%(number)sは、今日から「%(layer)s」です。わけと、申し出た人・確かめた人が残っています。")
            % {"number": kept.asset.number, "layer": Layer(kept.layer).label},
        )
        return go(request, "ledger:asset", id=kept.asset_id)
    return go(request, "ledger:loosen", id=kept.asset_id)


@require_POST
def withdraw_loosening(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/loosenings/<id>/withdraw/`: it stays as it is."""
    kept = access.loosening_for(request.actor, id, Can.ASSET_RECLASSIFY)
    try:
        loosening.withdraw_loosening(request.actor, kept)
    except EntryRefused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("申し出を取り下げました。「共有しない」のままです。"))
    return go(request, "ledger:asset", id=kept.asset_id)


def _context(request: ActingRequest, asset: Asset, form: LoosenForm) -> dict[str, object]:
    waiting = loosening.waiting_of(asset)
    refusal = loosening.why_not(request.actor, waiting) if waiting else None
    others = loosening.others(waiting) if waiting else ()
    return {
        "asset": asset,
        "form": form,
        "waiting": waiting,
        "layer_name": Layer(waiting.layer).label if waiting else "",
        "refusal": refusal,
        "others": others,
        "next_day": next_working_day(waiting.asked_on) if waiting and not others else None,
        "is_never": asset.layer == Layer.NEVER,
        "may_ask": Role.OWNER in request.actor.roles,
        "may_withdraw": request.actor.may(Can.ASSET_RECLASSIFY),
    }
