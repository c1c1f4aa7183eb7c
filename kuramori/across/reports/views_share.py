"""Giving a result to somebody outside, in the house; and the page that they see, at the other end of the link."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kuramori.across.reports import sharing
from kuramori.across.reports.answer import document, trouble_page
from kuramori.across.reports.forms import Share
from kuramori.across.reports.handing import invitation_to_read, mail_invitation
from kuramori.ground.people import access, codes, links
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.models import Link
from kuramori.ground.people.roles import Can
from kuramori.ground.people.visiting import by_link
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import is_on
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.checks import access as checks
from kuramori.work.checks.models import Sheet


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The links to this round's result, and a form for a new one; a new link is shown once."""
    sheet = checks.sheet_for(request.actor, id, Can.REPORT_SHARE)
    form = Share(request.POST or None)
    if request.method != "POST" or not sheet.is_final or not form.is_valid():
        return _page(request, sheet, form)
    given = form.cleaned_data
    try:
        issued = sharing.share(
            request.actor, sheet, name=given["name"], address=given["address"], until_on=form.until_on()
        )
    except AddressUnusable as unusable:
        form.add_error("address", str(unusable))
        return _page(request, sheet, form)
    made = invitation_to_read(request, issued)
    mailed = is_on() and "mail" in request.POST
    if mailed:
        mail_invitation(request.actor, issued, made)
    return _page(request, sheet, Share(), made=made, mailed=mailed, told=given["name"])


@require_POST
def stop(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """Take a link back: it opens nothing from this moment on."""
    found = access.link_for(request.actor, id, Can.REPORT_SHARE)
    links.revoke(request.actor, found)
    messages.success(request, _("リンクを止めました。もう開けません。"))
    return redirect(url_for(request.actor, "reports:share", id=found.thing_id))


@never_cache
@require_POST
def tell(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """A code to tell by telephone, shown once."""
    found = access.link_for(request.actor, id, Can.REPORT_SHARE)
    sheet = checks.sheet_for(request.actor, uuid.UUID(found.thing_id), Can.REPORT_SHARE)
    if not _is_living(found):
        messages.warning(request, _("このリンクは、もう開けません。コードは出していません。"))
        return redirect(url_for(request.actor, "reports:share", id=sheet.pk))
    try:
        code = codes.tell_code(request.actor, found)
    except (codes.Locked, codes.AskedTooOften) as refused:
        at = f"{refused.until.astimezone(clock.TOKYO):%H:%M}"
        messages.warning(
            request,
            _("コードの間違いか作り直しが続いたため、%(at)sまで新しいコードを出せません。") % {"at": at},
        )
        return redirect(url_for(request.actor, "reports:share", id=sheet.pk))
    return _page(request, sheet, Share(), code=f"{code[:3]} {code[3:]}", told=links.recipient_of(found).name)


@by_link(sharing.SELF_CHECK)
def shared(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """What the person outside sees after the code: whose result it is, and the way to the PDF."""
    context = {
        "sheet": sharing.shown_sheet(visitor),
        "organisation": visitor.organisation,
        "last_day": clock.day_of(visitor.link.expires_at - links.A_SECOND),
    }
    return render(request, "reports/shared.html", context)


@by_link(sharing.SELF_CHECK)
def shared_pdf(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The PDF. Each taking is an entry in the organisation's trail."""
    sheet = sharing.shown_sheet(visitor)
    try:
        return document(sharing.hand_out(visitor, sheet, lang=get_language() or "ja"))
    except PressFault as fault:
        return trouble_page(request, fault)


def _is_living(found: Link) -> bool:
    return found.revoked_at is None and found.used_at is None and found.expires_at > clock.now()


def _page(request: ActingRequest, sheet: Sheet, form: Share, **more: object) -> HttpResponseBase:
    context = {
        "sheet": sheet,
        "form": form,
        "links": links.living(sharing.SELF_CHECK, ("sheet", sheet.pk)),
        "mail_is_on": is_on(),
        **more,
    }
    return render(request, "reports/share.html", context, status=400 if form.errors else 200)
