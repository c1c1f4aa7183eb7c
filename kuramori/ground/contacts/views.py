"""Partners: the list, one, and its buttons."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts import access, dealing, kinds, merging, narrowing, read
from kuramori.ground.contacts.forms import ContactForm, PartnerForm, SiteForm, first_of
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can

UNPROCESSABLE, CONFLICT = 422, 409
ASKED = ("q", "side", "kind", "tag", "state", "way")


@require_safe
def partners(request: ActingRequest) -> HttpResponse:
    """`/partners/?q=…&side=customer&kind=heat&tag=…&state=former&way=…&page=2`"""
    request.actor.require(Can.PARTNER_READ)
    told = {name: request.GET.get(name, "").strip()[:100] for name in ASKED}
    ways = narrowing.ways()
    way = ways.get(told["way"])
    asked = read.Asked(
        told["q"],
        told["side"],
        told["kind"],
        told["tag"],
        told["state"] if told["state"] in {"former", "all"} else "",
        among=way.among(request.actor) if way else None,
    )
    number = request.GET.get("page", "1")
    offset = (max(int(number), 1) - 1) * read.A_PAGE if number.isascii() and number.isdigit() else 0
    page = read.listed(asked, offset=min(offset, 10**9))
    context = {
        "page": page,
        "asked": asked,
        "told": told,
        "query": urlencode({name: value for name, value in told.items() if value}),
        "kinds": list(kinds.KINDS.items()),
        "tags": read.tags(),
        "has_any": page.total > 0 or Partner.objects.exists(),
        "ways": list(ways.values()),
        "folds_open": any(value for name, value in told.items() if name != "q"),
    }
    return render(request, "contacts/partners.html", context)


@require_safe
def partner(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/<id>/`"""
    return page_of(request, access.partner_for(request.actor, id, Can.PARTNER_READ))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActingRequest) -> HttpResponse:
    """`/partners/add/`"""
    request.actor.require(Can.PARTNER_CHANGE)
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/<id>/change/`"""
    return _form(request, access.partner_for(request.actor, id, Can.PARTNER_CHANGE))


@require_POST
def retire(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One deals with them no longer."""
    found = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    try:
        dealing.retire_partner(request.actor, found)
    except dealing.NoLonger:
        messages.info(request, _("もう取引を終えたことになっています。"))
    else:
        messages.success(
            request, _("「%(partner)s」との取引を終えたと残しました。") % {"partner": found.name}
        )
    return redirect(url_for(request.actor, "contacts:partners"))


@require_POST
def resume(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One deals with them again."""
    found = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    try:
        dealing.resume_partner(request.actor, found)
    except dealing.StillDealing:
        messages.info(request, _("いまも取引のある会社です。"))
    except dealing.WasMerged as merged:
        messages.error(request, _("この会社は「%(kept)s」にまとめてあります。") % {"kept": merged.kept.name})
    else:
        messages.success(request, _("「%(partner)s」との取引をまた始めました。") % {"partner": found.name})
    return redirect(url_for(request.actor, "contacts:partner", id=found.pk))


def page_of(
    request: ActingRequest,
    found: Partner,
    *,
    person: ContactForm | None = None,
    site: SiteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one partner; `person` or `site` is what was typed wrongly."""
    may_change = request.actor.may(Can.PARTNER_CHANGE)
    context = {
        "line": read.partner_line(found),
        "form": person or ContactForm(auto_id="person_%s"),
        "site_form": site or SiteForm(auto_id="site_%s"),
        "alike": merging.like(found) if may_change and found.retired_on is None else (),
        "merged": Partner.objects.filter(merged_into=found).order_by("retired_on", "name"),
    }
    return render(request, "contacts/partner.html", context, status=status)


def _form(request: ActingRequest, found: Partner | None) -> HttpResponse:
    form = PartnerForm(
        request.POST if request.method == "POST" else None, initial=first_of(found) if found else {}
    )
    context: dict[str, Any] = {"form": form, "partner": found}
    if request.method != "POST":
        return render(request, "contacts/partner_form.html", context)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        try:
            row = _saved(request, found, given, form.cleaned_data["revision"] or 0)
        except dealing.NumberTaken as taken:
            form.add_error("corporate_number", _its_own(taken.partner))
        except dealing.CodeTaken as taken:
            form.add_error("code", _its_own(taken.partner))
        except dealing.NoLonger:
            form.add_error(None, _("取引を終えた会社なので、直せません。"))
        except dealing.StalePartner as stale:
            data = request.POST.copy()
            data["revision"] = str(stale.current.revision)
            context |= {"form": PartnerForm(data), "stale": stale.current}
            return render(request, "contacts/partner_form.html", context, status=CONFLICT)
        else:
            messages.success(request, _("「%(partner)s」を書きとめました。") % {"partner": row.name})
            return redirect(url_for(request.actor, "contacts:partner", id=row.pk))
    return render(request, "contacts/partner_form.html", context, status=UNPROCESSABLE)


def _its_own(partner: Partner) -> str:
    return _("この番号は「%(partner)s」のものです。") % {"partner": partner.name}


def _saved(request: ActingRequest, found: Partner | None, given: dict[str, Any], revision: int) -> Partner:
    wanted = dealing.PartnerWanted(**given)
    if found is None:
        return dealing.add_partner(request.actor, wanted)
    return dealing.change_partner(request.actor, found, wanted, revision=revision)
