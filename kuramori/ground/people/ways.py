"""Where a page leads after a verb, how a form comes back, and the day that a page shows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.outside import clock
from kuramori.rules.terms import UnreadableDate, read_day

UNPROCESSABLE, CONFLICT = 422, 409


def go(
    request: ActingRequest,
    name: str,
    *,
    query: Mapping[str, object] | None = None,
    at: str = "",
    **kwargs: object,
) -> HttpResponseRedirect:
    """To another page of this organisation; `at` is a spot on it."""
    asked = f"?{urlencode(query)}" if query else ""
    return redirect(url_for(request.actor, name, **kwargs) + asked + (f"#{at}" if at else ""))


def again(request: ActingRequest, template: str, context: dict[str, Any], status: int = 0) -> HttpResponse:
    """The page with its form: 422 where something in it was refused."""
    form = context["form"]
    wrong = form.is_bound and bool(form.errors)
    return render(request, template, context, status=status or (UNPROCESSABLE if wrong else 200))


def day_asked(request: ActingRequest) -> datetime.date | None:
    """The day of `?on=`, None for today and for what cannot be read; then a message says so."""
    written = request.GET.get("on", "").strip()
    if not written:
        return None
    try:
        on = read_day(written)
    except UnreadableDate:
        messages.warning(
            request, _("「%(day)s」は日付として読めません。今日の姿を出しています。") % {"day": written[:20]}
        )
        return None
    if on > clock.today():
        messages.warning(request, _("まだ来ていない日の姿は出せません。今日の姿を出しています。"))
        return None
    return on if on != clock.today() else None
