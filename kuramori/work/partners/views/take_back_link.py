"""What a person of the partner sees behind a link: say what became of each thing; say how things are kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, store
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.download import printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.visiting import secret_of
from kuramori.outside.store import TooLarge
from kuramori.press.faults import PressFault
from kuramori.work.partners.by_link import with_right
from kuramori.work.partners.forms_take_back import CertificateForm, StorageAnswerForm
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.link_door import link_door
from kuramori.work.partners.models import Certificate, HandedItem, ItemState, StorageConfirmation, TakeBack
from kuramori.work.partners.take_back import asking, certifying, papers, storing

UNPROCESSABLE, CONFLICT = 422, 409


@link_door(asking.CERTIFY, posts=True)
def taken_back(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """`/link/<secret>/take-back/`: fill in, read the exact wording, stand for it."""
    row = _take_back(visitor)
    items = _asked_for(row)
    context: dict[str, Any] = {
        "row": row,
        "organisation": visitor.organisation,
        "secret": secret_of(request),
        "certificates": Certificate.objects.filter(hand_over=row.hand_over).order_by("-recorded_at"),
    }
    if not items:
        return render(request, "partners/link_certified.html", context)
    posted = request.method == "POST"
    form = CertificateForm(
        request.POST if posted else None, items, company=row.hand_over.partner.name, person=visitor.name
    )
    context["form"] = form
    if not posted or not form.is_valid() or "back" in request.POST:
        status = UNPROCESSABLE if posted and "back" not in request.POST else 200
        return render(request, "partners/link_certify.html", context, status=status)
    told = form.told()
    try:
        if "shown" not in request.POST:
            title, body, digest = certifying.shown_text(visitor.organisation.name, row.hand_over, told)
            kept = list(request.POST.items())
            context |= {"title": title, "body": body, "digest": digest, "kept": kept}
            return render(request, "partners/link_certify_shown.html", context)
        certifying.certify_by_link(visitor, row, told, shown=request.POST["shown"])
    except Refused as refused:
        form.refuse(refused.field, refused.sentence)
        return render(request, "partners/link_certify.html", context, status=UNPROCESSABLE)
    except (AnotherText, WrongState):
        form.add_error(None, _("確かめている間に中身が変わりました。もう一度、文面を確かめてください。"))
        return render(request, "partners/link_certify.html", context, status=CONFLICT)
    return redirect(reverse("taken_back:page", kwargs={"secret": context["secret"]}))


@link_door(asking.CERTIFY)
def certificate(request: HttpRequest, visitor: Visitor, id: uuid.UUID) -> HttpResponseBase:
    """The certificate as a PDF, for those who wrote it."""
    row = _take_back(visitor)
    found = (
        Certificate.objects.select_related("hand_over", "text", "accepted")
        .filter(pk=id, hand_over=row.hand_over)
        .first()
    )
    if found is None:
        raise Http404
    try:
        content = papers.certificate(visitor, found)
    except PressFault:
        context = {"organisation": visitor.organisation, "secret": secret_of(request)}
        return render(request, "partners/link_no_paper.html", context, status=503)
    return printed(content, f"{row.hand_over.number}-{_('返還・廃棄証明書')}.pdf")


@link_door(storing.CONFIRM, posts=True)
def storage(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """`/link/<secret>/storage/`: how things of theirs are kept, once."""
    row = _storage(visitor)
    context: dict[str, Any] = {"row": row, "organisation": visitor.organisation}
    if row.answered_at is not None:
        return render(request, "partners/link_storage_done.html", context)
    posted = request.method == "POST"
    form = StorageAnswerForm(request.POST if posted else None, request.FILES if posted else None)
    context["form"] = form
    if posted and form.is_valid():
        sent = form.cleaned_data["photo"]
        try:
            photo = (
                store(with_right(visitor, Can.TAKE_BACK), name=sent.name, chunks=sent.chunks())
                if sent
                else None
            )
            storing.answer(visitor, row, form.answers(), by=form.cleaned_data["by"], photo=photo)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except (KindRefused, EmptyFile, TooLarge):
            form.add_error(
                "photo", _("このファイルは受け取れません。写真か PDF を、20MBまでで選んでください。")
            )
        else:
            return redirect(reverse("storage:page", kwargs={"secret": secret_of(request)}))
    return render(request, "partners/link_storage.html", context, status=UNPROCESSABLE if posted else 200)


def _take_back(visitor: Visitor) -> TakeBack:
    row = (
        TakeBack.objects.select_related("hand_over__partner", "link")
        .filter(pk=visitor.link.thing_id, link_id=visitor.link.pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _asked_for(row: TakeBack) -> list[HandedItem]:
    rows = HandedItem.objects.filter(pk__in=row.items, state=ItemState.OUT).select_related(
        "asset", "hand_over"
    )
    return list(rows.order_by("position"))


def _storage(visitor: Visitor) -> StorageConfirmation:
    row = (
        StorageConfirmation.objects.select_related("partner", "link")
        .filter(pk=visitor.link.thing_id, link_id=visitor.link.pk)
        .first()
    )
    if row is None:
        raise Http404
    return row
