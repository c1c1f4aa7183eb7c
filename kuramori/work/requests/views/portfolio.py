"""取引先の状況: the first page, the list, the map, one partner, and the filters somebody keeps."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.rules.requests.bands import BANDS, limits
from kuramori.work.requests import saved_filters
from kuramori.work.requests.reading import (
    portfolio,
    portfolio_board,
    portfolio_ending,
    portfolio_list,
    portfolio_lists,
    portfolio_map,
    portfolio_reply,
)
from kuramori.work.requests.reading.portfolio_partner import partner_page
from kuramori.work.requests.views.ways import whole

NO_ROWS = "requests/portfolio_empty.html"


@require_safe
def overview(request: ActingRequest) -> HttpResponse:
    """The first page: `?pack=…` for another list of questions."""
    request.actor.require(Can.REPLY_READ)
    asked = portfolio_lists.questions(request.GET.get("pack", ""))
    if asked is None:
        return render(request, NO_ROWS)
    context = {
        "page": portfolio.overview(request.actor, asked),
        "asked": asked,
        "packs": portfolio_lists.choices(),
    }
    return render(request, "requests/portfolio.html", context)


@require_safe
def listed(request: ActingRequest) -> HttpResponse:
    """Partners by where they stand, fifty at a time."""
    request.actor.require(Can.REPLY_READ)
    filters = portfolio_list.filters_from(request.GET)
    asked = portfolio_lists.questions(filters.pack)
    if asked is None:
        return render(request, NO_ROWS)
    at = whole(request.GET.get("page", "1"))
    context = {
        "page": portfolio_list.page(request.actor, asked, filters, at),
        "filters": filters,
        "asked": asked,
        "packs": portfolio_lists.choices(),
        "classes": portfolio_map.classes(asked),
        "bands": [(str(one), limits(one)[0] // 10, limits(one)[1] // 10) for one in BANDS],
        "states": portfolio_list.state_choices(),
        "replies": portfolio_reply.choices(),
        "rounds": portfolio_lists.rounds(asked),
        "kept": saved_filters.filters_of(request.actor),
    }
    return render(request, "requests/portfolio_list.html", context)


@require_safe
def heat(request: ActingRequest) -> HttpResponse:
    """`?by=item` for every item, `?part=…` for those of one part; `?klass=…` picks one class on a phone."""
    request.actor.require(Can.REPLY_READ)
    asked = portfolio_lists.questions(request.GET.get("pack", ""))
    if asked is None:
        return render(request, NO_ROWS)
    part = request.GET.get("part", "")[:60]
    by_item = request.GET.get("by") == "item" or bool(part) or not asked.parts
    found = portfolio_map.heat(asked, by_item=by_item, part=part)
    picked = request.GET.get("klass", "")
    context = {
        "map": found,
        "asked": asked,
        "packs": portfolio_lists.choices(),
        "by_item": by_item,
        "pairs": (("pack", asked.pack_id), ("by", "item" if by_item else ""), ("part", part)),
        "part": next((one for one in asked.parts if one.id == part), None),
        "picked": picked if any(one.asked == picked for one in found.classes) else "",
    }
    return render(request, "requests/portfolio_map.html", context)


@require_safe
def board(request: ActingRequest) -> HttpResponse:
    """One page for the board, to be looked at before it is printed."""
    request.actor.require(Can.REPLY_READ)
    asked = portfolio_lists.questions(request.GET.get("pack", ""))
    if asked is None:
        return render(request, NO_ROWS)
    context = {
        "board": portfolio_board.board(request.actor, asked),
        "asked": asked,
        "packs": portfolio_lists.choices(),
    }
    return render(request, "requests/portfolio_board.html", context)


@require_safe
def ending(request: ActingRequest) -> HttpResponse:
    """What ends within ninety days: `?kind=` replies, seen or agreements."""
    request.actor.require(Can.REPLY_READ)
    asked = portfolio_lists.questions(request.GET.get("pack", ""))
    if asked is None:
        return render(request, NO_ROWS)
    context = {
        "page": portfolio_ending.ending(
            request.actor, asked, request.GET.get("kind", ""), whole(request.GET.get("page", "1"))
        ),
        "asked": asked,
        "packs": portfolio_lists.choices(),
    }
    return render(request, "requests/portfolio_ending.html", context)


@require_safe
def partner(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One partner."""
    found = partner_for(request.actor, id, Can.REPLY_READ)
    return render(request, "requests/portfolio_partner.html", {"page": partner_page(request.actor, found)})


@require_POST
def keep_filter(request: ActingRequest) -> HttpResponse:
    """Keep what the list is narrowed to under a name."""
    request.actor.require(Can.REPLY_READ)
    filters = portfolio_list.filters_from(request.POST)
    try:
        kept = saved_filters.keep(
            request.actor, name=request.POST.get("filter_name", ""), asked=filters.query
        )
    except saved_filters.FilterNotKept as refused:
        messages.error(
            request,
            {
                "name": _("絞り込みの名前を書いてください。"),
                "person": _("名簿に載っている方だけが、絞り込みを保存できます。"),
                "many": _("保存できる絞り込みは30までです。使わないものを外してください。"),
            }[refused.code],
        )
    else:
        messages.success(request, _("「%(name)s」を保存しました。") % {"name": kept.name})
    return _to_list(request, filters.query)


@require_POST
def drop_filter(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It is offered no more."""
    found = saved_filters.filter_for(request.actor, id)
    if saved_filters.is_own(request.actor, found):
        saved_filters.drop(request.actor, found)
        messages.success(request, _("「%(name)s」を外しました。") % {"name": found.name})
    else:
        messages.error(request, _("ほかの方が保存した絞り込みは、外せません。"))
    return _to_list(request, "")


def _to_list(request: ActingRequest, query: str) -> HttpResponseRedirect:
    return redirect(f"{url_for(request.actor, 'requests:portfolio_list')}{'?' if query else ''}{query}")
