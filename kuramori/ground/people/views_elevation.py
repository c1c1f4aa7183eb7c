"""Coming back from confirming who one is, and ending an elevated session."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import elevation, second_step_asked
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.connections import connections_of
from kuramori.ground.people.kept_form import let_go, take_back
from kuramori.ground.people.views_factors import passkey_context


@never_cache
@require_safe
def elevated(request: ActingRequest) -> HttpResponse:
    """Begin it, and give back what had been filled in; nothing of it is done before the button is pressed again."""
    kept = take_back(request, request.actor)
    if kept is None:
        return redirect(url_for(request.actor, "home"))
    if not request.actor.is_elevated:
        if not elevation.is_fresh(request):
            ways = connections_of(request.user)
            return render(request, "people/sign_in_again.html", {"ways": ways}, status=403)
        if second_step_asked.is_missing(request.actor):
            return redirect(url_for(request.actor, "people:second_step"))
        request.actor = elevation.begin(request, request.actor)
    let_go(request)
    if not kept.is_form:
        return redirect(kept.path)
    return render(request, "people/elevated.html", {"kept": kept, "minutes": elevation.MINUTES})


@never_cache
@require_safe
def second_step(request: ActingRequest) -> HttpResponse:
    """What is still to be set up before such work, and the way back to what one wanted."""
    context = {
        "is_missing": second_step_asked.is_missing(request.actor),
        "has_one": second_step_asked.has_second_step(request.actor.account_id),
        "has_kept": take_back(request, request.actor) is not None,
        **passkey_context(request),
    }
    return render(request, "people/second_step.html", context)


@require_POST
def end_elevation(request: ActingRequest) -> HttpResponse:
    """「終える」."""
    elevation.end(request, request.actor)
    messages.success(request, _("管理の操作を終えました。"))
    return redirect(url_for(request.actor, "home"))
