"""The people at a partner and its sites: the buttons on its page, and a page for changing one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuramori.ground.contacts import access, dealing, siting
from kuramori.ground.contacts.forms import ContactForm, SiteForm
from kuramori.ground.contacts.views import UNPROCESSABLE, page_of
from kuramori.ground.contacts.wanted import SiteWanted
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable


@require_POST
def add_contact(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Somebody at this partner."""
    found = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    form = ContactForm(request.POST, auto_id="person_%s")
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
    return page_of(request, found, person=form, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/contacts/<id>/`"""
    found = access.contact_for(request.actor, id, Can.PARTNER_CHANGE)
    first = {name: getattr(found, name) for name in ContactForm.base_fields}
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
    context = {"form": form, "partner": found.partner, "heading": _("担当の方を直す")}
    return render(request, "contacts/there.html", context, status=status)


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


@require_POST
def add_site(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Where this partner works."""
    found = access.partner_for(request.actor, id, Can.PARTNER_CHANGE)
    form = SiteForm(request.POST, auto_id="site_%s")
    if form.is_valid():
        try:
            siting.add_site(request.actor, found, SiteWanted(**form.cleaned_data))
        except dealing.NoLonger:
            form.add_error(None, _("取引を終えた会社には、書き足せません。"))
        else:
            messages.success(request, _("拠点を書き足しました。"))
            return redirect(url_for(request.actor, "contacts:partner", id=found.pk))
    return page_of(request, found, site=form, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
def change_site(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/partners/sites/<id>/`"""
    found = access.site_for(request.actor, id, Can.PARTNER_CHANGE)
    first = {"name": found.name, "address": found.address}
    form = SiteForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            siting.change_site(request.actor, found, SiteWanted(**form.cleaned_data))
        except dealing.NoLonger:
            form.add_error(None, _("もうない拠点なので、直せません。"))
        else:
            messages.success(request, _("拠点を直しました。"))
            return redirect(url_for(request.actor, "contacts:partner", id=found.partner_id))
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "partner": found.partner, "heading": _("拠点を直す")}
    return render(request, "contacts/there.html", context, status=status)


@require_POST
def retire_site(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """They are not there any more."""
    found = access.site_for(request.actor, id, Can.PARTNER_CHANGE)
    try:
        siting.retire_site(request.actor, found)
    except dealing.NoLonger:
        messages.info(request, _("もう外してあります。"))
    else:
        messages.success(request, _("「%(site)s」を拠点から外しました。") % {"site": found.name})
    return redirect(url_for(request.actor, "contacts:partner", id=found.partner_id))
