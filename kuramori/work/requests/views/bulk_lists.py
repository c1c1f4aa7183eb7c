"""Own lists of questions: an Excel form, what a filled one says, and whether requests may ask by it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.packs import own
from kuramori.ground.packs.own import NotToUse, OwnListRefused
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook as as_workbook
from kuramori.ground.people.roles import Can
from kuramori.press.faults import PressFault
from kuramori.work.requests.access_bulk import own_list_for
from kuramori.work.requests.forms_bulk import OwnListForm
from kuramori.work.requests.reading import own_lists as reading
from kuramori.work.requests.workbooks import own_lists


@require_safe
def lists(request: ActingRequest) -> HttpResponse:
    """The own lists, and a way to bring another."""
    request.actor.require(Can.PROFILE_CHANGE)
    return _lists(request, OwnListForm())


@require_safe
def template(request: ActingRequest) -> HttpResponse:
    """The empty form."""
    request.actor.require(Can.PROFILE_CHANGE)
    try:
        return as_workbook(own_lists.template(request.actor), _("自社の設問の一覧_様式.xlsx"))
    except PressFault as fault:
        messages.error(request, fault.sentence(get_language() or "ja"))
        return redirect(url_for(request.actor, "requests:own_lists"))


@require_POST
def read(request: ActingRequest) -> HttpResponse:
    """Read a filled form: all that is wrong by row, or the list to look at."""
    request.actor.require(Can.PROFILE_CHANGE)
    form = OwnListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _lists(request, form, 422)
    try:
        title, rows = own_lists.read(form.cleaned_data["file"].read())
    except own_lists.ListUnreadable as unreadable:
        form.add_error("file", str(unreadable))
        return _lists(request, form, 422)
    title = form.cleaned_data["title"].strip() or title
    if not title:
        form.add_error("title", _("一覧の名前を書いてください。"))
        return _lists(request, form, 422)
    try:
        row = own.read_in(request.actor, title, rows)
    except OwnListRefused as refused:
        faults = [(one.at, own_lists.sentence(one)) for one in refused.faults[:200]]
        return _lists(request, form, 422, faults=faults)
    return redirect(url_for(request.actor, "requests:own_list", id=row.pk))


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One list as it would be asked."""
    row = own_list_for(request.actor, id, Can.PROFILE_CHANGE)
    return render(request, "requests/bulk_list.html", {"page": reading.list_page(row)})


@require_POST
def use(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Let requests ask by it."""
    row = own_list_for(request.actor, id, Can.PROFILE_CHANGE)
    try:
        own.accept(request.actor, row)
    except NotToUse:
        messages.warning(request, str(own_lists.NOT_TO_USE))
    else:
        messages.success(request, _("使えるようにしました。「求める水準」を作るときに選べます。"))
    return redirect(url_for(request.actor, "requests:own_list", id=row.pk))


@require_POST
def retire(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """No new request asks by it."""
    row = own_list_for(request.actor, id, Can.PROFILE_CHANGE)
    try:
        own.retire(request.actor, row)
    except NotToUse:
        messages.warning(request, _("この一覧は、もう使うのをやめています。"))
    else:
        messages.success(request, _("新しいお願いには使いません。送ったお願いは、そのままです。"))
    return redirect(url_for(request.actor, "requests:own_lists"))


def _lists(request: ActingRequest, form: OwnListForm, status: int = 200, **more: object) -> HttpResponse:
    context = {"lists": reading.lists(), "form": form, **more}
    return render(request, "requests/bulk_lists.html", context, status=status)
