"""Where a button leads: back to a page of this room, or to the form with what is wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest

UNPROCESSABLE = 422
CONFLICT = 409


def go(request: ActingRequest, name: str, *, at: str = "", **kwargs: object) -> HttpResponseRedirect:
    """See other: the page `name`, at the part `at`."""
    url = url_for(request.actor, name, **kwargs)
    return redirect(f"{url}#{at}" if at else url)


def shown(request: ActingRequest, template: str, context: dict[str, Any], *, status: int = 0) -> HttpResponse:
    """A page with a form: 422 where something was sent and was wrong, unless `status` says otherwise."""
    return render(
        request, template, context, status=status or (UNPROCESSABLE if request.method == "POST" else 200)
    )
