"""Where to go after a verb, and the small things that addresses carry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kuramori.ground.people.addresses import outside_url, url_for
from kuramori.ground.people.asking import ActingRequest

UNPROCESSABLE, CONFLICT = 422, 409


def go(
    request: ActingRequest,
    name: str,
    *,
    query: Mapping[str, object] | None = None,
    at: str = "",
    **kwargs: object,
) -> HttpResponse:
    """To another page of this organisation; `at` is a spot on it."""
    asked = f"?{urlencode(query)}" if query else ""
    return redirect(url_for(request.actor, name, **kwargs) + asked + (f"#{at}" if at else ""))


def again(request: ActingRequest, template: str, context: dict[str, Any], status: int = 0) -> HttpResponse:
    """The page with its form: 422 where something in it was refused."""
    form = context["form"]
    wrong = form.is_bound and bool(form.errors)
    return render(request, template, context, status=status or (UNPROCESSABLE if wrong else 200))


def whole(written: str) -> int:
    """A page's number; 1 for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1


def job_id(written: str) -> uuid.UUID | None:
    """The id of a job that an address names; None for what is none."""
    try:
        return uuid.UUID(written)
    except ValueError:
        return None


def genuine_at(request: ActingRequest) -> str:
    """The whole address at which anybody checks the number of a request."""
    return outside_url(request, reverse("genuine:page"))
