"""Marks in the browser: files get one and come back, what is marked how is recorded, and marks are printed."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.addresses import outside_url, url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached, printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.press.faults import PressFault
from kuramori.work.ledger import access, grades, labelling, looks, marking
from kuramori.work.ledger.forms_marks import FilesForm, MarkedForm, SheetForm, TenantForm
from kuramori.work.ledger.labelling import Handed
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry, current
from kuramori.work.ledger.marking import SIDE_CAR, NotMarked
from kuramori.work.ledger.models import Asset, Marked
from kuramori.work.ledger.sheets.kinds import SIZES
from kuramori.work.ledger.sheets.print import sheet
from kuramori.work.ledger.views.ways import closed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mark_files(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/marks/<id>/`: hand files in and get them back with their mark. Nothing of them is kept."""
    asset = access.asset_for(request.actor, id, Can.ASSET_LABEL)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if not (form.is_bound and form.is_valid()):
        return _page(request, asset, form, status=UNPROCESSABLE if form.is_bound else 200)
    files = [(PurePath(one.name).name, one.read()) for one in form.cleaned_data["files"]]
    try:
        handed = labelling.label_files(request.actor, asset, files)
    except AssetClosed:
        messages.warning(request, closed(request))
        return go(request, "ledger:asset", id=asset.pk)
    if not handed.files:
        return _page(request, asset, form, handed=handed, status=UNPROCESSABLE)
    return _back(request, asset, handed)


@never_cache
@require_POST
def record_mark(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/marks/<id>/record/`: it is marked, and how, from a day on."""
    asset = access.asset_for(request.actor, id, Can.ASSET_LABEL)
    form = MarkedForm(request.POST)
    if not form.is_valid():
        return _page(request, asset, FilesForm(), marked=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        labelling.mark(
            request.actor,
            asset,
            Marked(given["marked"]),
            given["ways"],
            revision=given["revision"],
            from_on=given["from_on"],
        )
    except StaleEntry:
        messages.warning(
            request, _("ほかの方が先にこの情報を直しました。いまの内容を確かめて、もう一度押してください。")
        )
    except AssetClosed:
        messages.warning(request, closed(request))
    except EntryRefused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, asset, FilesForm(), marked=form, status=UNPROCESSABLE)
    else:
        messages.success(request, _("%(number)sの表示を記録しました。") % {"number": asset.number})
    return go(request, "ledger:marks", id=asset.pk)


@never_cache
@require_safe
def print_sheet(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/marks/<id>/print/?kind=…`: stickers, a cover, tags; the choice again where it cannot be read."""
    asset = access.asset_for(request.actor, id, Can.ASSET_LABEL)
    form = SheetForm(request.GET or {"kind": "cover"})
    if not form.is_valid():
        return _page(request, asset, FilesForm(), sheets=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        made = sheet(
            labelling.marking_of(request.actor, asset),
            given["kind"],
            keeper=asset.keeper.name if asset.keeper else "",
            address=outside_url(request, url_for(request.actor, "ledger:asset", id=asset.pk)),
            size=given["size"] or "",
            count=given["count"] or 0,
            skip=given["skip"] or 0,
        )
    except PressFault as fault:
        form.add_error(None, fault.sentence(get_language() or "ja"))
        return _page(request, asset, FilesForm(), sheets=form, status=UNPROCESSABLE)
    labelling.printed(request.actor, asset)
    return printed(made, f"{asset.number}-{given['kind']}.pdf")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_marks(request: ActingRequest) -> HttpResponse:
    """`/ledger/marks/read/`: what the carriers of files say, and where they differ. Nothing is kept."""
    request.actor.require(Can.ASSET_READ)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    rows: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        sent = {PurePath(one.name).name: one.read() for one in form.cleaned_data["files"]}
        beside = {name for name in sent if name.endswith(SIDE_CAR) and name.removesuffix(SIDE_CAR) in sent}
        names = grades.names()
        rows = [_read_row(name, body, sent.get(name + SIDE_CAR), names)
                for name, body in sent.items() if name not in beside]  # fmt: skip
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return render(request, "ledger/marks_read.html", {"form": form, "rows": rows}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tenant(request: ActingRequest) -> HttpResponse:
    """`/ledger/marks/tenant/`: the IDs of the house's own Microsoft 365 tenant, if it wants those labels written."""
    request.actor.require(Can.ASSET_RECLASSIFY)
    told = labelling.tenant()
    initial = {"site": told.site, **told.labels} if told else {}
    form = TenantForm(request.POST if request.method == "POST" else None, grades.names(), initial=initial)
    if form.is_bound and form.is_valid():
        labelling.set_tenant(request.actor, form.cleaned_data["site"], form.labels)
        messages.success(request, _("IDを保存しました。これから表示を付けるファイルに書き込みます。"))
        return go(request, "ledger:label_tenant")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "ledger/tenant.html", {"form": form}, status=status)


def _page(
    request: ActingRequest,
    asset: Asset,
    form: FilesForm,
    *,
    marked: MarkedForm | None = None,
    sheets: SheetForm | None = None,
    handed: Handed | None = None,
    status: int = 200,
) -> HttpResponse:
    looks.note(request.actor, [asset])
    wanted = labelling.marking_of(request.actor, asset)
    begin = {
        "marked": asset.marked,
        "ways": current(asset).values.get("marking") or [],
        "revision": asset.revision,
    }
    context = {
        "asset": asset,
        "form": form,
        "marked": marked or MarkedForm(initial=begin),
        "sheets": sheets or SheetForm(initial={"kind": "stickers", "size": next(iter(SIZES)), "skip": 0}),
        "line": wanted.line,
        "title_block": wanted.title_block,
        "is_public": asset.grade == "public",
        "faults": [(fault.name, _why(fault.code)) for fault in handed.faults] if handed else [],
    }
    return render(request, "ledger/marks.html", context, status=status)


def _why(code: str) -> str:
    return NotMarked(code).sentence(get_language() or "ja")


def _back(request: ActingRequest, asset: Asset, handed: Handed) -> HttpResponse:
    """One file as it is called; several, or one with a side-car or a fault, as a zip with a note of what was done."""
    only = handed.files[0]
    if len(handed.files) == 1 and only.side_car is None and not handed.faults:
        return attached(only.content, "application/octet-stream", only.name)
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in handed.files:
            name = _free(one.name, taken)
            packed.writestr(name, one.content)
            if one.side_car is not None:
                packed.writestr(name + SIDE_CAR, one.side_car)
        wanted = labelling.marking_of(request.actor, asset)
        beside = [one.name for one in handed.files if one.side_car is not None]
        if beside:
            packed.writestr(marking.FOLDER_MARK, marking.folder_mark(wanted, beside))
        if handed.faults:
            told = "\r\n".join(f"{fault.name}: {_why(fault.code)}" for fault in handed.faults)
            packed.writestr(_("表示を付けられなかったファイル.txt"), told.encode("utf-8-sig"))
    return attached(out.getvalue(), "application/zip", f"{asset.number}.zip")


def _free(name: str, taken: set[str]) -> str:
    """The name, in a folder of its own where another file of this name was sent too."""
    free, at = name, 2
    while free in taken:
        free, at = f"{at}/{name}", at + 1
    taken.add(free)
    return free


def _read_row(name: str, content: bytes, beside: bytes | None, names: dict[str, str]) -> dict[str, Any]:
    try:
        read = labelling.read_file(name, content, beside)
    except NotMarked as fault:
        return {"name": name, "fault": _why(fault.code)}
    words = {
        "visible": _("目に見える表示"),
        "property": _("ファイルのプロパティ"),
        "msip": _("Microsoft 365のラベル"),
        "keyword": _("キーワード"),
        "side-car": _("横に置いたファイル"),
    }
    told = [(words[one.carrier], one.place, names[one.grade], one.number, one in read.verdict.conflicts)
            for one in read.readings]  # fmt: skip
    return {
        "name": name,
        "grade": read.verdict.grade,
        "grade_name": names[read.verdict.grade] if read.verdict.grade else "",
        "numbers": read.verdict.numbers,
        "told": told,
        "differs": bool(read.verdict.conflicts),
        "missing": read.pages - read.shown if read.shown else 0,
        "pages": read.pages,
    }
