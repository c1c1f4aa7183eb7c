"""Around an answer: what shows it, and whom to ask."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.papers.answer import handed_out
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import LARGEST_BYTES, EmptyFile, take_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside.store import TooLarge
from kuramori.work.checks import access, read
from kuramori.work.checks import delegate as delegating
from kuramori.work.checks import evidence as showing
from kuramori.work.checks.answer import SheetAlreadyFinal
from kuramori.work.checks.forms import DelegateForm, EvidenceForm, too_large
from kuramori.work.checks.models import Sheet
from kuramori.work.checks.views.item import show
from kuramori.work.checks.views.sheets import UNPROCESSABLE
from kuramori.work.checks.views.ways import pack_asking, told_final, told_held


@require_POST
def add_evidence(request: ActingRequest, id: uuid.UUID, item: str) -> HttpResponse:
    """Tie a file, a link or a title to an answer."""
    sheet = access.sheet_to_answer(request.actor, id, item)
    pack_asking(sheet, item)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _attach(request, sheet, item, form)
        except SheetAlreadyFinal:
            return told_final(request, sheet)
        except (KindRefused, EmptyFile, TooLarge, showing.LinkRefused) as refused:
            field = "url" if isinstance(refused, showing.LinkRefused) else "file"
            form.add_error(field, _why_not(refused))
        else:
            messages.success(request, _("根拠を足しました。"))
            return go(request, "checks:item", id=sheet.pk, item=item, at="evidence")
    return show(request, sheet, item, evidence_form=form, status=UNPROCESSABLE)


@require_safe
def evidence(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """The file of a piece of evidence, as an attachment; the look is in the trail before the first byte leaves."""
    found = access.evidence_to_see(request.actor, id)
    if found.file is None:
        return go(request, "checks:item", id=found.sheet_id, item=found.item, at="evidence")
    file = found.file
    return handed_out(
        request,
        lambda: take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


@require_POST
def remove_evidence(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take a piece of evidence off."""
    found = access.evidence_to_remove(request.actor, id)
    try:
        showing.remove_evidence(request.actor, found, read.pack_of(found.sheet))
    except SheetAlreadyFinal:
        return told_final(request, found.sheet)
    except UnderHold:
        return told_held(request, "checks:item", id=found.sheet_id, item=found.item, at="evidence")
    messages.success(request, _("「%(title)s」を外しました。") % {"title": found.title})
    return go(request, "checks:item", id=found.sheet_id, item=found.item, at="evidence")


@require_POST
def delegate(request: ActingRequest, id: uuid.UUID, item: str) -> HttpResponse:
    """Ask a colleague for the answer to one item."""
    sheet = access.sheet_for(request.actor, id, Can.SHEET_DELEGATE)
    pack = pack_asking(sheet, item)
    form = DelegateForm(request.POST, read.colleagues())
    if not form.is_valid():
        return show(request, sheet, item, delegate_form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    person = access.colleague_for(request.actor, uuid.UUID(given["person"]))
    try:
        delegating.delegate(
            request.actor, sheet, pack, item, person=person, message=given["message"], due_on=given["due_on"]
        )
    except delegating.CannotAnswer:
        form.add_error("person", _("この方はいま答えられません。役割とログインを確かめてください。"))
        return show(request, sheet, item, delegate_form=form, status=UNPROCESSABLE)
    except SheetAlreadyFinal:
        return told_final(request, sheet)
    messages.success(request, _("%(name)sさんに頼みました。") % {"name": person.name})
    return go(request, "checks:item", id=sheet.pk, item=item, at="delegation")


@require_POST
def withdraw(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take a request back."""
    found = access.delegation_for(request.actor, id)
    try:
        delegating.withdraw(request.actor, found, read.pack_of(found.sheet))
    except SheetAlreadyFinal:
        return told_final(request, found.sheet)
    except UnderHold:
        return told_held(request, "checks:item", id=found.sheet_id, item=found.item, at="delegation")
    messages.success(request, _("頼みを取り下げました。"))
    return go(request, "checks:item", id=found.sheet_id, item=found.item, at="delegation")


def _attach(request: ActingRequest, sheet: Sheet, item: str, form: EvidenceForm) -> None:
    given, pack = form.cleaned_data, read.pack_of(sheet)
    if upload := given["file"]:
        showing.attach_file(
            request.actor, sheet, pack, item, title=given["title"], name=upload.name, chunks=upload.chunks()
        )
    else:
        showing.attach_link(request.actor, sheet, pack, item, title=given["title"], url=given["url"])


def _why_not(refused: Exception) -> str:
    if isinstance(refused, showing.LinkRefused):
        return _("リンクは http:// か https:// で始まるアドレスにしてください。")
    if isinstance(refused, EmptyFile):
        return _("ファイルが空です。中身を確かめて、もう一度選んでください。")
    if isinstance(refused, TooLarge):
        return too_large(LARGEST_BYTES // (1024 * 1024))
    return _(
        "この種類のファイルは預かれません。PDF・画像・Office・テキスト・zip にしてください。"
        "名前の終わりと中身が合っているかも確かめてください。"
    )
