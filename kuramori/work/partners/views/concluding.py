"""締結の記録と原本: recording that both sides agreed, keeping the scan, and handing it out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.papers.answer import handed_out
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, Received, receive, take_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, again, go
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.work.partners import access, agreeing
from kuramori.work.partners.forms_agreements import ConcludeForm, OriginalForm, heading_of
from kuramori.work.partners.models import ConcludedBy
from kuramori.work.partners.reading.agreements import said_before


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/<id>/conclude/`: on paper, or in another service."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CONCLUDE)
    begin = heading_of(found) | {"on": clock.today()}
    posted = request.POST if request.method == "POST" else None
    form = ConcludeForm(posted, request.FILES or None, initial=begin)
    context: dict[str, Any] = {"form": form, "agreement": found, "said": said_before(found)}
    if posted is not None and form.is_valid():
        given, (ours, theirs) = form.cleaned_data, form.signatories
        received = _received(request, form, given["file"])
        if not form.errors:
            how = agreeing.Conclusion(
                given["on"], ConcludedBy(given["by"]), received, given["original_at"], ours, theirs
            )
            try:
                agreeing.conclude(request.actor, found, how, revision=given["revision"])
            except agreeing.DayRefused as refused:
                form.add_error("on", refused.sentence)
            except agreeing.PaperMissing as refused:
                form.add_error("file", refused.sentence)
            except agreeing.AgreementRefused as refused:
                form.add_error(None, refused.sentence)
            except agreeing.StaleAgreement:
                form.add_error(None, _("ほかの方が先に直しました。開き直してください。何も変えていません。"))
                return again(request, "partners/agreement_conclude.html", context, CONFLICT)
            else:
                messages.success(
                    request,
                    _("%(number)s を締結済みにしました。原本の写しは、照合値と一緒に残っています。")
                    % {"number": found.number}
                    if received
                    else _("%(number)s を締結済みにしました。") % {"number": found.number},
                )
                return go(request, "partners:agreement", id=found.pk)
    return again(request, "partners/agreement_conclude.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/<id>/keep/`: a scan of the signed paper."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    posted = request.POST if request.method == "POST" else None
    form = OriginalForm(posted, request.FILES or None, initial={"revision": found.revision})
    context: dict[str, Any] = {"form": form, "agreement": found}
    if posted is not None and form.is_valid():
        received = _received(request, form, form.cleaned_data["file"])
        if received is not None:
            try:
                agreeing.keep_original(request.actor, found, received, revision=form.cleaned_data["revision"])
            except agreeing.StaleAgreement:
                form.add_error(None, _("ほかの方が先に直しました。開き直してください。何も変えていません。"))
                return again(request, "partners/agreement_keep.html", context, CONFLICT)
            messages.success(request, _("原本の写しを入れました。照合値と一緒に残っています。"))
            return go(request, "partners:agreement", id=found.pk)
    return again(request, "partners/agreement_keep.html", context)


@require_safe
def original(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """`/sharing/agreements/<id>/original/`: the scan, as an attachment; the look is in the trail first."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_READ)
    file = found.original
    if file is None:
        raise Http404
    return handed_out(
        request,
        lambda: take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


def _received(request: ActingRequest, form: Any, file: UploadedFile | None) -> Received | None:
    """The uploaded bytes in the store; what is wrong with them is told beside the field."""
    if file is None:
        return None
    try:
        return receive(request.actor, name=file.name or "", chunks=file.chunks())
    except KindRefused as refused:
        form.add_error("file", str(refused))
    except EmptyFile:
        form.add_error("file", _("空のファイルです。選び直してください。"))
    except TooLarge:
        form.add_error("file", _("20 MBまでのファイルにしてください。"))
    return None
