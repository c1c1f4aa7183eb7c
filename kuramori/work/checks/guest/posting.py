"""What every page of a visit shares, here and in other rooms: reading the form, and what is shown without one."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kuramori.work.checks.guest import packs, speech
from kuramori.work.checks.guest import state as states
from kuramori.work.checks.guest.state import State, Unreadable


def guest_page(view: speech.View) -> speech.View:
    """Answers are never cached, the language may be switched, and a form that cannot be read gets its own page."""

    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Unreadable as unreadable:
            return _unreadable(request, unreadable)

    return never_cache(speech.speaking(page))


def posted(request: HttpRequest) -> State:
    """The state in the form. Raises `Unreadable`."""
    return states.from_post(request.POST, packs.find, mend=request.POST.get("mend") == "1")


def back_to_entrance(request: HttpRequest) -> HttpResponse:
    """For addresses that were opened without answers: a reload, or a browser that was closed.

    Without scripts there is nothing to go on with; with them the page goes on from what the browser kept.
    """
    return show_entrance(request, came_back=True)


def show_entrance(
    request: HttpRequest, *, file_wrongs: list[str] | None = None, came_back: bool = False
) -> HttpResponse:
    """The entrance, with what was wrong with a file that somebody wanted to take in."""
    lang = speech.current()
    context = {
        "offers": [(pack, pack.text(lang)) for pack in packs.on_offer()],
        "file_wrongs": file_wrongs or [],
        "came_back": came_back,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if file_wrongs else HTTPStatus.OK
    return render(request, "checks/guest/entrance.html", context, status=status)


def _unreadable(request: HttpRequest, unreadable: Unreadable) -> HttpResponse:
    lang = speech.current()
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "go", "mend")
        for value in values
    ]
    context = {
        "sentences": [fault.full_line(lang) for fault in unreadable.faults],
        "can_mend": unreadable.pack is not None,
        "kept": kept,
    }
    return render(request, "checks/guest/unreadable.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
