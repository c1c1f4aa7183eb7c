"""The life of one asset: copies, uses, taking out, prior use, and giving it up."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.papers import store
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import again, go
from kuramori.work.ledger import (
    access,
    content,
    disposing,
    entry,
    life,
    looks,
    printed,
    prior_use,
    proving,
    read,
)
from kuramori.work.ledger.forms_life import CopyForm, DisposeForm, PriorForm, TakeOutForm
from kuramori.work.ledger.models import Asset, Copy, Disposal, Origin, PriorKind, PriorRecord, Stage
from kuramori.work.ledger.reading.life import life_page, prior_rows
from kuramori.work.ledger.register import current
from kuramori.work.ledger.views.trying import paper, sealed, took, tried
from kuramori.work.places import take_out
from kuramori.work.places.models import Place

BOTH = ["GET", "HEAD", "POST"]


def _shown(request: ActingRequest, id: uuid.UUID, can: Can) -> Asset:
    """The asset, its look noted; who may not know it is refused."""
    asset = access.asset_for(request.actor, id, can)
    access.require_open(request.actor, asset)
    looks.note(request.actor, [asset])
    return asset


@require_safe
def life_of(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/life/`."""
    asset = _shown(request, id, Can.ASSET_READ)
    context = {
        "page": life_page(request.actor, asset),
        "copy_form": CopyForm(offered=read.offered()),
        "out_form": TakeOutForm(),
    }
    return render(request, "ledger/life.html", context)


@require_POST
def copy(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Number one more copy."""
    asset = access.asset_for(request.actor, id, Can.ASSET_CHANGE)
    form = CopyForm(request.POST, offered=read.offered())

    def verb(given: dict[str, Any]) -> None:
        wanted = life.CopyWanted(
            holder=Person.objects.filter(pk=given["holder"]).first() if given["holder"] else None,
            to_whom=given["to_whom"],
            place=Place.objects.filter(pk=given["place"]).first() if given["place"] else None,
            made_on=given["made_on"],
            due_on=given["due_on"],
            note=given["note"],
        )
        life.make_copy(request.actor, asset, wanted)

    if took(request, form, verb):
        messages.success(request, _("写しに番号を付けて残しました。"))
        return go(request, "ledger:life", at="copies", id=asset.pk)
    looks.note(request.actor, [asset])
    page = life_page(request.actor, asset)
    context = {"page": page, "copy_form": form, "out_form": TakeOutForm(), "form": form}
    return again(request, "ledger/life.html", context)


@require_POST
def copy_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A copy came back, or is gone."""
    row = Copy.objects.filter(pk=id).select_related("asset").first()
    if row is None:
        raise Http404
    row.asset = access.asset_for(request.actor, row.asset_id, Can.ASSET_CHANGE)
    note = request.POST.get("note", "")
    return tried(
        request,
        lambda: life.take_copy_back(request.actor, row, note=note),
        _("写し%(n)s番の回収を残しました。") % {"n": row.number},
        "ledger:life",
        at="copies",
        id=row.asset_id,
    )


@require_POST
def use(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Note a use."""
    asset = access.asset_for(request.actor, id, Can.ASSET_READ)
    access.require_open(request.actor, asset)
    said = request.POST.get("purpose", "")
    verb = lambda: life.note_use(request.actor, asset, said)  # noqa: E731
    return tried(request, verb, _("使ったことを残しました。"), "ledger:life", at="uses", id=asset.pk)


@require_POST
def ask_out(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Ask to take it out; who agrees, and whether it came back, is told in places."""
    asset = access.asset_for(request.actor, id, Can.ASSET_READ)
    access.require_open(request.actor, asset)
    request.actor.require(Can.TAKE_OUT_ASK)
    form = TakeOutForm(request.POST)
    if asset.stage != Stage.ADMITTED or not form.is_valid():
        messages.error(
            request, _("どこへ・何のために・いつ戻すかを、読める形で入れてください。お願いは出していません。")
        )
        return go(request, "ledger:life", at="out", id=asset.pk)
    given = form.cleaned_data
    wanted = take_out.Wanted(given["to_where"], given["purpose"], given["due_on"])
    try:
        take_out.ask(request.actor, life.take_out_subject(asset), wanted)
    except (take_out.DueTooEarly, take_out.IncompleteRequest, take_out.RuleForbids):
        messages.error(request, _("戻す日か行き先を直してください。お願いは出していません。"))
    else:
        messages.success(request, _("持出しのお願いを出しました。認められるまで、持ち出さないでください。"))
    return go(request, "ledger:life", at="out", id=asset.pk)


@require_http_methods(BOTH)
def dispose(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/dispose/`: how, when, why, before whose eyes."""
    asset = access.asset_for(request.actor, id, Can.ASSET_DISPOSE)
    looks.note(request.actor, [asset])
    form = DisposeForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": asset.revision},
        offered=read.offered(),
        is_received=asset.origin == Origin.RECEIVED,
    )

    def verb(given: dict[str, Any]) -> None:
        witness = given["witness"]
        way = disposing.Way(
            method=given["method"],
            reason=given["reason"],
            done_on=given["done_on"],
            witness=Person.objects.filter(pk=witness).first() if witness else None,
            witness_words=given["witness_words"],
            given_to=given.get("given_to", ""),
        )
        disposing.dispose(request.actor, asset, way, revision=given["revision"])

    if request.method == "POST" and took(request, form, verb):
        messages.success(request, _("手放した記録を残しました。証明書を印刷できます。台帳の行は残ります。"))
        return go(request, "ledger:life", id=asset.pk)
    context = {"asset": asset, "form": form, "source": content.lifecycle().source}
    return again(request, "ledger/dispose.html", context)


@require_safe
def certificate(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The certificate as PDF."""
    asset = _shown(request, id, Can.ASSET_READ)
    row = Disposal.objects.filter(asset=asset).select_related("asset", "done_by", "witness").first()
    if row is None:
        return go(request, "ledger:life", id=asset.pk)
    name = f"{row.number}.pdf"
    organisation = request.actor.organisation
    return paper(request, lambda: printed.certificate(organisation, row), name, "ledger:life", id=asset.pk)


@require_http_methods(BOTH)
def prior(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/prior/`: what shows since when it is used, and one more record."""
    adds = request.method == "POST"
    asset = _shown(request, id, Can.ASSET_CHANGE if adds else Can.ASSET_READ)
    form = PriorForm(request.POST, request.FILES) if adds else PriorForm()

    def verb(given: dict[str, Any]) -> None:
        file = given["file"]
        wanted = prior_use.PriorWanted(
            kind=PriorKind(given["kind"]),
            title=given["title"],
            of_on=given["of_on"],
            sha256=given["sha256"],
            kept_at=given["kept_at"],
            file_name=file.name if file else "",
            chunks=file.chunks() if file else (),
        )
        prior_use.add_prior(request.actor, asset, wanted)

    if adds and took(request, form, verb):
        messages.success(request, _("先使用の記録に足しました。"))
        return go(request, "ledger:prior", id=asset.pk)
    context = {
        "asset": asset,
        "form": form,
        "used_since": entry.given(current(asset)).get("used_since"),
        "may_change": access.may(request.actor, asset, Can.ASSET_CHANGE) and asset.stage == Stage.ADMITTED,
    }
    rows = prior_rows(asset)
    context |= {
        "rows": rows,
        "files": len(proving.file_names(rows)) if request.actor.may(Can.FILE_READ) else 0,
        "files_bytes": proving.file_bytes(rows),
    }
    return again(request, "ledger/prior.html", context)


@require_POST
def withdraw(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A record was entered wrongly."""
    row = _prior(request, id, Can.ASSET_CHANGE)
    reason = request.POST.get("reason", "")
    return tried(
        request,
        lambda: prior_use.withdraw_prior(request.actor, row, reason),
        _("取り下げました。行と証跡は残っています。"),
        "ledger:prior",
        id=row.asset_id,
    )


@require_safe
def prior_file(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """The file of a record, as an attachment."""
    row = _prior(request, id, Can.ASSET_READ)
    access.require_open(request.actor, row.asset)
    request.actor.require(Can.FILE_READ)
    if row.file is None:
        return go(request, "ledger:prior", id=row.asset_id)
    looks.note(request.actor, [row.asset])
    file = row.file
    return handed_out(
        request,
        lambda: store.take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


@require_safe
def prior_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """All of it as one PDF."""
    asset = _shown(request, id, Can.ASSET_READ)
    since = entry.given(current(asset)).get("used_since")
    organisation, rows = request.actor.organisation, prior_rows(asset)
    name = _("先使用の記録 %(number)s.pdf") % {"number": asset.number}
    return paper(
        request,
        lambda: printed.prior_paper(organisation, asset, rows, since),
        name,
        "ledger:prior",
        id=asset.pk,
    )


@require_POST
def certificate_pack(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """The certificate with the entries it rests on, as a pack to be checked."""
    asset = _provable(request, id)
    row = Disposal.objects.filter(asset=asset).select_related("asset", "done_by", "witness").first()
    if row is None:
        return go(request, "ledger:life", id=asset.pk)
    organisation = request.actor.organisation
    papers = {"certificate.pdf": lambda: printed.certificate(organisation, row)}
    return sealed(
        request,
        lambda: proving.packed(request.actor, asset, proving.DISPOSAL, papers),
        f"{row.number}.zip",
        "ledger:life",
        id=asset.pk,
    )


@require_POST
def prior_pack(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """The file of prior use with the entries it rests on, and the kept files unless not wanted, to be checked."""
    asset = _provable(request, id)
    since = entry.given(current(asset)).get("used_since")
    organisation, rows = request.actor.organisation, prior_rows(asset)
    kept = rows if "files" in request.POST and request.actor.may(Can.FILE_READ) else ()
    names = proving.file_names(kept)
    papers = {"prior-use.pdf": lambda: printed.prior_paper(organisation, asset, rows, since, names)}
    return sealed(
        request,
        lambda: proving.packed(request.actor, asset, proving.PRIOR_USE, papers, files_of=kept),
        f"prior-use-{asset.number}.zip",
        "ledger:prior",
        id=asset.pk,
    )


def _provable(request: ActingRequest, id: uuid.UUID) -> Asset:
    """The asset for who may read the trail too."""
    access.asset_for(request.actor, id, Can.ASSET_READ)
    request.actor.require(Can.TRAIL_READ)
    return _shown(request, id, Can.ASSET_READ)


def _prior(request: ActingRequest, id: uuid.UUID, can: Can) -> PriorRecord:
    row: PriorRecord | None = PriorRecord.objects.filter(pk=id).select_related("file").first()
    if row is None:
        raise Http404
    row.asset = access.asset_for(request.actor, row.asset_id, can)
    return row
