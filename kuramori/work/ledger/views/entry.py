"""A new entry in eight fields, and changing one."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, again, go
from kuramori.outside import clock
from kuramori.work.ledger import access, entry, looks, read, register
from kuramori.work.ledger.designated import Word, words_by_partner, words_for
from kuramori.work.ledger.entry import FIELDS, FieldRefused, Missing, Ref
from kuramori.work.ledger.fields import DEFAULTS
from kuramori.work.ledger.forms import EntryForm
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry
from kuramori.work.ledger.models import Asset, Stage
from kuramori.work.ledger.numbers import NumberTaken
from kuramori.work.ledger.views.designated import with_word
from kuramori.work.ledger.views.ways import closed

YEAR = datetime.timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/ledger/new/`: eight fields, two minutes. Whoever may admit enters at once, others propose."""
    request.actor.require(Can.ASSET_PROPOSE)
    enters = request.actor.may(Can.ASSET_ADMIT)
    offered = read.offered()
    form = EntryForm(request.POST if request.method == "POST" else None, offered, initial=_begin(request))
    context: dict[str, Any] = {
        "form": form,
        "enters": enters,
        "has_places": bool(offered.refs[entry.Kind.PLACE]),
        "may_place": request.actor.may(Can.PLACE_CHANGE),
        "schemes": words_by_partner(),
    }
    if request.method == "POST" and form.is_valid():
        words = words_for(form.wanted.values)
        if words and "words_seen" not in request.POST:
            return _ask_word(request, form, context, words)
        try:
            verb = register.register if enters and "propose" not in request.POST else register.propose
            made = verb(request.actor, form.wanted)
        except (NumberTaken, Missing, FieldRefused, EntryRefused) as refused:
            _refuse(form, refused)
        else:
            if made.stage == Stage.PROPOSED:
                messages.success(
                    request,
                    _("%(number)sとして提案しました。保管する人か責任者が登録します。")
                    % {"number": made.number},
                )
            else:
                messages.success(request, _("%(number)sとして台帳に登録しました。") % {"number": made.number})
            return go(request, "ledger:asset", id=made.pk)
    return again(request, "ledger/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/change/`: every field but grade and layer. A stale change is refused and shown."""
    asset = access.asset_for(request.actor, id, Can.ASSET_READ)
    register.require_change(request.actor, asset)
    access.require_open(request.actor, asset)
    looks.note(request.actor, [asset])
    kept = entry.given(register.current(asset))
    left_out = {"number"} if asset.stage == Stage.PROPOSED else {"number", *register.NOT_BY_CHANGE}
    offered = read.offered()
    context: dict[str, Any] = {"asset": asset}
    if request.method != "POST":
        form = EntryForm(None, offered, kept=kept, left_out=left_out)
        form.initial["revision"] = asset.revision
        return again(request, "ledger/change.html", context | {"form": form})
    form = EntryForm(request.POST, offered, kept=kept, left_out=left_out)
    if form.is_valid():
        given = form.cleaned_data
        try:
            register.change(
                request.actor,
                asset,
                form.wanted,
                revision=given["revision"] or 0,
                reason=given["reason"],
                from_on=given["from_on"],
            )
        except StaleEntry as stale:
            return _stale(request, form, stale.current, left_out)
        except AssetClosed:
            messages.warning(request, closed(request))
            return go(request, "ledger:asset", id=asset.pk)
        except (Missing, FieldRefused, EntryRefused) as refused:
            _refuse(form, refused)
        else:
            messages.success(
                request, _("%(number)sを直しました。前の内容も残っています。") % {"number": asset.number}
            )
            return go(request, "ledger:asset", id=asset.pk)
    return again(request, "ledger/change.html", context | {"form": form})


def _ask_word(
    request: ActingRequest, form: EntryForm, context: dict[str, Any], words: tuple[Word, ...]
) -> HttpResponse:
    """The second step of a received item: its owner's word for the grade, which proposes ours. Nothing is entered."""
    if "take_word" not in request.POST:
        return again(request, "ledger/new.html", context | {"words": words})
    renewed = EntryForm(with_word(request.POST, words), form.offered)
    messages.info(request, _("相手の言葉と区分の案を入れました。確かめて、もう一度押すと登録します。"))
    return again(request, "ledger/new.html", context | {"form": renewed})


def _begin(request: ActingRequest) -> dict[str, entry.Value]:
    """What a new entry begins with: oneself as keeper, a review in a year; `?name=…` and the like from a wizard."""
    actor = request.actor
    begin: dict[str, entry.Value] = {**DEFAULTS, "review_on": clock.today() + YEAR}
    if actor.person_id is not None:
        begin["keeper"] = Ref(actor.person_id, actor.name)
    for name in ("name", "what", "grade", "layer", "unit", "field", "origin", "route"):
        if request.GET.get(name):
            begin[name] = request.GET[name][: FIELDS[name].longest or 20]
    return begin


def _refuse(form: EntryForm, refused: Exception) -> None:
    """Each refusal beside the field it is about."""
    if isinstance(refused, NumberTaken):
        form.add_error(
            "number", _("「%(number)s」は、もうほかの情報の番号です。") % {"number": refused.number}
        )
    elif isinstance(refused, Missing):
        for name in refused.names:
            form.add_error(name if name in form.fields else None, _("ここを埋めてください。"))
    elif isinstance(refused, FieldRefused):
        form.add_error(refused.name if refused.name in form.fields else None, refused.sentence)
    elif isinstance(refused, EntryRefused):
        name = getattr(refused, "name", "")
        form.add_error(name if name in form.fields else None, refused.sentence)


def _stale(request: ActingRequest, form: EntryForm, current: Asset, left_out: set[str]) -> HttpResponse:
    """What was typed stays; what the other one changed is listed. Pressing again writes over it, on purpose."""
    now = entry.given(register.current(current))
    typed = form.wanted
    theirs = [
        (FIELDS[name].label, entry.words(name, now.get(name)), entry.words(name, typed[name]))
        for name in typed.values
        if now.get(name) != typed[name]
    ]
    data = QueryDict(mutable=True)
    data.update(request.POST)
    data["revision"] = str(current.revision)
    renewed = EntryForm(data, form.offered, kept=now, left_out=left_out)
    context = {"form": renewed, "asset": current, "theirs": theirs, "is_stale": True}
    return again(request, "ledger/change.html", context, status=CONFLICT)
