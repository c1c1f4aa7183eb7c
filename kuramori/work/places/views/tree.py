"""The tree of places: the page of all, the page of one, and their buttons."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, go
from kuramori.work.places import access, arranging, read
from kuramori.work.places.forms import MoveForm, PlaceForm
from kuramori.work.places.forms_zones import EntitleForm
from kuramori.work.places.models import Place, PlaceKind
from kuramori.work.places.views.ways import shown
from kuramori.work.places.zoning import DRAWN


@require_safe
def tree(request: ActingRequest) -> HttpResponse:
    """`/places/`: everything as one tree; `?q=` shows what has these words."""
    request.actor.require(Can.PLACE_READ)
    words = request.GET.get("q", "").strip()[:100]
    context = {"page": read.tree(), "words": words, "found": read.find(request.actor, words)}
    return render(request, "places/tree.html", context)


@require_POST
def ready_start(request: ActingRequest) -> HttpResponse:
    """事務所・現場・書庫・NAS・クラウド in one press."""
    request.actor.require(Can.PLACE_CHANGE)
    made = arranging.ready_start(request.actor)
    if made:
        messages.success(request, _("6か所を置きました。名前を開くと、呼び名や場所を直せます。"))
    else:
        messages.info(request, _("保管場所がもうあるので、何も足していません。"))
    back = request.POST.get("back", "")
    # Only to a page of this house: an address of elsewhere would send people on in our name.
    return redirect(back) if url_has_allowed_host_and_scheme(back, None) else go(request, "places:tree")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActingRequest) -> HttpResponse:
    """`/places/add/`: a place that stands by itself."""
    request.actor.require(Can.PLACE_CHANGE)
    return _add(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def add_beneath(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/add/`: a place in this one."""
    return _add(request, access.place_for(request.actor, id, Can.PLACE_CHANGE))


@require_safe
def place(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/`: what lies in it, and what the ledger keeps there."""
    found = access.place_for(request.actor, id, Can.PLACE_READ)
    is_zone = found.kind == PlaceKind.ZONE
    context = {
        "page": read.place_page(found),
        "keys": read.key_lines(found),
        "zone": read.zone_line(found) if is_zone else None,
        "entitle_form": EntitleForm() if is_zone and request.actor.may(Can.PLACE_CHANGE) else None,
        "may_be_drawn": found.kind in DRAWN,
    }
    return render(request, "places/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/change/`: its name and what is known of it."""
    found = access.place_for(request.actor, id, Can.PLACE_CHANGE)
    parent = PlaceKind(found.parent.kind) if found.parent else None
    context: dict[str, Any] = {
        "line": read.line_of(found),
        "move": MoveForm(initial={"parent": found.parent_id}),
    }
    if request.method != "POST":
        context["form"] = PlaceForm(None, parent=parent, is_new=False, initial=_initial(found))
        return shown(request, "places/change.html", context)
    form = context["form"] = PlaceForm(request.POST, parent=parent, is_new=False)
    if not form.is_valid():
        return shown(request, "places/change.html", context)
    try:
        row = arranging.rename_place(
            request.actor, found, _wanted(request, form), revision=form.cleaned_data["revision"] or 0
        )
    except arranging.StalePlace as stale:
        data = {**dict(form.data.items()), "revision": str(stale.current.revision)}
        context |= {
            "form": PlaceForm(data, parent=parent, is_new=False),
            "stale": read.line_of(stale.current),
        }
        return shown(request, "places/change.html", context, status=CONFLICT)
    except REFUSED as refused:
        form.add_error("name", sentence(refused))
        return shown(request, "places/change.html", context)
    messages.success(request, _("「%(place)s」を直しました。") % {"place": row.name})
    return go(request, "places:place", id=row.pk)


@require_POST
def move(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Put it with all that lies in it somewhere else."""
    found = access.place_for(request.actor, id, Can.PLACE_CHANGE)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("移す先が見つかりません。何も動かしていません。"))
        return go(request, "places:change", id=found.pk)
    parent_id = form.parent_id
    parent = access.place_for(request.actor, parent_id, Can.PLACE_CHANGE) if parent_id else None
    try:
        row = arranging.move_place(request.actor, found, parent)
    except REFUSED as refused:
        messages.error(request, sentence(refused))
        return go(request, "places:change", id=found.pk)
    messages.success(request, _("「%(place)s」を移しました。中のものも一緒です。") % {"place": row.name})
    return go(request, "places:place", id=row.pk)


@require_POST
def retire(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It is no longer used from tomorrow on; its record stays."""
    found = access.place_for(request.actor, id, Can.PLACE_CHANGE)
    try:
        arranging.retire_place(request.actor, found)
    except arranging.StillHolds:
        messages.error(
            request, _("中にまだ使っている場所があります。先にそちらを移すか、使い終えてください。")
        )
        return go(request, "places:place", id=found.pk)
    messages.success(
        request, _("「%(place)s」の使用を終えました。記録は残っています。") % {"place": found.name}
    )
    return go(request, "places:tree")


REFUSED = (
    arranging.NameMissing,
    arranging.NameTaken,
    arranging.WrongPlace,
    arranging.TooDeep,
    arranging.LiesInItself,
    arranging.NotInUse,
)


def sentence(refused: ValueError) -> str:
    """Why the tree stays as it is."""
    return {
        arranging.NameMissing: _("名前を書いてください。"),
        arranging.NameTaken: _("同じところに、同じ名前の場所がもうあります。"),
        arranging.WrongPlace: _("この種類の場所は、そこには置けません。"),
        arranging.TooDeep: _("8段より深くは置けません。"),
        arranging.LiesInItself: _("自分の中へは移せません。"),
        arranging.NotInUse: _("使い終えた場所なので、変えられません。"),
    }[type(refused)]


def _add(request: ActingRequest, parent: Place | None) -> HttpResponse:
    kind = PlaceKind(parent.kind) if parent else None
    initial = {"kind": request.GET.get("kind", "")}
    form = PlaceForm(
        request.POST if request.method == "POST" else None, parent=kind, is_new=True, initial=initial
    )
    context = {"form": form, "parent": read.line_of(parent) if parent else None}
    if request.method != "POST" or not form.is_valid():
        return shown(request, "places/add.html", context)
    try:
        made = arranging.add_place(
            request.actor, PlaceKind(form.cleaned_data["kind"]), parent, _wanted(request, form)
        )
    except REFUSED as refused:
        form.add_error("name", sentence(refused))
        return shown(request, "places/add.html", context)
    messages.success(request, _("「%(place)s」を足しました。") % {"place": made.name})
    return go(request, "places:place", id=made.pk)


def _wanted(request: ActingRequest, form: PlaceForm) -> arranging.Particulars:
    given, person_id = form.cleaned_data, form.person_id
    return arranging.Particulars(
        name=given["name"],
        person=access.person_for(request.actor, person_id, Can.PLACE_CHANGE) if person_id else None,
        country=given["country"],
        note=given["note"],
        is_locked=given["is_locked"],
    )


def _initial(found: Place) -> dict[str, Any]:
    return {
        "name": found.name,
        "person": str(found.person_id or ""),
        "country": found.country,
        "note": found.note,
        "is_locked": {True: "yes", False: "no", None: ""}[found.is_locked],
        "revision": found.revision,
    }
