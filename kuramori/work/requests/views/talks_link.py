"""What a person of a partner sees behind a link of talks about costs: ask for one, read the answer, agree."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from kuramori.ground.papers.answer import handed_out
from kuramori.ground.papers.store import take_out
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.consulting import by_link as verbs
from kuramori.work.requests.consulting import guest_papers
from kuramori.work.requests.files_from_outside import TROUBLE, why
from kuramori.work.requests.forms_guest import AskTalkForm, GuestPaperForm, GuestStepForm
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.guest_door import Way, guest_door
from kuramori.work.requests.models import Consultation, Gap
from kuramori.work.requests.reading import behind_link as reading
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.support_content import support

UNPROCESSABLE, CONFLICT = 422, 409


@guest_door(posts=True)
def talks(request: HttpRequest, guest: Guest, way: Way) -> HttpResponseBase:
    """`…/talks/`: what was asked, and one more; `?gap=` is what it is about."""
    about = _gap(guest, request.GET.get("gap", ""))
    posted, status = request.method == "POST", 200
    form = AskTalkForm(
        request.POST if posted else None, initial={"topic": about.what if about is not None else ""}
    )
    if posted:
        status = UNPROCESSABLE
        if form.is_valid():
            told = form.cleaned_data
            try:
                row = verbs.ask(guest, told["topic"], yen=told["yen"], text=told["words"], gap=about)
                return redirect(way.url("talk", id=row.pk))
            except NotSo as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = _context(guest, way) | {"form": form, "cards": reading.cards(guest), "about": about}
    return render(request, "requests/talks_link_list.html", context, status=status)


@guest_door()
def talk(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID) -> HttpResponseBase:
    """`…/talks/<id>/`"""
    return _page(request, guest, way, _row(guest, id))


@guest_door(posts=True)
def talk_step(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID, step: str) -> HttpResponseBase:
    """`…/talks/<id>/<step>/`"""
    row = _row(guest, id)
    try:
        kind = TalkStep(step)
    except ValueError:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, guest, way, row)
    form = GuestStepForm(kind, request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        told = form.cleaned_data
        try:
            verbs.step(guest, row, kind, yen=told.get("yen"), text=told["words"], revision=told["revision"])
        except NotSo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
        else:
            return redirect(way.url("talk", id=row.pk))
    return _page(request, guest, way, row, form=form, status=status)


@guest_door(posts=True)
def give_paper(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID) -> HttpResponseBase:
    """`…/talks/<id>/papers/`: an estimate, say."""
    row = _row(guest, id)
    if request.method != "POST":
        return _page(request, guest, way, row)
    form = GuestPaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            guest_papers.give(guest, row, form.cleaned_data["title"], form.cleaned_data["file"])
            return redirect(f"{way.url('talk', id=row.pk)}#papers")
        except NotSo as refused:
            form.add_error(None, refused.sentence)
        except TROUBLE as trouble:
            form.add_error("file", why(trouble))
    return _page(request, guest, way, row, paper=form, status=UNPROCESSABLE)


@guest_door()
def paper(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID) -> HttpResponseBase:
    """`…/talks/papers/<id>/`: one that was given behind such a link, as it is."""
    found = guest_papers.behind(guest, id)
    if found is None:
        raise Http404
    file, actor = found.file, with_rights(guest.visitor)
    return handed_out(
        request,
        lambda: take_out(actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


def _row(guest: Guest, talk_id: uuid.UUID) -> Consultation:
    found = verbs.talk_behind(guest, talk_id)
    if found is None:
        raise Http404
    return found


def _gap(guest: Guest, written: str) -> Gap | None:
    if not written:
        return None
    try:
        return guest.gaps().filter(pk=uuid.UUID(written)).first()
    except ValueError:
        raise Http404 from None


def _page(
    request: HttpRequest,
    guest: Guest,
    way: Way,
    row: Consultation,
    *,
    form: GuestStepForm | None = None,
    paper: GuestPaperForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    row.refresh_from_db()
    page = reading.talk_page(row)
    context = _context(guest, way) | {
        "page": page,
        "talk": row,
        "forms": [
            form
            if form is not None and form.step is kind
            else GuestStepForm(kind, initial={"revision": row.revision})
            for kind in page.may
        ],
        "papers": guest_papers.of(row),
        "paper": paper or GuestPaperForm(),
        "may_give": guest_papers.may_give(row),
        "refused": form if form is not None and form.errors else None,
    }
    return render(request, "requests/talks_link_talk.html", context, status=status)


def _context(guest: Guest, way: Way) -> dict[str, Any]:
    return {
        "organisation": guest.visitor.organisation,
        "secret": way.secret,
        "names": way.names,
        "contact": guest.asked.request.cost_contact if guest.asked else "",
        "says": support(),
    }
