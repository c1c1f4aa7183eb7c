"""The share page at the other end of the link: confirm, look at pages, take a marked copy where that was chosen."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.papers.answer import as_attachment
from kuramori.ground.people.visiting import secret_of
from kuramori.press.faults import PressFault
from kuramori.press.pages import MEDIA_TYPE
from kuramori.work.partners.models import HandedItem, Tried
from kuramori.work.partners.reading import shared_page as reading
from kuramori.work.partners.sharing_page import attempts, confirming, preparing, standing, viewing
from kuramori.work.partners.sharing_page.door import share_door
from kuramori.work.partners.sharing_page.pouring import Pouring
from kuramori.work.partners.sharing_page.standing import Opened

SOON, GONE, FORBIDDEN, CONFLICT = 503, 410, 403, 409


@share_door()
def page(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The terms until they are confirmed, then what was handed over."""
    context = {"page": reading.page_of(opened), "secret": secret_of(request)}
    template = "partners/shared.html" if opened.has_confirmed else "partners/share_terms.html"
    return render(request, template, context)


@share_door("POST")
def confirm(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """「この契約の条件で受け取ります」, over the text whose hash came with the form."""
    try:
        confirming.confirm(opened, shown=request.POST.get("shown", ""))
    except AnotherText:
        context = {"page": reading.page_of(opened), "secret": secret_of(request), "has_changed": True}
        return render(request, "partners/share_terms.html", context, status=CONFLICT)
    return redirect(reverse("shared:page", kwargs={"secret": secret_of(request)}))


@share_door()
def item(request: HttpRequest, opened: Opened, id: uuid.UUID) -> HttpResponseBase:
    """All pages of one thing, one below the other."""
    found = _item(opened, id)
    if not opened.has_confirmed:
        return redirect(reverse("shared:page", kwargs={"secret": secret_of(request)}))
    context = {"page": reading.item_page(opened, found), "secret": secret_of(request)}
    return render(request, "partners/shared_item.html", context)


@share_door()
def close_look(request: HttpRequest, opened: Opened, id: uuid.UUID, number: int) -> HttpResponseBase:
    """One page, drawn twice as large."""
    found = reading.item_page(opened, _item(opened, id))
    if not opened.has_confirmed or not 1 <= number <= len(found.pages):
        raise Http404
    context = {"page": found, "one": found.pages[number - 1], "secret": secret_of(request)}
    return render(request, "partners/shared_close.html", context)


@share_door(is_content=True)
def picture(request: HttpRequest, opened: Opened, id: uuid.UUID, number: int) -> HttpResponseBase:
    """A page as a picture with this person's watermark; the look is in the trail before a byte of it leaves."""
    return _picture(opened, id, number, "page")


@share_door(is_content=True)
def large_picture(request: HttpRequest, opened: Opened, id: uuid.UUID, number: int) -> HttpResponseBase:
    """The same, twice as large."""
    return _picture(opened, id, number, "large")


@share_door(is_content=True)
def copy(request: HttpRequest, opened: Opened, id: uuid.UUID) -> HttpResponseBase:
    """A copy that bears the mark and whom it went to; never the file as it was handed in."""
    found = _item(opened, id)
    try:
        made = viewing.copy(opened, found)
    except (viewing.NoCopy, viewing.NotConfirmed):
        attempts.note(opened.visitor, opened.recipient, Tried.COPY)
        return HttpResponse(status=FORBIDDEN)
    except preparing.NotYet:
        return HttpResponse(status=SOON, headers={"Retry-After": "20"})
    content, name = Pouring(made, opened), _copy_name(found, opened)
    return as_attachment(content, name=name, media_type=found.content.media_type, size=len(made))  # type: ignore[union-attr, arg-type]


def _picture(opened: Opened, id: uuid.UUID, number: int, size: str) -> HttpResponseBase:
    found = _item(opened, id)
    try:
        made = viewing.page(opened, found, number, size)
    except viewing.NotConfirmed:
        attempts.note(opened.visitor, opened.recipient, Tried.CLOSED)
        return HttpResponse(status=FORBIDDEN)
    except preparing.NotYet:
        return HttpResponse(status=SOON, headers={"Retry-After": "20"})
    except preparing.NotShown as why:
        return HttpResponse(status=SOON if why.code in preparing.PASSING else GONE)
    except PressFault:
        return HttpResponse(status=GONE)
    except LookupError:
        raise Http404 from None
    answer = HttpResponse(made, content_type=MEDIA_TYPE)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Content-Disposition"] = "inline"
    return answer


def _item(opened: Opened, id: uuid.UUID) -> HandedItem:
    return standing.item_of(opened, id)


def _copy_name(found: HandedItem, opened: Opened) -> str:
    ending = PurePosixPath(found.content.name).suffix if found.content else ""
    return f"{found.number}-{opened.hand_over.number}{ending}"
