"""「個人の項目を消す」: the owner's page on which names go, and the proofs stay."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.site.trail import erasing
from kuramori.site.trail.erasing import Found
from kuramori.site.trail.forms import Erasing


@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: ActingRequest) -> HttpResponse:
    """Choose, look at what would go, say why, erase."""
    request.actor.require_to_see(Can.TRAIL_ERASE)
    if request.method == "POST":
        return _erase(request)
    form = Erasing(request.GET if request.GET else None)
    found = _found(request, form) if form.is_bound and form.is_valid() else None
    return _page(request, form, found, status=400 if form.is_bound and found is None else 200)


def _erase(request: ActingRequest) -> HttpResponse:
    request.actor.require(Can.TRAIL_ERASE)
    form = Erasing(request.POST)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    found = _found(request, form)
    try:
        lost = erasing.erase_found(
            request.actor, person=form.person, index=form.index, reason=request.POST.get("reason", "")
        )
    except holds.ReasonMissing:
        messages.error(request, _("消す理由を書いてください。まだ何も消していません。"))
        return _page(request, form, found, status=422)
    except holds.UnderHold:
        messages.error(request, _("消してはいけないものに入っています。何も消していません。"))
        return _page(request, form, found, status=409)
    except erasing.NothingToErase:
        messages.warning(request, _("消すものは、もうありません。"))
        return redirect(url_for(request.actor, "trail:erase"))
    messages.success(
        request,
        ngettext(
            "証跡%(n)s件から個人の項目を消しました。消したことも証跡に残っています。",
            "証跡%(n)s件から個人の項目を消しました。消したことも証跡に残っています。",
            lost,
        )
        % {"n": lost},
    )
    return redirect(url_for(request.actor, "trail:entries"))


def _found(request: ActingRequest, form: Erasing) -> Found:
    person: Person | None = form.person
    if person is not None:
        return erasing.of_person(request.actor, person)
    return erasing.of_entry(request.actor, form.index or 0)


def _page(request: ActingRequest, form: Erasing, found: Found | None, *, status: int) -> HttpResponse:
    context = {"form": form, "found": found, "longest": holds.LONGEST_REASON}
    return render(request, "trail/erase.html", context, status=status)
