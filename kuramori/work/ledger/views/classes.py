"""Changing grade and layer, the owner's consent, and what the house calls its grades."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import EmptyFile, store
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, again, go
from kuramori.outside.store import TooLarge
from kuramori.work.ledger import access, grades, looks
from kuramori.work.ledger.consent import Given, record_consent
from kuramori.work.ledger.forms import ConsentForm, GradesForm, ReclassifyForm
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry
from kuramori.work.ledger.models import Grade, Layer, Unit
from kuramori.work.ledger.reclassify import Classes, approvers, reclassify
from kuramori.work.ledger.views.ways import closed


@require_http_methods(["GET", "HEAD", "POST"])
def classes(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/reclassify/`: another grade or layer, with reason and approver."""
    asset = access.asset_for(request.actor, id, Can.ASSET_RECLASSIFY)
    looks.note(request.actor, [asset])
    able = [(str(one.pk), one.name) for one in approvers()]
    initial = {name: getattr(asset, name) for name in ("grade", "layer", "unit", "revision")}
    data = request.POST if request.method == "POST" else None
    form = ReclassifyForm(data, initial=initial, grades=grades.names(), approvers=able)
    context = {"form": form, "asset": asset}
    if not (form.is_bound and form.is_valid()):
        return again(request, "ledger/reclassify.html", context)
    given = form.cleaned_data
    try:
        reclassify(
            request.actor,
            asset,
            Classes(Grade(given["grade"]), Layer(given["layer"]), Unit(given["unit"])),
            reason=given["reason"],
            approver=access.person_for(request.actor, uuid.UUID(given["approver"]), Can.ASSET_RECLASSIFY),
            revision=given["revision"],
            from_on=given["from_on"],
        )
    except StaleEntry as stale:
        form.add_error(
            None, _("ほかの方が先にこの情報を直しました。いまの内容を確かめて、もう一度押してください。")
        )
        form.data = {**dict(form.data.items()), "revision": str(stale.current.revision)}
        return again(request, "ledger/reclassify.html", context, status=CONFLICT)
    except AssetClosed:
        messages.warning(request, closed(request))
        return go(request, "ledger:asset", id=asset.pk)
    except EntryRefused as refused:
        form.add_error(None, refused.sentence)
        return again(request, "ledger/reclassify.html", context)
    messages.success(
        request,
        _("%(number)sの区分を変えました。理由と承認した人も残っています。") % {"number": asset.number},
    )
    return go(request, "ledger:asset", id=asset.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/consent/`: record that the owner of a received item agreed."""
    asset = access.asset_for(request.actor, id, Can.ASSET_RECLASSIFY)
    looks.note(request.actor, [asset])
    begin = {"grade": asset.grade, "layer": asset.layer}
    is_sent = request.method == "POST"
    form = ConsentForm(request.POST if is_sent else None, request.FILES if is_sent else None, initial=begin)
    context = {"form": form, "asset": asset}
    if not (form.is_bound and form.is_valid()):
        return again(request, "ledger/consent.html", context)
    given = form.cleaned_data
    try:
        record_consent(
            request.actor,
            asset,
            Given(
                given_by=given["given_by"],
                given_on=given["given_on"],
                grade=Grade(given["grade"]),
                layer=Layer(given["layer"]),
                paper=given["paper"],
                file=_kept(request, given["file"]),
            ),
        )
    except (KindRefused, EmptyFile, TooLarge):
        form.add_error(
            "file", _("このファイルは預かれません。PDF・画像・Office・テキスト・zip、20MBまでです。")
        )
        return again(request, "ledger/consent.html", context)
    except EntryRefused as refused:
        form.add_error(None, refused.sentence)
        return again(request, "ledger/consent.html", context)
    messages.success(request, _("預け主の承諾を記録しました。"))
    return go(request, "ledger:asset", id=asset.pk)


def _kept(request: ActingRequest, upload: UploadedFile | None) -> File | None:
    return store(request.actor, name=upload.name or "", chunks=upload.chunks()) if upload else None


@require_http_methods(["GET", "HEAD", "POST"])
def grade_names(request: ActingRequest) -> HttpResponse:
    """`/ledger/grades/`: what the house calls its grades, from today."""
    request.actor.require(Can.ASSET_RECLASSIFY)
    form = GradesForm(request.POST if request.method == "POST" else None, grades.names())
    if form.is_bound and form.is_valid():
        try:
            changed = grades.rename(request.actor, form.cleaned_data)
        except grades.NameTaken:
            form.add_error(None, _("同じ呼び方が2つあります。区別できる呼び方にしてください。"))
        else:
            if changed:
                messages.success(
                    request, _("呼び方を今日から変えました。前の日の姿には、前の呼び方が出ます。")
                )
            return go(request, "ledger:assets")
    partners = Partner.objects.filter(retired_on__isnull=True, is_customer=True).order_by("kana", "name")
    return again(request, "ledger/grades.html", {"form": form, "partners": partners})
