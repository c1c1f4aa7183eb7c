"""表で直す: the ledger as a table with cells to write in; without scripts a plain list with links."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.work.ledger import access, grid, looks, read, saved_views
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.places.models import Place

MOST_OFFERED = 500


@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """`/ledger/grid/`: a page of lines, and what the script needs to make a table of them."""
    request.actor.require(Can.ASSET_READ)
    page = read.list_page(request.actor, read.Asked.of(request.GET.dict()))
    looks.note(request.actor, access.opened(page.assets))
    return render(
        request,
        "ledger/grid.html",
        {
            "page": page,
            "views": saved_views.views_of(request.actor),
            "setting": json.dumps(_setting(request), ensure_ascii=False),
        },
    )


@never_cache
@require_safe
def rows(request: ActingRequest) -> HttpResponse:
    """The lines that are asked for, as JSON: what is typed into the search, another page, another order."""
    request.actor.require(Can.ASSET_READ)
    page = read.list_page(request.actor, read.Asked.of(request.GET.dict()))
    looks.note(request.actor, access.opened(page.assets))
    return JsonResponse({"last_page": page.pages, "last_row": page.found, "data": grid.rows(page.assets)})


@require_POST
def save(request: ActingRequest) -> HttpResponse:
    """Cells that were written, one line or many."""
    request.actor.require(Can.ASSET_READ)
    try:
        wishes = [_wish(told) for told in json.loads(request.body)["rows"]]
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse({"sentence": _("送られた内容が読めません。何も変えていません。")}, status=400)
    if len(wishes) > grid.MOST_AT_ONCE:
        sentence = _("一度に直せるのは200件までです。何も変えていません。")
        return JsonResponse({"sentence": sentence}, status=400)
    became = grid.save(request.actor, wishes)
    shown = [one.asset for one in became if one.asset is not None]
    looks.note(request.actor, access.opened(shown))
    lines = {line["id"]: line for line in grid.rows(shown)}
    return JsonResponse(
        {
            "rows": [
                {
                    "id": str(one.asset_id),
                    "state": one.state.value,
                    "sentence": one.sentence,
                    "row": lines.get(str(one.asset_id)),
                }
                for one in became
            ]
        }
    )


@require_POST
def keep_view(request: ActingRequest) -> HttpResponse:
    """Keep what is asked under a name."""
    asked = read.Asked.of({**request.GET.dict(), **request.POST.dict()})
    try:
        view = saved_views.keep(
            request.actor,
            name=request.POST.get("name", ""),
            asked=asked.query(),
            is_shared=request.POST.get("shared") == "on",
        )
    except saved_views.NameMissing:
        messages.error(request, _("見方に名前を付けてください。まだ保存していません。"))
    except saved_views.TooMany:
        messages.error(request, _("見方は30までです。使わないものを外してください。まだ保存していません。"))
    else:
        messages.success(request, _("「%(name)s」を保存しました。") % {"name": view.name})
    return redirect(f"{url_for(request.actor, 'ledger:grid')}?{asked.query()}")


@require_POST
def drop_view(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It is offered no more."""
    saved_views.drop(request.actor, saved_views.view_for(request.actor, id))
    messages.success(request, _("見方を外しました。情報はそのままです。"))
    return go(request, "ledger:grid")


def _wish(told: dict[str, Any]) -> grid.Wish:
    cells = {str(name): str(value or "") for name, value in told["cells"].items()}
    return grid.Wish(uuid.UUID(str(told["id"])), int(told["revision"]), cells)


def _setting(request: ActingRequest) -> dict[str, Any]:
    """What the script needs: addresses, columns with their words and what a cell may hold."""
    actor = request.actor
    places = Place.objects.filter(retired_on__isnull=True)
    return {
        "rows": url_for(actor, "ledger:grid_rows"),
        "save": url_for(actor, "ledger:grid_save"),
        "asset": url_for(actor, "ledger:asset", id=uuid.UUID(int=0)),
        "columns": [
            {
                "field": name,
                "title": str(FIELDS[name].label),
                "longest": FIELDS[name].longest,
                "choices": _choices(name),
                "editable": name in grid.EDITABLE,
            }
            for name in (
                "number",
                "name",
                "what",
                "grade",
                "layer",
                "place",
                "keeper",
                "review_on",
                "marked",
                "unit",
            )
        ],
        "offers": {
            "place": _first(places.order_by("path").values_list("path", flat=True)),
            "keeper": _first(Person.objects.order_by("kana", "name").values_list("name", flat=True)),
        },
        "words": {
            "masked": _("伏せています"),
            "open": _("開く"),
            "saved": _("保存しました。"),
            "saving": _("保存しています…"),
            "failed": _("保存できませんでした。つながりを確かめて、もう一度書いてください。"),
            "found": _("当てはまるもの %(n)s件"),
            "loading": _("読んでいます…"),
            "none": _("当てはまる情報はありません。"),
            "chosen": _("%(n)s件を選んでいます。"),
            "choose": _("選ぶ"),
            "pages": _("台帳のページ"),
            "first": _("最初"),
            "before": _("前へ"),
            "after": _("次へ"),
            "last": _("最後"),
        },
    }


def _choices(name: str) -> list[str]:
    choices = FIELDS[name].choices
    return [str(label) for _code, label in choices.choices] if choices else []


def _first(names: Iterable[str]) -> list[str]:
    """What a cell offers while one writes; whoever has more writes on."""
    return list(itertools.islice(names, MOST_OFFERED))
