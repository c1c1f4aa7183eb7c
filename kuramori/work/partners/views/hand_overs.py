"""提供: the list, a new one, one with its checks, and every step until all of it is settled."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import EmptyFile, store, take_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached, printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.outside.store import TooLarge
from kuramori.press.faults import PressFault
from kuramori.rules.sharing.keeping import inputs_kept
from kuramori.rules.tokens import normal
from kuramori.work.ledger.labelling import Handed
from kuramori.work.ledger.laying import AssetClosed
from kuramori.work.ledger.marking import REASONS, SIDE_CAR
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import access, ending, hand_over, hand_over_checks, papers_hand_overs, stamping
from kuramori.work.partners import forms_hand_overs as forms
from kuramori.work.partners.hand_over_wanted import Refused, Wanted
from kuramori.work.partners.models import (
    Agreement,
    HandOver,
    ItemState,
    Medium,
    Mode,
    TheirWay,
)
from kuramori.work.partners.reading import hand_overs as reading
from kuramori.work.partners.reading import link_log, terms
from kuramori.work.partners.reading.clocks import clocks_for
from kuramori.work.places.models import Visit

MOST_PARTNERS = 30


@require_safe
def hand_overs(request: ActingRequest) -> HttpResponse:
    """`/sharing/hand-overs/`: what is out with whom, what is prepared, what we hold."""
    request.actor.require(Can.HAND_OVER_READ)
    asked = request.GET
    page = reading.list_page(
        request.actor,
        tab=asked.get("tab", "out"),
        words=asked.get("words", "")[:100],
        partner=asked.get("partner", ""),
        number=_whole(asked.get("page", "")),
    )
    kept = {name: asked[name] for name in ("words", "partner") if asked.get(name)}
    context = {"page": page, "words": asked.get("words", ""), "partner": asked.get("partner", "")}
    return render(
        request, "partners/hand_overs.html", {**context, "kept": f"&{urlencode(kept)}" if kept else ""}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/hand-overs/new/`: first the partner, then the rest; `?asset=` is chosen already.

    `?decision=`: what was asked there is filled in, so that nobody types it twice.
    """
    actor = request.actor
    actor.require(Can.HAND_OVER_MAKE)
    chosen = forms.asset_ids(request.GET.getlist("asset"))
    partner = _partner(request)
    if partner is None:
        return _choose_partner(request, "partners:new_hand_over", {"asset": chosen})
    posted = request.POST if request.method == "POST" else None
    words = request.GET.get("words", "")[:100]
    initial = {
        "assets": chosen,
        "mode": Mode.THEIR_WAY,
        "visit": request.GET.get("visit", ""),
        **_asked_before(request, partner),
    }
    form = forms.HandOverForm(posted, actor, partner, words=words, initial=initial)
    if posted is not None and form.is_valid():
        try:
            made = hand_over.prepare(actor, _wanted(form, partner))
        except Refused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.sentence)
        else:
            messages.success(
                request,
                _("%(number)s の準備を始めました。渡してよいかを確かめてあります。")
                % {"number": made.number},
            )
            return go(request, "partners:hand_over", id=made.pk)
    context = {
        "form": form,
        "partner": partner,
        "words": words,
        "purposes": _purposes(partner),
        "chosen": chosen,
        "decision": request.GET.get("decision", "")[:36],
    }
    status = UNPROCESSABLE if posted is not None else 200
    return render(request, "partners/hand_over_new.html", context, status=status)


def _asked_before(request: ActingRequest, partner: Partner) -> dict[str, Any]:
    """To whom, for what and in which form, as the decision of `?decision=` was asked. Raises `Http404`."""
    told = request.GET.get("decision", "")
    if not told:
        return {}
    try:
        row = access.decision_for(request.actor, uuid.UUID(told), Can.HAND_OVER_MAKE)
    except ValueError:
        raise Http404 from None
    if row.partner_id != partner.pk:
        return {}
    medium = inputs_kept(row.kept).medium
    return {
        "contacts": [str(row.contact_id)] if row.contact_id else [],
        "purpose": row.purpose,
        "medium": str(medium),
        "mode": {"paper": Mode.PAPER, "object": Mode.PAPER, "visit": Mode.VISIT}.get(medium, Mode.THEIR_WAY),
    }


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/hand-overs/<id>/`"""
    return _page(request, access.hand_over_for(request.actor, id, Can.HAND_OVER_READ))


@require_POST
def check(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A check was seen to, or not."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = forms.CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, row, wrong=_("日付が読めません。まだ何も変わっていません。"))
    given = form.cleaned_data
    return _done(
        request,
        row,
        lambda: hand_over_checks.tick(
            request.actor,
            row,
            given["code"],
            done=given["done"] == "1",
            on=given["on"],
            words=given["words"],
        ),
        _("確認を残しました。"),
        at="checks",
    )


@require_POST
def ask_again(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Put every question anew."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    return _done(
        request, row, lambda: hand_over.ask_again(request.actor, row), _("いまの記録で確かめ直しました。")
    )


@require_POST
def move_days(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Other days."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = forms.DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, row, wrong=_("日付が読めません。まだ何も変わっていません。"))
    return _done(
        request,
        row,
        lambda: hand_over.move_days(request.actor, row, **form.cleaned_data),
        _("期限を変えました。"),
    )


@require_POST
def offer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Make it ready."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = forms.OfferForm(request.POST)
    if not form.is_valid():
        return _page(request, row, wrong=_("写しの部数は1から20までです。"))
    copies = form.cleaned_data["copies"] or 1
    return _done(
        request,
        row,
        lambda: hand_over.offer(request.actor, row, copies=copies),
        _("渡す用意ができました。提供票を印刷して、一緒に渡してください。"),
    )


@require_POST
def give(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It went."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = forms.GiveForm(request.POST)
    if not form.is_valid():
        return _page(request, row, wrong=_("日付が読めません。まだ何も変わっていません。"))
    given = form.cleaned_data
    return _done(
        request,
        row,
        lambda: hand_over.hand(request.actor, row, on=given["on"], carried=given["carried"]),
        _("渡したことを残しました。"),
    )


@require_POST
def receipt(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """They have it: who, since when, and the slip they signed."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    people = list(row.recipients.filter(withdrawn_at__isnull=True))
    form = forms.ReceiptForm(request.POST, request.FILES or None, people)
    if not form.is_valid():
        told = form.errors.get("file") or [
            _("受け取った日と方を確かめてください。まだ何も変わっていません。")
        ]
        return _page(request, row, wrong=str(told[0]))
    given = form.cleaned_data
    chosen = [one for one in people if str(one.pk) in given["people"]]

    def kept() -> HandOver:
        file = _stored(request, given["file"]) if given["file"] else None
        return ending.record_receipt(request.actor, row, chosen, on=given["on"], file=file)

    return _done(request, row, kept, _("受け取りを記録しました。"))


@require_safe
def receipt_file(request: ActingRequest, id: uuid.UUID) -> HttpResponse | FileResponse:
    """The slip that was signed."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_READ)
    if row.receipt is None:
        messages.warning(request, _("受領書は、まだ付いていません。"))
        return go(request, "partners:hand_over", id=row.pk)
    file: File = row.receipt
    return handed_out(
        request,
        lambda: take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


@require_POST
def confirm_oral(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What was said is in writing."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = forms.GiveForm(request.POST)
    if not form.is_valid() or form.cleaned_data["on"] is None:
        return _page(request, row, wrong=_("書面にした日を入れてください。"))
    on = form.cleaned_data["on"]
    return _done(
        request, row, lambda: ending.confirm_oral(request.actor, row, on=on), _("書面にした日を残しました。")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not any more: why."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_STOP)
    form = forms.StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(request, row, lambda: hand_over.stop(request.actor, row, reason), _("取りやめました。"))
    context = {"form": form, "page": reading.one_page(request.actor, row)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "partners/hand_over_stop.html", context, status=status)


@require_POST
def end_item(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What became of one thing."""
    item = access.item_for(request.actor, id, Can.TAKE_BACK)
    row = access.hand_over_for(request.actor, item.hand_over_id, Can.TAKE_BACK)
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        return _page(
            request, row, wrong=_("どうなったかと、その日を入れてください。まだ何も変わっていません。")
        )
    given = form.cleaned_data
    return _done(
        request,
        row,
        lambda: ending.end_item(
            request.actor,
            item,
            ItemState(given["became"]),
            on=given["on"],
            kept_until=given["kept_until"],
            kept_for=given["kept_for"],
        ),
        _("%(number)s がどうなったかを残しました。") % {"number": item.number},
        at="things",
    )


@never_cache
@require_POST
def stamp(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Files that go with it, marked and handed back; none is kept."""
    item = access.item_for(request.actor, id, Can.HAND_OVER_MAKE)
    request.actor.require(Can.ASSET_LABEL)
    row = access.hand_over_for(request.actor, item.hand_over_id, Can.HAND_OVER_MAKE)
    files = [(one.name or "", one.read()) for one in request.FILES.getlist("files")]
    if not files:
        return _page(request, row, wrong=_("表示を付けるファイルを選んでください。"))
    try:
        handed = stamping.stamp(request.actor, item, files)
    except hand_over.WrongState as fault:
        return _page(request, row, wrong=fault.sentence)
    except AssetClosed:
        return _page(request, row, wrong=_("この情報は、いまの台帳にありません。"))
    return _stamped(item.number, handed)


@require_safe
def slip(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """提供票 and 受領書, two A4 pages."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_READ)
    if not reading.has_slip(row):
        messages.warning(request, _("提供票は、渡す用意が終わると印刷できます。"))
        return go(request, "partners:hand_over", id=row.pk)
    try:
        content = papers_hand_overs.slip(request.actor, row)
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "partners:hand_over", id=row.pk)
    return printed(content, _("提供票_%(number)s.pdf") % {"number": row.number})


def _page(request: ActingRequest, row: HandOver, *, wrong: str = "") -> HttpResponse:
    page = reading.one_page(request.actor, row)
    context: dict[str, Any] = {
        "page": page,
        "clocks": clocks_for(request.actor, page.row),
        "days": forms.DaysForm(initial={"expires_on": row.expires_on, "return_by": row.return_by}),
        "give": forms.GiveForm(),
        "receipt": forms.ReceiptForm(
            None, None, page.people, initial={"people": [str(one.pk) for one in page.people]}
        ),
        "end": forms.EndForm(),
        "link_log": link_log.lines_of(
            row.organisation_id, "take_back", row.take_backs.values_list("pk", flat=True)
        ),
        "wrong": wrong,
    }
    return render(request, "partners/hand_over.html", context, status=UNPROCESSABLE if wrong else 200)


def _done(
    request: ActingRequest, row: HandOver, verb: Callable[[], object], sentence: str, *, at: str = ""
) -> HttpResponse:
    """Do it and say so; or say why nothing was done, on the page itself."""
    try:
        verb()
    except (Refused, hand_over.NotReady, hand_over.WrongState) as fault:
        return _page(request, row, wrong=fault.sentence)
    except KindRefused:
        return _page(request, row, wrong=_("この形式のファイルは受け取れません。PDFか写真にしてください。"))
    except (TooLarge, EmptyFile):
        return _page(request, row, wrong=_("ファイルが20MBを超えているか、空です。何も残していません。"))
    messages.success(request, sentence)
    return go(request, "partners:hand_over", at=at, id=row.pk)


def _wanted(form: forms.HandOverForm, partner: Partner) -> Wanted:
    given = form.cleaned_data
    assets: list[Asset] = given["found"]
    return Wanted(
        partner=partner,
        assets=assets,
        contacts=list(partner.contacts.filter(pk__in=given["contacts"])),
        purpose=given["purpose"],
        mode=Mode(given["mode"]),
        medium=Medium(given["medium"]),
        way=TheirWay(given["way"]) if given["way"] else None,
        agreement=Agreement.objects.filter(pk=given["agreement"]).first() if given["agreement"] else None,
        expires_on=given["expires_on"],
        return_by=given["return_by"],
        visit=Visit.objects.filter(pk=given["visit"]).select_related("route").first()
        if given["visit"]
        else None,
    )


def choose_partner(request: ActingRequest, view: str, kept: dict[str, list[str]], title: str) -> HttpResponse:
    """The page on which the partner is looked for first."""
    words = request.GET.get("partner_words", "")[:60]
    rows = Partner.objects.filter(retired_on__isnull=True)
    for word in normal(words).split()[:6]:
        rows = rows.filter(words__contains=word)
    more = urlencode(kept, doseq=True)
    base = url_for(request.actor, view)
    lines = [
        {"name": one.name, "url": f"{base}?partner={one.pk}{f'&{more}' if more else ''}"}
        for one in rows.order_by("sorts_as", "pk")[:MOST_PARTNERS]
    ]
    context = {"lines": lines, "words": words, "kept": kept, "title": title, "url": base}
    return render(request, "partners/choose_partner.html", context)


def _choose_partner(request: ActingRequest, view: str, kept: dict[str, list[str]]) -> HttpResponse:
    return choose_partner(request, view, kept, _("どの取引先へ渡しますか"))


def _partner(request: ActingRequest) -> Partner | None:
    try:
        key = uuid.UUID(request.GET.get("partner", ""))
    except ValueError:
        return None
    return partner_for(request.actor, key, Can.PARTNER_READ)


def _purposes(partner: Partner) -> list[str]:
    """What the agreements of today name as purposes, as they are written."""
    with_partner = [one for one, _terms in terms.running_with(partner.pk)]
    said = terms.values_of([one.pk for one in with_partner])
    return list(dict.fromkeys(str(one) for values in said.values() for one in values.get("purposes") or ()))


def _stored(request: ActingRequest, file: Any) -> File:
    return store(request.actor, name=file.name or "", chunks=file.chunks())


def _stamped(number: str, handed: Handed) -> HttpResponse:
    """Everything in one zip, with a note of what took no mark."""
    out, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n, one in enumerate(handed.files, start=1):
            name = one.name if one.name not in taken else f"{n}-{one.name}"
            taken.add(name)
            packed.writestr(name, one.content)
            if one.side_car is not None:
                packed.writestr(name + SIDE_CAR, one.side_car)
        if handed.faults:
            english = (get_language() or "ja").startswith("en")
            told = "\r\n".join(
                f"{one.name}: {REASONS[one.code][1 if english else 0]}" for one in handed.faults
            )
            packed.writestr(_("表示を付けられなかったファイル.txt"), told.encode("utf-8-sig"))
    return attached(out.getvalue(), "application/zip", f"{number}.zip")


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
