"""返還・廃棄 in the house: what is out, ask for it, record what came on paper, certify what we had."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.contacts.models import Contact
from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, store
from kuramori.ground.people import links
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.link_letters import Letter, letter_around, mailed
from kuramori.ground.people.named import day_of
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.outside.store import TooLarge
from kuramori.press.faults import PressFault
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger import looks
from kuramori.work.partners import access
from kuramori.work.partners.forms_take_back import AskAllForm, AskBackForm, CertificateForm, PaperForm
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import HandedItem, HandOver, HandOverState, ItemState, TakeBack
from kuramori.work.partners.reading import take_back as reading
from kuramori.work.partners.take_back import asking, certifying, papers
from kuramori.work.partners.take_back.told import Told

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
def take_backs(request: ActingRequest) -> HttpResponse:
    """`/sharing/take-back/`: what is to come back, what we have to give back, what partners keep for us."""
    request.actor.require(Can.HAND_OVER_READ)
    return render(request, "partners/take_back.html", {"page": reading.page()})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/take-back/<hand-over>/ask/`"""
    found = access.hand_over_for(request.actor, id, Can.TAKE_BACK)
    items = _out(found)
    form = AskBackForm(request.POST if request.method == "POST" else None, items, found.partner)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = [one for one in items if str(one.pk) in given["items"]]
        try:
            asked = asking.ask_back(
                request.actor,
                found,
                wanted,
                by_on=given["by_on"],
                reason=given["reason"],
                contact=_contact(given["contact"]),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except WrongState as wrong:
            form.add_error(None, wrong.sentence)
        except AddressUnusable:
            form.add_error("contact", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
        else:
            return _asked(request, found, [asked])
    context = {"form": form, "line": reading.outstanding_of(found)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "partners/ask_back.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_all_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/take-back/agreement/<agreement>/`: everything that was handed over under it."""
    agreement = access.agreement_for(request.actor, id, Can.TAKE_BACK)
    form = AskAllForm(request.POST if request.method == "POST" else None, agreement.partner)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asked = asking.ask_all_back(
                request.actor,
                agreement,
                by_on=given["by_on"],
                reason=given["reason"],
                contact=_contact(given["contact"]),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except AddressUnusable:
            form.add_error("contact", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
        else:
            return _asked(request, asked[0].take_back.hand_over, asked)
    context = {"form": form, "agreement": agreement, "lines": reading.under(agreement)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "partners/ask_all_back.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def certify(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/take-back/<hand-over>/certify/`: what became of what we had received."""
    found = access.hand_over_for(request.actor, id, Can.TAKE_BACK)
    items = _out(found)
    _open_to(request, items)
    form = CertificateForm(
        request.POST if request.method == "POST" else None,
        items,
        company=request.actor.organisation.name,
        person=request.actor.name,
    )
    context: dict[str, Any] = {"form": form, "line": reading.outstanding_of(found), "is_paper": False}
    if request.method != "POST" or not form.is_valid():
        return _certificate_page(request, context)
    told = form.told()
    try:
        if "shown" not in request.POST or "back" in request.POST:
            return _preview(request, context, found.partner.name, found, told)
        certifying.certify_ours(request.actor, found, told, shown=request.POST["shown"])
    except Refused as refused:
        form.refuse(refused.field, refused.sentence)
        return _certificate_page(request, context)
    except (AnotherText, WrongState):
        form.add_error(None, _("確かめている間に中身が変わりました。もう一度、文面を確かめてください。"))
        return _certificate_page(request, context, status=CONFLICT)
    messages.success(request, _("証明書を作りました。台帳から手放す手続きも、忘れずに済ませてください。"))
    return redirect(url_for(request.actor, "partners:take_backs"))


@require_http_methods(["GET", "HEAD", "POST"])
def record_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/take-back/<hand-over>/paper/`: a certificate came on paper, or the things themselves came back."""
    found = access.hand_over_for(request.actor, id, Can.TAKE_BACK)
    items = _out(found)
    _open_to(request, items)
    posted = request.method == "POST"
    sent_files = request.FILES if posted else None
    form = PaperForm(request.POST if posted else None, items, company=found.partner.name, files=sent_files)
    context: dict[str, Any] = {"form": form, "line": reading.outstanding_of(found), "is_paper": True}
    if not posted or not form.is_valid():
        return _certificate_page(request, context)
    sent = form.cleaned_data["paper"]
    try:
        told = form.told()
        certifying.shown_text(request.actor.organisation.name, found, told)
        paper = store(request.actor, name=sent.name, chunks=sent.chunks())
        certifying.record_paper(request.actor, found, told, paper=paper)
    except Refused as refused:
        form.refuse(refused.field, refused.sentence)
        return _certificate_page(request, context)
    except WrongState as wrong:
        form.add_error(None, wrong.sentence)
        return _certificate_page(request, context, status=CONFLICT)
    except (KindRefused, EmptyFile, TooLarge):
        form.add_error("paper", _("このファイルは受け取れません。PDF か写真を、20MBまでで選んでください。"))
        return _certificate_page(request, context)
    messages.success(request, _("記録しました。片づいたものは「相手の手元」から外れます。"))
    return redirect(url_for(request.actor, "partners:take_backs"))


@require_safe
def certificate_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The certificate as a PDF, with an empty place for the seal. That it was taken is in the trail first."""
    found = access.certificate_for(request.actor, id, Can.HAND_OVER_READ)
    _open_to(request, list(found.hand_over.items.select_related("asset")))
    try:
        content = papers.certificate(request.actor, found)
    except PressFault:
        messages.error(request, _("印刷できませんでした。記録はそのままです。もう一度お試しください。"))
        return redirect(url_for(request.actor, "partners:take_backs"))
    return printed(content, f"{found.hand_over.number}-{_('返還・廃棄証明書')}.pdf")


def _asked(request: ActingRequest, found: HandOver, asked: Sequence[asking.Asked]) -> HttpResponse:
    """The links to hand over, once, with their letters; mailed at once where that was wished and mail is set up."""
    letters = [_letter(request, one.take_back, one.issued) for one in asked if one.issued is not None]
    context = {
        "line": reading.outstanding_of(found),
        "letters": [letter for letter, _mailed in letters],
        "mailed": any(was_mailed for _letter, was_mailed in letters),
        "requests": [one.take_back for one in asked],
    }
    return render(request, "partners/asked_back.html", context)


def _letter(request: ActingRequest, row: TakeBack, issued: links.Issued) -> tuple[Letter, bool]:
    words = _(
        "%(person)s 様\n\nお渡ししたもの（提供 %(number)s、%(things)s件）の返還または廃棄をお願いします。\n"
        "期限: %(by)s\n%(reason)s\n済みましたら、下のリンクからお知らせください。証明書がその場でできます。\n"
        "%(url)s\n\n"
        "開くときに、6けたの確認コードが要ります。画面の案内にそって受け取ってください。\n%(organisation)s %(who)s"
    )
    letter = letter_around(
        request,
        issued,
        words,
        number=row.hand_over.number,
        things=len(row.items),
        by=day_of(row.by_on),
        reason=row.reason,
    )
    was_mailed = mailed(
        request,
        issued,
        letter,
        subject=_("返還・廃棄のお願い（%(organisation)s）"),
        purpose=asking.MAIL,
        about=("hand_over", row.hand_over_id),
    )
    return letter, was_mailed


def _certificate_page(request: ActingRequest, context: dict[str, Any], *, status: int = 0) -> HttpResponse:
    status = status or (UNPROCESSABLE if request.method == "POST" else 200)
    return render(request, "partners/certify.html", context, status=status)


def _preview(
    request: ActingRequest, context: dict[str, Any], giver: str, found: HandOver, told: Told
) -> HttpResponse:
    if "back" in request.POST:
        return _certificate_page(request, context, status=200)
    title, body, digest = certifying.shown_text(giver, found, told)
    kept = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context |= {"title": title, "body": body, "digest": digest, "kept": kept}
    return render(request, "partners/certify_shown.html", context)


def _out(found: HandOver) -> list[HandedItem]:
    """What is still to be told of: nothing before it went."""
    if found.state not in {HandOverState.OUT, HandOverState.CLOSED}:
        return []
    rows = found.items.filter(state__in=(ItemState.OUT, ItemState.KEPT)).select_related("asset", "hand_over")
    return list(rows.order_by("position"))


def _open_to(request: ActingRequest, items: Sequence[HandedItem]) -> None:
    """A page that names what is 極秘 is for those who may know it, and is a look."""
    assets = [one.asset for one in items if one.asset is not None]
    for asset in assets:
        ledger_access.require_open(request.actor, asset)
    looks.note(request.actor, assets)


def _contact(chosen: str) -> Contact | None:
    return Contact.objects.filter(pk=chosen).first() if chosen else None
