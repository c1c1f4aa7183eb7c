"""Partners and the people there: the list, one, and their buttons."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts import access, dealing, read
from kuramori.ground.contacts.forms import ContactForm, PartnerForm
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable

UNPROCESSABLE, CONFLICT = 422, 409
NAMES = ("name", "kana", "is_customer", "is_supplier", "corporate_number", "note", "revision")


@require_safe
def partners(request: ActingRequest) -> HttpResponse:
    """`/partners/?q=…&side=customer`"""
    request.actor.require(Can.PARTNER_READ)
    words, side = request.GET.get("q", "").strip()[:100], request.GET.get("side", "")
    context = {
        "partners": read.partners(words, side),
        "former": read.partners(words, side, former=True),
        "words": words,
        "side": side,
        "is_filtered": bool(words or side),
    }
    return render(request, "contacts/partners.html", context)


@require_safe
def partner(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/<id>/`"""
    return _page(request, access.partner_for(request.actor, id, Can.PARTNER_READ), ContactForm())


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
def add_contact(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Somebody at this partner."""
    found = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            dealing.add_contact(request.actor, found, dealing.ContactWanted(**form.cleaned_data))
        except AddressUnusable as unusable:
            form.add_error("email", str(unusable))
        except dealing.NoLonger:
            form.add_error(None, _("取引を終えた会社には、書き足せません。"))
        else:
            messages.success(request, _("担当の方を書き足しました。"))
            return redirect(url_for(request.actor, "contacts:partner", id=found.pk))
    return _page(request, found, form, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/contacts/<id>/`"""
    found: Contact = access.contact_for(request.actor, id, Can.PARTNER_CHANGE)
    first = {name: getattr(found, name) for name in ("name", "department", "email", "telephone")}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            dealing.change_contact(request.actor, found, dealing.ContactWanted(**form.cleaned_data))
        except AddressUnusable as unusable:
            form.add_error("email", str(unusable))
        except dealing.NoLonger:
            form.add_error(None, _("もう担当ではない方なので、直せません。"))
        else:
            messages.success(request, _("担当の方を直しました。"))
            return redirect(url_for(request.actor, "contacts:partner", id=found.partner_id))
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "contacts/contact.html", {"form": form, "contact": found}, status=status)


@require_POST
def retire_contact(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """They are no longer whom one calls."""
    found = access.contact_for(request.actor, id, Can.PARTNER_CHANGE)
    try:
        dealing.retire_contact(request.actor, found)
    except dealing.NoLonger:
        messages.info(request, _("もう担当から外れています。"))
    else:
        messages.success(request, _("%(person)sさんを担当から外しました。") % {"person": found.name})
    return redirect(url_for(request.actor, "contacts:partner", id=found.partner_id))


def _page(request: ActingRequest, found: Partner, form: ContactForm, *, status: int = 200) -> HttpResponse:
    context = {"line": read.partner_line(found), "form": form}
    return render(request, "contacts/partner.html", context, status=status)


def _form(request: ActingRequest, found: Partner | None) -> HttpResponse:
    first = {name: getattr(found, name) for name in NAMES} if found else {}
    form = PartnerForm(request.POST if request.method == "POST" else None, initial=first)
    context: dict[str, Any] = {"form": form, "partner": found}
    if request.method != "POST":
        return render(request, "contacts/partner_form.html", context)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in NAMES if name != "revision"}
        try:
            row = _saved(request, found, given, form.cleaned_data["revision"] or 0)
        except dealing.NumberTaken as taken:
            form.add_error(
                "corporate_number",
                _("この番号は「%(partner)s」のものです。") % {"partner": taken.partner.name},
            )
        except dealing.NoLonger:
            form.add_error(None, _("取引を終えた会社なので、直せません。"))
        except dealing.StalePartner as stale:
            data = {**dict(form.data.items()), "revision": str(stale.current.revision)}
            context |= {"form": PartnerForm(data), "stale": stale.current}
            return render(request, "contacts/partner_form.html", context, status=CONFLICT)
        else:
            messages.success(request, _("「%(partner)s」を書きとめました。") % {"partner": row.name})
            return redirect(url_for(request.actor, "contacts:partner", id=row.pk))
    return render(request, "contacts/partner_form.html", context, status=UNPROCESSABLE)


def _saved(request: ActingRequest, found: Partner | None, given: dict[str, Any], revision: int) -> Partner:
    wanted = dealing.PartnerWanted(**given)
    if found is None:
        return dealing.add_partner(request.actor, wanted)
    return dealing.change_partner(request.actor, found, wanted, revision=revision)
