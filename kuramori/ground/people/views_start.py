"""最初の設定: three short questions, then the first check."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import read
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.calls import ActingRequest
from kuramori.ground.people.forms import Company, Invite
from kuramori.ground.people.handing import link_page
from kuramori.ground.people.invite import AlreadyHere, invite
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.settle import change_organisation, settle


@require_safe
def start(request: ActingRequest) -> HttpResponse:
    """Three steps on one page; each says whether it is done, and may be left for later."""
    request.actor.require(Can.ORGANISATION_CHANGE)
    return _page(request)


@require_POST
def company(request: ActingRequest) -> HttpResponse:
    """Step 1: what this company is."""
    request.actor.require(Can.ORGANISATION_CHANGE)
    form = Company({**request.POST.dict(), "kinds": request.POST.getlist("kinds")})
    if not form.is_valid():
        return _page(request, company_form=form, status=400)
    change_organisation(request.actor, **form.cleaned_data)
    return redirect(f"{url_for(request.actor, 'people:start')}#steward")


@never_cache
@require_POST
def steward(request: ActingRequest) -> HttpResponse:
    """Step 2: invite who will look after it. (The owner may also do it alone: nothing to send then.)"""
    request.actor.require(Can.PEOPLE_INVITE)
    form = Invite({**request.POST.dict(), "role": Role.STEWARD.value}, actor=request.actor)
    if not form.is_valid():
        return _page(request, steward_form=form, status=400)
    try:
        invited = invite(
            request.actor,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            role=Role.STEWARD,
        )
    except AlreadyHere:
        form.add_error("email", _("このアドレスの方は、もう名簿にいます。"))
        return _page(request, steward_form=form, status=400)
    return link_page(request, invited)


@require_POST
def done(request: ActingRequest) -> HttpResponse:
    """Step 3, or later: the wizard does not come up by itself any more."""
    settle(request.actor)
    return redirect(url_for(request.actor, "checks:sheets" if "check" in request.POST else "home"))


def _page(
    request: ActingRequest,
    *,
    company_form: Company | None = None,
    steward_form: Invite | None = None,
    status: int = 200,
) -> HttpResponse:
    here = request.actor.organisation
    initial = {"name": here.name, "kinds": here.kinds, "headcount": here.headcount}
    context = {
        "company_form": company_form or Company(initial=initial),
        "steward_form": steward_form or Invite(actor=request.actor),
        "company_done": here.headcount is not None,
        "steward_done": read.has_steward(),
    }
    return render(request, "people/start.html", context, status=status)
