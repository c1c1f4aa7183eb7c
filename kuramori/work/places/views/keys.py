"""The key ledger: the list, one key, lending and counting."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.work.places import access, keeping_keys, read
from kuramori.work.places.forms_keys import KeyForm, LendForm
from kuramori.work.places.models import Key, KeyKind
from kuramori.work.places.views.ways import shown


@require_safe
def keys(request: ActingRequest) -> HttpResponse:
    """`/places/keys/`: every key, who holds which copy, and the counts."""
    request.actor.require(Can.PLACE_READ)
    return render(request, "places/keys.html", {"page": read.keys_page()})


@require_http_methods(["GET", "HEAD", "POST"])
def add_key(request: ActingRequest) -> HttpResponse:
    """`/places/keys/add/`"""
    request.actor.require(Can.PLACE_CHANGE)
    form = KeyForm(
        request.POST if request.method == "POST" else None, {"places": [request.GET.get("place", "")]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping_keys.add_key(request.actor, _wanted(request, form))
        except keeping_keys.NumberTaken:
            form.add_error("number", _("この番号の鍵は、もうあります。"))
        else:
            messages.success(request, _("鍵%(number)sを載せました。") % {"number": made.number})
            return go(request, "places:key", id=made.pk)
    return shown(request, "places/key_form.html", {"form": form})


@require_safe
def key(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/keys/<id>/`: its copies and who held them."""
    found = access.key_for(request.actor, id, Can.PLACE_READ)
    return _key_page(request, found, LendForm())


@require_http_methods(["GET", "HEAD", "POST"])
def change_key(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/keys/<id>/change/`"""
    found = access.key_for(request.actor, id, Can.PLACE_CHANGE)
    line = read.key_line(found)
    if request.method != "POST":
        form = KeyForm(None, _initial(line))
        return shown(request, "places/key_form.html", {"form": form, "line": line})
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            keeping_keys.change_key(request.actor, found, _wanted(request, form))
        except keeping_keys.NumberTaken:
            form.add_error("number", _("この番号の鍵は、もうあります。"))
        except keeping_keys.AlreadyOut:
            form.add_error("copies", _("減らす鍵を、まだだれかが持っています。先に受け取ってください。"))
        except keeping_keys.KeyRetired:
            return _out_of_use(request, found)
        else:
            messages.success(request, _("鍵の記録を直しました。"))
            return go(request, "places:key", id=found.pk)
    return shown(request, "places/key_form.html", {"form": form, "line": line})


@require_POST
def lend(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Hand a copy to somebody."""
    copy = access.copy_for(request.actor, id, Can.KEY_LEND)
    form = LendForm(request.POST)
    if not form.is_valid():
        return _key_page(request, copy.key, form, status=422)
    person = access.person_for(request.actor, uuid.UUID(form.cleaned_data["person"]), Can.KEY_LEND)
    try:
        keeping_keys.lend_key(request.actor, copy, person, due_on=form.cleaned_data["due_on"])
    except keeping_keys.AlreadyOut:
        messages.warning(request, _("この鍵は、いまほかの方が持っています。記録は変えていません。"))
    except keeping_keys.CopyGone:
        messages.warning(request, _("この鍵は紛失か使用済みです。記録は変えていません。"))
    else:
        messages.success(
            request,
            _("%(number)sを%(person)sさんに渡しました。")
            % {"number": keeping_keys.called(copy), "person": person.name},
        )
    return go(request, "places:key", id=copy.key_id)


@require_POST
def give_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A copy came back."""
    copy = access.copy_for(request.actor, id, Can.KEY_LEND)
    try:
        keeping_keys.take_back(request.actor, copy)
    except keeping_keys.NotOut:
        messages.info(request, _("この鍵は、もう戻っています。"))
    else:
        messages.success(request, _("%(number)sを受け取りました。") % {"number": keeping_keys.called(copy)})
    return go(request, "places:key", id=copy.key_id)


@require_POST
def lose(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A copy was lost."""
    copy = access.copy_for(request.actor, id, Can.KEY_LEND)
    try:
        keeping_keys.lose_key(request.actor, copy)
    except keeping_keys.CopyGone:
        messages.info(request, _("この鍵は、もう紛失として記録されています。"))
    else:
        messages.warning(
            request,
            _("%(number)sの紛失を記録しました。錠を替えるまで、次にやることに出します。")
            % {"number": keeping_keys.called(copy)},
        )
    return go(request, "places:key", id=copy.key_id)


@require_POST
def change_lock(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The lock was changed today."""
    found = access.key_for(request.actor, id, Can.PLACE_CHANGE)
    try:
        keeping_keys.change_lock(request.actor, found)
    except keeping_keys.KeyRetired:
        return _out_of_use(request, found)
    messages.success(request, _("錠を替えたと記録しました。なくした鍵は、もう何も開けません。"))
    return go(request, "places:key", id=found.pk)


@require_POST
def retire_key(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The key is used no more."""
    found = access.key_for(request.actor, id, Can.PLACE_CHANGE)
    try:
        keeping_keys.retire_key(request.actor, found)
    except keeping_keys.AlreadyOut:
        messages.warning(
            request,
            _("まだ持っている方がいます。先に受け取るか、なくしたと記録してください。記録は変えていません。"),
        )
        return go(request, "places:key", id=found.pk)
    except keeping_keys.KeyRetired:
        return _out_of_use(request, found)
    messages.success(
        request,
        _("鍵%(number)sを使わないことにしました。持っていた方の記録は残ります。") % {"number": found.number},
    )
    return go(request, "places:keys")


@require_http_methods(["GET", "HEAD", "POST"])
def count_keys(request: ActingRequest) -> HttpResponse:
    """`/places/keys/count/`: tick each copy that is there."""
    request.actor.require(Can.KEY_LEND)
    page = read.keys_page()
    if request.method != "POST":
        return render(request, "places/key_count.html", {"page": page})
    there = set(request.POST.getlist("found"))
    found = {
        copy.id: (str(copy.id) in there, request.POST.get(f"note-{copy.id}", ""))
        for key in page.keys
        for copy in key.copies
        if copy.lost_on is None
    }
    try:
        made = keeping_keys.count_keys(request.actor, found)
    except keeping_keys.NothingToCount:
        messages.info(request, _("数える鍵がまだありません。"))
        return go(request, "places:keys")
    if made.missing:
        messages.warning(
            request,
            _(
                "%(found)s本がありました。見つからない%(missing)s本は、さがして、なければ紛失を記録してください。"
            )
            % {"found": made.found, "missing": made.missing},
        )
    else:
        messages.success(request, _("%(found)s本すべてがありました。") % {"found": made.found})
    return go(request, "places:keys", at="counts")


def _key_page(request: ActingRequest, found: Key, form: LendForm, *, status: int = 200) -> HttpResponse:
    context = {"line": read.key_line(found), "held": read.held_so_far(found), "form": form}
    return render(request, "places/key.html", context, status=status)


def _out_of_use(request: ActingRequest, found: Key) -> HttpResponse:
    messages.info(request, _("この鍵は、もう使っていません。記録は変えていません。"))
    return go(request, "places:key", id=found.pk)


def _wanted(request: ActingRequest, form: KeyForm) -> keeping_keys.KeyWanted:
    given = form.cleaned_data
    return keeping_keys.KeyWanted(
        number=given["number"],
        name=given["name"],
        kind=KeyKind(given["kind"]),
        places=[access.place_for(request.actor, one, Can.PLACE_CHANGE) for one in form.place_ids],
        copies=given["copies"],
        box=given["box"],
    )


def _initial(line: read.KeyLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "name": line.name,
        "kind": line.kind,
        "copies": len(line.copies) - line.lost,
        "places": [str(place_id) for place_id, _name in line.places],
        "box": line.box,
    }
