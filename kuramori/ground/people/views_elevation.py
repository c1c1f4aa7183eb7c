"""Coming back from confirming who one is, and ending an elevated session."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import elevation
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.kept_form import let_go, take_back


@never_cache
@require_safe
def elevated(request: ActingRequest) -> HttpResponse:
    """Begin it, and give back what had been filled in; nothing of it is done before the button is pressed again."""
    kept = take_back(request, request.actor)
    if kept is None:
        return redirect(url_for(request.actor, "home"))
    if not request.actor.is_elevated:
        if not elevation.is_fresh(request):
            return render(request, "people/sign_in_again.html", status=403)
        request.actor = elevation.begin(request, request.actor)
    let_go(request)
    if not kept.is_form:
        return redirect(kept.path)
    return render(request, "people/elevated.html", {"kept": kept, "minutes": elevation.MINUTES})


@require_POST
def end_elevation(request: ActingRequest) -> HttpResponse:
    """「終える」."""
    elevation.end(request, request.actor)
    messages.success(request, _("管理の操作を終えました。"))
    return redirect(url_for(request.actor, "home"))
