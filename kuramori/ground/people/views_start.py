"""最初の設定: three short steps, one page each; any of them may wait, and the next visit goes on where one left."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import read
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.forms import Company, NameAndAddress
from kuramori.ground.people.handing import link_page
from kuramori.ground.people.invite import AlreadyHere, invite
from kuramori.ground.people.read import Step
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.settle import change_organisation, settle
from kuramori.ground.people.take_on import take_on_stewardship

AFTER = {"begin": "checks:sheets", "load": "checks:take_in"}


@require_safe
def start(request: ActingRequest) -> HttpResponse:
    """The step that was asked for, or the first that is not done yet."""
    request.actor.require(Can.ORGANISATION_CHANGE)
    wizard = read.wizard(request.actor, request.GET.get("step", ""))
    return render(request, "people/start.html", {"wizard": wizard, "form": _form(request, wizard.step)})


@require_POST
def company(request: ActingRequest) -> HttpResponse:
    """Step 1: what this organisation is."""
    request.actor.require(Can.ORGANISATION_CHANGE)
    form = Company(request.POST)
    if not form.is_valid():
        return _again(request, Step.COMPANY, form)
    change_organisation(request.actor, **form.cleaned_data)
    return _step(request, Step.STEWARD)


@never_cache
@require_POST
def steward(request: ActingRequest) -> HttpResponse:
    """Step 2, somebody else: invite who will look after it."""
    request.actor.require(Can.PEOPLE_INVITE)
    form = NameAndAddress(request.POST)
    if form.is_valid():
        try:
            return link_page(request, invite(request.actor, role=Role.STEWARD, **form.cleaned_data))
        except AlreadyHere:
            form.add_error("email", _("このアドレスの方は、もう名簿にいます。"))
    return _again(request, Step.STEWARD, form)


@require_POST
def myself(request: ActingRequest) -> HttpResponse:
    """Step 2, the owner: nothing to hand over then."""
    take_on_stewardship(request.actor)
    return _step(request, Step.CHECK)


@require_POST
def done(request: ActingRequest) -> HttpResponse:
    """Step 3, or 「あとで」 at any step: the wizard does not come up by itself any more."""
    settle(request.actor)
    return redirect(url_for(request.actor, AFTER.get(request.POST.get("then", ""), "home")))


def _form(request: ActingRequest, step: Step) -> Company | NameAndAddress | None:
    here = request.actor.organisation
    if step is Step.COMPANY:
        return Company(initial={"name": here.name, "kinds": here.kinds, "headcount": here.headcount})
    return NameAndAddress() if step is Step.STEWARD else None


def _again(request: ActingRequest, step: Step, form: Company | NameAndAddress) -> HttpResponse:
    wizard = read.wizard(request.actor, step)
    return render(request, "people/start.html", {"wizard": wizard, "form": form}, status=400)


def _step(request: ActingRequest, step: Step) -> HttpResponse:
    return redirect(f"{url_for(request.actor, 'people:start')}?step={step}")
