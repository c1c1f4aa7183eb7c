"""The share page of a hand-over in the house: put files in, let each person in, see what happened."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile
from kuramori.ground.people import codes
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.link_letters import letter_around, mailed
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import is_on
from kuramori.outside import clock
from kuramori.outside.bucket import StorageAway
from kuramori.outside.store import TooLarge
from kuramori.work.partners import access
from kuramori.work.partners.forms_share import ContentForm
from kuramori.work.partners.models import HandOver, ShownAs
from kuramori.work.partners.reading import share_page as reading
from kuramori.work.partners.sharing_page import letter, opening, putting
from kuramori.work.partners.sharing_page.purpose import MAIL

UNPROCESSABLE = 422


@never_cache
@require_safe
def page(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/share-pages/<hand-over>/`"""
    return _page(request, access.hand_over_for(request.actor, id, Can.HAND_OVER_READ))


@require_POST
def put(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Keep a file for one thing, or say anew how the one that lies there is shown."""
    item = access.item_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = ContentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, item.hand_over, wrong=str(next(iter(form.errors.values()))[0]))
    given = form.cleaned_data
    how = {"shown_as": ShownAs(given["shown_as"]), "may_print": given["may_print"]}
    try:
        if given["file"]:
            putting.put_content(
                request.actor, item, name=given["file"].name, chunks=given["file"].chunks(), **how
            )
            messages.success(request, _("%(number)s のファイルを入れました。") % {"number": item.number})
        elif putting.decide_shown(request.actor, item, **how):
            messages.success(request, _("%(number)s の見せ方を決めました。") % {"number": item.number})
    except putting.NotPut as refused:
        return _page(request, item.hand_over, wrong=refused.sentence)
    except KindRefused:
        return _page(
            request,
            item.hand_over,
            wrong=_(
                "この形式のファイルは受け取れません。何も入れていません。PDFにして、もう一度お試しください。"
            ),
        )
    except (TooLarge, EmptyFile):
        return _page(
            request, item.hand_over, wrong=_("ファイルが20MBを超えているか、空です。何も入れていません。")
        )
    except StorageAway:
        wrong = _(
            "ファイルの置き場につながりません。何も入れていません。少し待ってから、もう一度お試しください。"
        )
        return _page(request, item.hand_over, wrong=wrong)
    return _back(request, item.hand_over)


@never_cache
@require_POST
def let_in(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A link for one person, shown once; mailed where that was asked for and can be done."""
    person = access.recipient_for(request.actor, id, Can.HAND_OVER_MAKE)
    try:
        issued = opening.let_in(request.actor, person)
    except opening.NotOpened as refused:
        return _page(request, person.hand_over, wrong=refused.sentence)
    except AddressUnusable as unusable:
        return _page(request, person.hand_over, wrong=str(unusable))
    told = letter.told(person.hand_over, issued)
    made = letter_around(request, issued, letter.words(), **told)
    was_mailed = mailed(
        request,
        issued,
        made,
        subject=_("お渡しするもののご案内（%(organisation)s）"),
        purpose=MAIL,
        about=("link", issued.link.pk),
    )
    return _page(request, person.hand_over, made=made, mailed=was_mailed, told=person.name)


@require_POST
def shut_out(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take one person's link back: it opens nothing from this moment on."""
    person = access.recipient_for(request.actor, id, Can.HAND_OVER_MAKE)
    if opening.shut_out(request.actor, person):
        messages.success(
            request, _("%(name)sさんのリンクを止めました。もう開けません。") % {"name": person.name}
        )
    return _back(request, person.hand_over)


@never_cache
@require_POST
def tell_code(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A code to tell by telephone, shown once."""
    person = access.recipient_for(request.actor, id, Can.HAND_OVER_MAKE)
    link = person.link
    if link is None or link.revoked_at is not None or link.expires_at <= clock.now():
        return _page(
            request, person.hand_over, wrong=_("この方のリンクは、いま開けません。作り直してください。")
        )
    try:
        code = codes.tell_code(request.actor, link)
    except (codes.Locked, codes.AskedTooOften) as refused:
        at = f"{refused.until.astimezone(clock.TOKYO):%H:%M}"
        wrong = _("コードの間違いか作り直しが続いたため、%(at)sまで新しいコードを出せません。") % {"at": at}
        return _page(request, person.hand_over, wrong=wrong)
    return _page(request, person.hand_over, code=f"{code[:3]} {code[3:]}", told=person.name)


def _page(request: ActingRequest, hand_over: HandOver, *, wrong: str = "", **more: object) -> HttpResponse:
    context = {
        "page": reading.house_page(request.actor, hand_over),
        "form": ContentForm(),
        "mail_is_on": is_on(),
        "wrong": wrong,
        **more,
    }
    return render(request, "partners/share_page.html", context, status=UNPROCESSABLE if wrong else 200)


def _back(request: ActingRequest, hand_over: HandOver) -> HttpResponse:
    return redirect(url_for(request.actor, "partners:share_page", id=hand_over.pk))
