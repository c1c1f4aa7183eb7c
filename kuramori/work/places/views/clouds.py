"""クラウド: the register, one service, its terms and check sheet, what was found in use without asking."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.papers.answer import handed_out
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, receive, take_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, go
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.work.places import access_out as access
from kuramori.work.places import cloud_review, cloud_service, shadow
from kuramori.work.places import forms_out as forms
from kuramori.work.places.cloud_items import UNKNOWN, check_sheet
from kuramori.work.places.forms import id_in
from kuramori.work.places.models import CloudService, ShadowDecision
from kuramori.work.places.reading import clouds as reading
from kuramori.work.places.views.ways import shown

FORM = "places/form_page.html"


@require_safe
def clouds(request: ActingRequest) -> HttpResponse:
    """`/places/clouds/`"""
    request.actor.require(Can.PLACE_READ)
    context = {
        "page": reading.clouds_page(),
        "decisions": [one for one in ShadowDecision.choices if one[0] != ShadowDecision.OPEN],
        "here": "clouds",
    }
    return render(request, "places/clouds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_cloud(request: ActingRequest) -> HttpResponse:
    """List a service."""
    request.actor.require(Can.CLOUD_REVIEW)
    form = forms.CloudForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = cloud_service.admit_cloud(request.actor, _told(form))
        except cloud_service.AlreadyListed:
            form.add_error("name", _("この名前のサービスは、もう載っています。"))
        except cloud_service.NameMissing:
            form.add_error("name", _("名前を書いてください。"))
        else:
            messages.success(request, _("一覧に載せました。次に、規約の写しを取って、約束を確かめます。"))
            return go(request, "places:cloud", id=made.pk)
    return shown(request, FORM, _form_context(request, form, None))


@require_safe
def cloud(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One service. `?q=` looks for it on the newest list, so that somebody can match it."""
    row = access.cloud_for(request.actor, id, Can.PLACE_READ)
    words = request.GET.get("q", "")[:80]
    context = {"page": reading.cloud_page(row, words=words), "words": words, "here": "clouds"}
    return render(request, "places/cloud.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Correct its line."""
    row = access.cloud_for(request.actor, id, Can.CLOUD_REVIEW)
    if request.method != "POST":
        return shown(request, FORM, _form_context(request, forms.CloudForm(initial=_initial(row)), row))
    form = forms.CloudForm(request.POST)
    if form.is_valid():
        try:
            seen = form.cleaned_data["revision"] or 0
            cloud_service.change_cloud(request.actor, row, _told(form), revision=seen)
        except cloud_service.StaleCloud as stale:
            form = forms.CloudForm({**request.POST.dict(), "revision": stale.current.revision})
            context = _form_context(request, form, row) | {"stale": stale.current.name}
            return shown(request, FORM, context, status=CONFLICT)
        except cloud_service.NameMissing:
            form.add_error("name", _("名前を書いてください。"))
        else:
            messages.success(request, _("直しました。"))
            return go(request, "places:cloud", id=row.pk)
    return shown(request, FORM, _form_context(request, form, row))


@require_POST
def retire(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It is not used any more."""
    row = access.cloud_for(request.actor, id, Can.CLOUD_REVIEW)
    cloud_service.retire_cloud(request.actor, row, last_day=clock.today())
    messages.success(request, _("利用を終えたことを残しました。中身が消えたかも確かめてください。"))
    return go(request, "places:clouds")


@require_POST
def match(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A person says which row of the list it is; an empty number takes that back."""
    row = access.cloud_for(request.actor, id, Can.CLOUD_REVIEW)
    try:
        cloud_service.match_listing(request.actor, row, request.POST.get("number", "")[:60])
    except cloud_service.NotOnTheList:
        messages.error(request, _("その登録番号は一覧にありません。何も変えていません。"))
    else:
        messages.success(request, _("残しました。一覧にあることと、約束があることは別です。"))
    return go(request, "places:cloud", at="listing", id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_terms(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Keep the terms as they stand."""
    row = access.cloud_for(request.actor, id, Can.CLOUD_REVIEW)
    posted = request.method == "POST"
    form = forms.TermsForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"taken_on": clock.today()},
    )
    if form.is_valid():
        made = _kept(request, row, form)
        if made is not None:
            messages.success(request, _("規約の写しを残しました。"))
            return go(request, "places:terms", id=made.pk)
    context = {
        "form": form,
        "here": "clouds",
        "is_upload": True,
        "title": _("規約の写しを残す"),
        "lead": _("いまの規約を残します。前の写しは消えません。文を貼ると、違いが分かります。"),
        "button": _("写しを残す"),
        "crumb": row.name,
        "crumb_url": url_for(request.actor, "places:cloud", id=row.pk),
        "back": url_for(request.actor, "places:cloud", id=row.pk),
    }
    return shown(request, FORM, context)


@require_safe
def terms(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One snapshot, and what changed since the one before."""
    row = access.terms_for(request.actor, id, Can.PLACE_READ)
    return render(request, "places/terms.html", {"page": reading.terms_page(row), "here": "clouds"})


@require_safe
def terms_file(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """The file of a snapshot."""
    row = access.terms_for(request.actor, id, Can.PLACE_READ)
    request.actor.require(Can.FILE_READ)
    file = row.file
    if file is None:
        messages.info(request, _("この写しは文だけです。ファイルはありません。"))
        return go(request, "places:terms", id=row.pk)
    return handed_out(
        request,
        lambda: take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The check sheet, filled in from the terms."""
    row = access.cloud_for(request.actor, id, Can.CLOUD_REVIEW)
    today = clock.today()
    page = reading.cloud_page(row)
    initial: dict[str, Any] = {
        "on": today,
        "review_on": today.replace(year=today.year + 1, day=min(today.day, 28)),
    }
    for line in page.items:
        initial |= {
            # After new terms every answer is given anew; where it stood is only a hint.
            f"{line.item.id}.answer": UNKNOWN if page.terms_newer else line.answer,
            f"{line.item.id}.where": line.where,
            f"{line.item.id}.note": line.note,
        }
    form = forms.ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = cloud_review.review_cloud(
                request.actor, row, form.answers, on=given["on"], review_on=given["review_on"]
            )
        except cloud_review.WhereMissing as missing:
            helps = {item.id: item.help for item in check_sheet().items}
            form.add_error(f"{missing.item}.where", helps[missing.item])
        else:
            messages.success(
                request, _("確認を残しました。秘密保持：%(agreed)s") % {"agreed": made.get_agreed_display()}
            )
            return go(request, "places:cloud", id=row.pk)
    told = {"form": form, "page": page, "here": "clouds", "sheet": check_sheet()}
    return shown(request, "places/cloud_review.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def new_shadow(request: ActingRequest) -> HttpResponse:
    """Note a use that nobody had agreed to."""
    request.actor.require(Can.CLOUD_REVIEW)
    form = forms.ShadowForm(
        request.POST if request.method == "POST" else None, initial={"found_on": clock.today()}
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            shadow.note_shadow(
                request.actor,
                service_words=given["service_words"],
                found_on=given["found_on"],
                how=given["how"],
            )
        except shadow.WordsMissing:
            form.add_error("service_words", _("何が使われていたかを書いてください。"))
        else:
            messages.success(request, _("書き留めました。"))
            return go(request, "places:clouds", at="shadow")
    context = {
        "form": form,
        "here": "clouds",
        "title": _("断りのない利用を書き留める"),
        "lead": _("責めるためではありません。使われていたのは、要るからです。代わりを決めるために書きます。"),
        "button": _("書き留める"),
        "crumb": _("クラウド"),
        "crumb_url": url_for(request.actor, "places:clouds"),
        "back": url_for(request.actor, "places:clouds"),
    }
    return shown(request, FORM, context)


@require_POST
def decide_shadow(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Say what becomes of it."""
    row = access.shadow_for(request.actor, id, Can.CLOUD_REVIEW)
    form = forms.DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("どうするかを選び、理由を書いてください。何も変えていません。"))
        return go(request, "places:clouds", at="shadow")
    given = form.cleaned_data
    shadow.decide_shadow(request.actor, row, ShadowDecision(given["decision"]), note=given["note"])
    messages.success(request, _("決めたことを残しました。"))
    return go(request, "places:clouds", at="shadow")


def _kept(request: ActingRequest, row: CloudService, form: forms.TermsForm) -> Any:
    given = form.cleaned_data
    try:
        file = given["file"]
        received = receive(request.actor, name=file.name, chunks=file.chunks()) if file else None
        told = cloud_review.Terms(given["taken_on"], given["url"], received, given["text"], given["note"])
        return cloud_review.keep_terms(request.actor, row, told)
    except KindRefused:
        form.add_error("file", _("この種類のファイルは受け取れません。PDFにして選んでください。"))
    except TooLarge:
        form.add_error("file", _("ファイルが大きすぎます。20MBまでです。"))
    except EmptyFile:
        form.add_error("file", _("ファイルが空です。"))
    except (cloud_review.NothingHandedIn, cloud_review.TermsTooLong):
        form.add_error("text", _("規約の文は、20万文字までです。空のままにもできません。"))
    return None


def _told(form: forms.CloudForm) -> cloud_service.Described:
    given = form.cleaned_data
    return cloud_service.Described(
        name=given["name"],
        provider=given["provider"],
        used_for=given["used_for"],
        may_lie=given["may_lie"],
        owner=access.colleague(id_in(given["owner"])),
        note=given["note"],
    )


def _initial(row: CloudService) -> dict[str, Any]:
    return {
        "name": row.name,
        "provider": row.provider,
        "used_for": row.used_for,
        "may_lie": row.may_lie,
        "owner": str(row.owner_id or ""),
        "note": row.note,
        "revision": row.revision,
    }


def _form_context(request: ActingRequest, form: forms.CloudForm, row: CloudService | None) -> dict[str, Any]:
    back = (
        url_for(request.actor, "places:cloud", id=row.pk) if row else url_for(request.actor, "places:clouds")
    )
    return {
        "form": form,
        "here": "clouds",
        "title": _("クラウドの欄を直す") if row else _("クラウドを載せる"),
        "lead": "" if row else _("会計、メール、ファイルの受け渡し、生成AI。無料のものも載せます。1分です。"),
        "button": _("直して保存する") if row else _("一覧に載せる"),
        "crumb": _("クラウド"),
        "crumb_url": url_for(request.actor, "places:clouds"),
        "back": back,
    }
