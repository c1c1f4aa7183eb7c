"""The key the organisation signs with: what others compare it by, and putting a new one in its place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import keyring
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can


@require_safe
def key(request: ActingRequest) -> HttpResponse:
    """The key in use, and those of before."""
    request.actor.require_to_see(Can.KEY_ROTATE)
    keys = keyring.public(request.actor.organisation)
    in_use = next((one for one in keys if one.is_in_use), None)
    context = {"key": in_use, "earlier": [one for one in keys if not one.is_in_use]}
    return render(request, "people/key.html", context)


@require_POST
def rotate(request: ActingRequest) -> HttpResponse:
    """「新しい鍵に替える」."""
    keyring.rotate(request.actor)
    messages.success(request, _("新しい鍵に替えました。前の鍵で署名したものは、これからも確かめられます。"))
    return redirect(url_for(request.actor, "people:key"))
