"""端末・媒体: the list, one device, its loss and its end; QR labels, the yearly count, updates."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.addresses import outside_url, url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.qr import qr_svg
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, go
from kuramori.outside import clock
from kuramori.work.places import access_out as access
from kuramori.work.places import count_devices, dispose_device, lose_device, patching
from kuramori.work.places import forms_out as forms
from kuramori.work.places.admit_device import (
    NumberMissing,
    NumberTaken,
    Particulars,
    PrivateWithoutTerms,
    StaleDevice,
    admit_device,
    change_device,
    print_labels,
)
from kuramori.work.places.forms import id_in
from kuramori.work.places.models import Device, DeviceKind, Seen
from kuramori.work.places.reading import devices as reading
from kuramori.work.places.views.ways import shown

FORM = "places/form_page.html"
MOST_LABELS = 60


@require_safe
def devices(request: ActingRequest) -> HttpResponse:
    """`/places/devices/`: everything that holds data and can be carried."""
    request.actor.require(Can.PLACE_READ)
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "")[:80]
    behind = request.GET.get("behind") == "on"
    page = reading.devices_page(kind=kind, words=words, only_behind=behind)
    context = {
        "page": page,
        "kind": kind,
        "words": words,
        "behind": behind,
        "kinds": DeviceKind.choices,
        "here": "devices",
    }
    return render(request, "places/devices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_device(request: ActingRequest) -> HttpResponse:
    """Put one on the list."""
    request.actor.require(Can.DEVICE_CHANGE)
    form = forms.DeviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = admit_device(request.actor, _told(form))
        except (NumberMissing, NumberTaken, PrivateWithoutTerms) as wrong:
            _name_fault(form, wrong)
        else:
            messages.success(request, _("「%(number)s」を一覧に載せました。") % {"number": made.number})
            return go(request, "places:device", id=made.pk)
    return shown(request, FORM, _device_context(request, form, None))


@require_safe
def device(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/devices/<id>/`; the QR label on the thing leads here."""
    row = access.device_for(request.actor, id, Can.PLACE_READ)
    context = {
        "page": reading.device_page(row),
        "lost": forms.LostForm(initial={"on": clock.today()}),
        "dispose": forms.DisposeForm(initial={"on": clock.today(), "erased_on": clock.today()}),
        "here": "devices",
    }
    return render(request, "places/device.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Correct its line; a stale change is refused and told."""
    row = access.device_for(request.actor, id, Can.DEVICE_CHANGE)
    if request.method != "POST":
        return shown(request, FORM, _device_context(request, forms.DeviceForm(initial=_initial(row)), row))
    form = forms.DeviceForm(request.POST)
    if form.is_valid():
        try:
            seen = form.cleaned_data["revision"] or 0
            change_device(request.actor, row, _told(form), revision=seen)
        except (NumberMissing, NumberTaken, PrivateWithoutTerms) as wrong:
            _name_fault(form, wrong)
        except StaleDevice as stale:
            form = forms.DeviceForm({**request.POST.dict(), "revision": stale.current.revision})
            context = _device_context(request, form, row) | {"stale": str(stale.current)}
            return shown(request, FORM, context, status=CONFLICT)
        else:
            messages.success(request, _("直しました。"))
            return go(request, "places:device", id=row.pk)
    return shown(request, FORM, _device_context(request, form, row))


@require_POST
def lose(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It cannot be found: the steps open at once."""
    row = access.device_for(request.actor, id, Can.TAKE_OUT_ASK)
    form = forms.LostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日付が読めません。まだ何も変わっていません。"))
        return go(request, "places:device", id=row.pk)
    try:
        lose_device.report_lost(
            request.actor, row, lost_on=form.cleaned_data["on"], note=form.cleaned_data["note"]
        )
    except lose_device.NotInUse:
        messages.warning(request, _("もう知らせてあるか、手放した物です。何も変えていません。"))
    return go(request, "places:device", at="steps", id=row.pk)


@require_POST
def lost_step(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Tick a step after a loss, or take the tick away."""
    row = access.device_for(request.actor, id, Can.DEVICE_CHANGE)
    try:
        lose_device.tick_step(
            request.actor, row, request.POST.get("step", ""), done=request.POST.get("done") == "on"
        )
    except KeyError:
        raise Http404 from None
    except lose_device.NotLost:
        messages.warning(request, _("いまは、なくした物ではありません。何も変えていません。"))
    return go(request, "places:device", at="steps", id=row.pk)


@require_POST
def found(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It turned up."""
    row = access.device_for(request.actor, id, Can.DEVICE_CHANGE)
    try:
        lose_device.found_again(
            request.actor, row, found_on=clock.today(), note=request.POST.get("words", "")
        )
        messages.success(request, _("見つかったことを残しました。よかったです。"))
    except lose_device.NotLost:
        messages.warning(request, _("いまは、なくした物ではありません。何も変えていません。"))
    return go(request, "places:device", id=row.pk)


@require_POST
def dispose(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It leaves for good, with the record of its erasure."""
    row = access.device_for(request.actor, id, Can.DEVICE_CHANGE)
    form = forms.DisposeForm(request.POST)
    if not form.is_valid():
        context = {
            "page": reading.device_page(row),
            "lost": forms.LostForm(),
            "dispose": form,
            "here": "devices",
        }
        return shown(request, "places/device.html", context)
    given = form.cleaned_data
    by = access.colleague(id_in(given["erased_by"]))
    try:
        dispose_device.dispose_device(
            request.actor,
            row,
            on=given["on"],
            erased_on=given["erased_on"],
            erased_how=given["erased_how"],
            erased_by=by,  # type: ignore[arg-type]
        )
        messages.success(request, _("消去の記録と一緒に、手放したことを残しました。"))
    except dispose_device.StillOut:
        messages.error(request, _("持出し中か、持出しの願いが出ています。先にそちらを終えてください。"))
    except dispose_device.AlreadyGone:
        messages.warning(request, _("使っている物ではありません。何も変えていません。"))
    except dispose_device.ErasureMissing:
        messages.error(
            request, _("消去のしかたがないか、消去した日が手放した日より後です。何も変えていません。")
        )
    return go(request, "places:device", id=row.pk)


@require_POST
def labels(request: ActingRequest) -> HttpResponse:
    """A sheet of QR labels for the devices that were picked; all in use where none was."""
    request.actor.require(Can.DEVICE_CHANGE)
    wanted = [one for one in request.POST.getlist("device") if _is_id(one)]
    rows = reading.in_use()
    rows = list((rows.filter(pk__in=wanted) if wanted else rows)[:MOST_LABELS])
    if not rows:
        messages.warning(request, _("使っている端末・媒体がありません。"))
        return go(request, "places:devices")
    print_labels(request.actor, rows)
    told = [(row, qr_svg(outside_url(request, _path(request, row)), label=row.number)) for row in rows]
    return render(request, "places/device_labels.html", {"labels": told})


@require_POST
def begin_count(request: ActingRequest) -> HttpResponse:
    """Begin the yearly count."""
    request.actor.require(Can.DEVICE_CHANGE)
    name = request.POST.get("words", "").strip() or _("%(year)s年の台数棚卸し") % {"year": clock.today().year}
    try:
        made = count_devices.begin_count(request.actor, name=name)
    except count_devices.NothingToCount:
        messages.warning(request, _("使っている端末・媒体がありません。先に一覧に載せます。"))
        return go(request, "places:devices")
    except count_devices.CountStillOpen as still:
        messages.info(request, _("前の棚卸しが途中です。続きから進めます。"))
        made = still.current
    return go(request, "places:count", id=made.pk)


@require_safe
def count(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One count, on a phone in the other hand."""
    row = access.count_for(request.actor, id, Can.PLACE_READ)
    return render(request, "places/count.html", {"page": reading.count_page(row), "here": "devices"})


@require_POST
def see_line(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It was there, or it was not."""
    row = access.count_line_for(request.actor, id, Can.DEVICE_CHANGE)
    seen = Seen.FOUND if request.POST.get("seen") == "found" else Seen.MISSING
    try:
        count_devices.see(request.actor, row, seen)
    except count_devices.CountIsOver:
        messages.warning(request, _("この棚卸しは終わっています。何も変えていません。"))
    except ValueError:
        raise Http404 from None
    return go(request, "places:count", at="open", id=row.count_id)


@require_POST
def add_extra(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Something was found that the list does not know."""
    row = access.count_for(request.actor, id, Can.DEVICE_CHANGE)
    try:
        count_devices.add_extra(request.actor, row, words=request.POST.get("words", ""))
    except count_devices.WordsMissing:
        messages.error(request, _("何が見つかったかを書いてください。"))
    except count_devices.CountIsOver:
        messages.warning(request, _("この棚卸しは終わっています。何も変えていません。"))
    return go(request, "places:count", at="differing", id=row.pk)


@require_POST
def finish_count(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Close the count."""
    row = access.count_for(request.actor, id, Can.DEVICE_CHANGE)
    try:
        count_devices.finish_count(request.actor, row)
        messages.success(request, _("棚卸しを終えました。違いは「次にやること」に出ます。"))
    except count_devices.NotAllSeen as left:
        messages.error(request, _("まだ見ていない物が%(n)s台あります。") % {"n": left.left})
    except count_devices.CountIsOver:
        messages.warning(request, _("この棚卸しは終わっています。何も変えていません。"))
    return go(request, "places:count", id=row.pk)


@require_POST
def settle_line(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Say what became of a difference."""
    row = access.count_line_for(request.actor, id, Can.DEVICE_CHANGE)
    try:
        count_devices.settle(request.actor, row, words=request.POST.get("words", ""))
    except count_devices.WordsMissing:
        messages.error(request, _("どうしたかを書いてください。"))
    return go(request, "places:count", at="differing", id=row.count_id)


@require_http_methods(["GET", "HEAD", "POST"])
def patch(request: ActingRequest) -> HttpResponse:
    """更新を記録する: one form for many devices."""
    request.actor.require(Can.DEVICE_CHANGE)
    rows = list(reading.in_use(updated_only=True))
    posted = request.POST if request.method == "POST" else None
    form = forms.PatchForm(
        posted, rows, initial={"on": clock.today(), "devices": request.GET.getlist("device")}
    )
    if form.is_valid():
        given = form.cleaned_data
        picked = [row for row in rows if str(row.pk) in given["devices"]]
        told = patching.Patched(
            given["name"], given["version"], given["on"], given["support_ends_on"], given["note"]
        )
        try:
            done = patching.record_patches(request.actor, picked, told)
        except (patching.NoDevices, patching.NameMissing, patching.NotYet):
            form.add_error(None, _("その間に一覧が変わりました。もう一度選んでください。"))
        else:
            messages.success(request, _("%(n)s台の更新を記録しました。") % {"n": done})
            return go(request, "places:devices")
    lines = [line for line in reading.device_lines() if line.device in rows]
    context = {"form": form, "lines": lines, "names": reading.software_names(), "here": "devices"}
    return shown(request, "places/patch.html", context)


@require_POST
def retire_software(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It is not on the device any more."""
    row = access.software_for(request.actor, id, Can.DEVICE_CHANGE)
    patching.retire_software(request.actor, row)
    messages.success(request, _("外しました。更新の記録は残っています。"))
    return go(request, "places:device", id=row.device_id)


def _told(form: forms.DeviceForm) -> Particulars:
    given = form.cleaned_data
    return Particulars(
        number=given["number"],
        kind=given["kind"],
        name=given["name"],
        owner=access.colleague(id_in(given["owner"])),
        is_private=given["is_private"],
        terms=given["terms"],
        is_encrypted=forms.yes_no(given["is_encrypted"]),
        place=access.place(id_in(given["place"])),
        note=given["note"],
    )


def _initial(row: Device) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "name": row.name,
        "owner": str(row.owner_id or ""),
        "is_private": row.is_private,
        "terms": row.private_terms,
        "is_encrypted": forms.said(row.is_encrypted),
        "place": str(row.place_id or ""),
        "note": row.note,
        "revision": row.revision,
    }


def _name_fault(form: forms.DeviceForm, wrong: Exception) -> None:
    if isinstance(wrong, NumberMissing):
        form.add_error("number", _("番号を書いてください。"))
    elif isinstance(wrong, NumberTaken):
        form.add_error("number", _("この番号は、もう使われています。"))
    else:
        form.add_error("terms", _("私物は、使ってよい条件を書いてから載せます。"))


def _device_context(request: ActingRequest, form: forms.DeviceForm, row: Device | None) -> dict[str, Any]:
    back = (
        url_for(request.actor, "places:device", id=row.pk)
        if row
        else url_for(request.actor, "places:devices")
    )
    return {
        "form": form,
        "here": "devices",
        "title": _("端末・媒体を直す") if row else _("端末・媒体を載せる"),
        "lead": ""
        if row
        else _("パソコン・電話・USBメモリなど、情報が入り、持ち歩けるものを1台ずつ載せます。1分です。"),
        "button": _("直して保存する") if row else _("一覧に載せる"),
        "crumb": _("端末・媒体"),
        "crumb_url": url_for(request.actor, "places:devices"),
        "back": back,
    }


def _path(request: ActingRequest, row: Device) -> str:
    slug = request.actor.organisation.slug
    return reverse("places:device", kwargs={"organisation": slug, "id": row.pk})


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
