"""Pages of 求める水準: the list, a new one, the editor over all items."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.packs import read as packs
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, go
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.requirements import Required, read_requirements
from kuramori.work.requests import access, profiling
from kuramori.work.requests import forms_profiles as forms
from kuramori.work.requests.asking_content import equivalents, equivalents_of, equivalents_source, is_english
from kuramori.work.requests.models import Axis, Profile
from kuramori.work.requests.reading import profiles as reading


@require_safe
def profiles(request: ActingRequest) -> HttpResponse:
    """`/requests/profiles/`"""
    request.actor.require(Can.REQUEST_READ)
    return render(request, "requests/profiles.html", {"lines": reading.profile_lines()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/requests/profiles/new/`: over a whole list of questions to begin with."""
    request.actor.require(Can.PROFILE_CHANGE)
    shelf = (*packs.packs(), *packs.own_packs())
    form = forms.NewProfile(request.POST if request.method == "POST" else None, shelf)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        pack = next(one for one in shelf if one.id == given["pack"])
        axis = Axis(given["axis"])
        level = min(given["level"], pack.profile.best)
        wanted = profiling.ProfileWanted(
            name=given["name"],
            klass=given["klass"],
            axis=axis,
            required=[
                Required(one.id, level, given["why"].strip(), na_allowed=one.na_allowed) for one in pack.items
            ],
            equivalents=tuple(one.id for one in equivalents_of(axis, pack.id)),
        )
        try:
            made = profiling.make(request.actor, pack, wanted)
        except profiling.ProfileRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("作りました。聞かない設問を外し、水準とわけを見直してください。"))
            return go(request, "requests:profile", id=made.pk)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "requests/profile_new.html", {"form": form}, status=status)


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/profiles/<id>/`: every item with its level and reason; an editor for who may change it."""
    row = access.profile_for(request.actor, id, Can.REQUEST_READ)
    try:
        pack = packs.by_digest(row.digest)
    except packs.PackLost:
        return _lost(request, row)
    said = read_requirements(row.content)
    initial = {"name": row.name, "klass": row.klass, "axis": row.axis}
    taken = [one.id for one in said.equivalents]
    lines = forms.lines_of(pack, said.required, said.equivalents)
    return _editor(request, row, pack, forms.ProfileHead(None, initial=initial), lines, taken)


@require_POST
def save(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A new edition; 「まとめて入れる」 only fills the table."""
    row = access.profile_for(request.actor, id, Can.PROFILE_CHANGE)
    try:
        pack = packs.by_digest(row.digest)
    except packs.PackLost:
        return _lost(request, row)
    form = forms.ProfileHead(request.POST)
    lines = forms.typed(forms.lines_of(pack, read_requirements(row.content).required), request.POST)
    taken = request.POST.getlist("equivalent")[:50]
    lines = _with_proposed(lines, pack, taken, request.POST.getlist("column")[:50])
    if "many" in request.POST:
        lines = forms.set_many(lines, request.POST, pack.profile.best)
        taken = _with_instead(taken, request.POST.get("many-instead", ""))
        messages.info(request, _("表に入れました。まだ保存していません。"))
        return _editor(request, row, pack, form, lines, taken)
    if not form.is_valid():
        return _editor(request, row, pack, form, lines, taken, status=UNPROCESSABLE)
    given = form.cleaned_data
    wanted = profiling.ProfileWanted(
        given["name"],
        given["klass"],
        Axis(given["axis"]),
        [line.required() for line in lines],
        taken,
        forms.covers_of(lines, request.POST),
    )
    try:
        made = profiling.change(request.actor, row, wanted)
    except profiling.StaleProfile:
        messages.error(
            request,
            _("ほかの方が先に新しい版を作りました。保存していません。新しい版を開いて直してください。"),
        )
        return _editor(request, row, pack, form, lines, taken, status=CONFLICT)
    except profiling.ProfileRefused as refused:
        if refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
        return _editor(
            request, row, pack, form, _with_wrong(lines, refused), taken,
            wrong=refused.sentence, status=UNPROCESSABLE,
        )  # fmt: skip
    messages.success(request, _("第%(edition)s版として保存しました。") % {"edition": made.edition})
    return go(request, "requests:profile", id=made.pk)


@require_POST
def retire(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not offered any more."""
    row = access.profile_for(request.actor, id, Can.PROFILE_CHANGE)
    try:
        profiling.retire(request.actor, row)
    except profiling.StaleProfile:
        messages.error(request, profiling.StaleProfile.sentence())
        return go(request, "requests:profile", id=id)
    messages.success(request, _("「%(name)s」を使わないことにしました。") % {"name": row.name})
    return go(request, "requests:profiles")


def _lost(request: ActingRequest, row: Profile) -> HttpResponse:
    return render(request, "requests/profile_lost.html", {"row": row, "line": reading.line_of(row)})


def _editor(
    request: ActingRequest,
    row: Profile,
    pack: Pack,
    form: forms.ProfileHead,
    lines: list[forms.Line],
    taken: list[str],
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    texts = pack.text("en" if is_english() else "ja")
    axis = str(form["axis"].value() or row.axis)
    known = {one.id for one in equivalents()}
    instead = forms.instead_of(pack.id, axis, [one for one in taken if one in known], lines)
    editions = reading.editions(row)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "groups": forms.groups_of(pack, lines),
        "total": len(lines),
        "asked": sum(line.level > 0 for line in lines),
        "levels": [(n, texts.levels[n].name) for n in range(1, pack.profile.best + 1)],
        "pack": texts.title,
        "equivalents": instead,
        "columns": [one for one in instead if one.is_taken],
        "editions": editions,
        # A page over what was posted shows more than is saved.
        "is_saved": request.method != "POST",
        "opens_many": "many" in request.POST,
        "source": equivalents_source(),
        "is_newest": editions[0].pk == row.pk and row.retired_at is None,
        "wrong": wrong,
    }
    return render(request, "requests/profile.html", context, status=status)


def _with_instead(taken: list[str], said: str) -> list[str]:
    """What is set for many items is taken from then on."""
    sign, _dash, key = said.partition("-")
    return [*taken, key] if sign == "yes" and key and key not in taken else taken


def _with_proposed(
    lines: list[forms.Line], pack: Pack, taken: list[str], shown: list[str]
) -> list[forms.Line]:
    """Whatever was ticked just now has no column yet: it begins with the items that are proposed for it."""
    fresh = [one for one in equivalents() if one.id in taken and one.id not in shown]
    found = []
    for line in lines:
        more = tuple(one.id for one in fresh if line.item in one.covers.get(pack.id, (line.item,)))
        found.append(replace(line, taken=(*line.taken, *more)))
    return found


def _with_wrong(lines: list[forms.Line], refused: profiling.ProfileRefused) -> list[forms.Line]:
    return [replace(line, wrong=refused.sentence) if line.item == refused.field else line for line in lines]
