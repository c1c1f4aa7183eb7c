"""重複: pairs that seem one company, side by side, and the buttons that make them one or tell them apart."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.contacts import access, dealing, merging, read, ties
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can


@require_safe
def pairs(request: ActingRequest) -> HttpResponse:
    """`/partners/pairs/`"""
    request.actor.require(Can.PARTNER_CHANGE)
    return render(request, "contacts/pairs.html", {"pairs": merging.pairs()})


@require_safe
def pair(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/<id>/pair/?with=<id>`: two partners, line by line."""
    one = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    other = _other(request, request.GET.get("with", ""))
    if other is None:
        return redirect(url_for(request.actor, "contacts:pairs"))
    context = {"one": read.partner_line(one), "other": read.partner_line(other), "rows": _rows(one, other)}
    return render(request, "contacts/pair.html", context)


@require_POST
def merge(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """This row goes into the one named `kept`."""
    gone = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    kept = _other(request, request.POST.get("kept", ""))
    if kept is None:
        return _unsaid(request)
    try:
        merging.merge(request.actor, gone, kept)
    except merging.DifferentCompanies:
        messages.error(
            request,
            _("法人番号が違うので、別の会社です。番号が誤りなら、先に直してください。何も変えていません。"),
        )
    except merging.SameRow:
        messages.error(request, _("同じ会社どうしは、まとめられません。"))
    except dealing.NoLonger:
        messages.error(request, _("取引を終えた会社は、まとめられません。何も変えていません。"))
    except ties.Stays as stays:
        messages.error(
            request,
            _("「%(what)s」を移せないので、まとめませんでした。何も変えていません。") % {"what": stays.what},
        )
    else:
        messages.success(
            request,
            _("「%(gone)s」を「%(kept)s」にまとめました。結び付いていた記録も移してあります。")
            % {"gone": gone.name, "kept": kept.name},
        )
    return redirect(url_for(request.actor, "contacts:partner", id=kept.pk))


@require_POST
def apart(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """They are two companies."""
    one = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    other = _other(request, request.POST.get("other", ""))
    if other is None:
        return _unsaid(request)
    try:
        merging.tell_apart(request.actor, one, other)
    except merging.SameRow:
        messages.error(request, _("同じ会社どうしは、分けられません。"))
    else:
        messages.success(request, _("別の会社だと残しました。もうお知らせしません。"))
    return redirect(url_for(request.actor, "contacts:pairs"))


def _unsaid(request: ActingRequest) -> HttpResponse:
    messages.error(request, _("どの会社とかが分かりません。並べて見る画面から選んでください。"))
    return redirect(url_for(request.actor, "contacts:pairs"))


def _other(request: ActingRequest, told: str) -> Partner | None:
    """The second partner of two; None where none is named."""
    if not told:
        return None
    try:
        key = uuid.UUID(told)
    except ValueError:
        raise Http404 from None
    return access.partner_for(request.actor, key, Can.PARTNER_CHANGE)


def _rows(one: Partner, other: Partner) -> list[dict[str, Any]]:
    """What both say, line by line."""
    first, second = read.partner_line(one), read.partner_line(other)
    told = [
        (_("フリガナ"), first.kana, second.kana),
        (_("法人番号"), first.corporate_number, second.corporate_number),
        (_("取引先コード"), first.code, second.code),
        (_("間柄"), _ways_of(first), _ways_of(second)),
        (_("タグ"), "、".join(first.tags), "、".join(second.tags)),
        (_("拠点"), "、".join(s.name for s in first.worked_at), "、".join(s.name for s in second.worked_at)),
        (_("担当の方"), "、".join(c.name for c in first.called), "、".join(c.name for c in second.called)),
        (_("控え書き"), first.note, second.note),
    ]
    return [{"label": label, "one": a, "other": b} for label, a, b in told if a or b]


def _ways_of(line: read.PartnerLine) -> str:
    both = [_("委託元")] * line.is_customer + [_("委託先")] * line.is_supplier
    return "、".join([*both, *line.kind_labels])
