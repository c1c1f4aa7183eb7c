"""Pages of who is asked: choosing, leaving out, how the mail stands, links by hand, the telephone list."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.kinds import KINDS
from kuramori.ground.contacts.models import Contact
from kuramori.ground.jobs import read as jobs
from kuramori.ground.jobs.models import Job
from kuramori.ground.people import codes, links
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.qr import qr_svg
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.requests import (
    access,
    asking,
    asking_letters,
    choosing,
    inviting,
    readdressing,
    reminding,
    sending,
    to_their_house,
)
from kuramori.work.requests import forms_asking as forms
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.link_purpose import KIND, REPLY
from kuramori.work.requests.matching import choice_from
from kuramori.work.requests.models import Asked
from kuramori.work.requests.reading import asking as reading
from kuramori.work.requests.reading import profiles
from kuramori.work.requests.views.asking import told_count
from kuramori.work.requests.views.ways import genuine_at, job_id, whole


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/<id>/partners/`: narrow the suppliers and add all of them; below, who is in already."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    if request.method == "POST":
        choice = choice_from(request.POST)
        try:
            if "leave" in request.POST:
                count = choosing.leave_out_matching(request.actor, row, choice)
                messages.success(request, _("%(count)s社を外しました。") % {"count": count})
            else:
                came = choosing.choose(request.actor, row, choice)
                if isinstance(came, Job):
                    messages.success(request, _("加え始めました。この画面を閉じても続きます。"))
                    return go(request, "requests:choose", query={"job": came.pk}, id=id)
                messages.success(request, told_count(came))
        except asking.WrongState as wrong:
            messages.error(request, wrong.sentence)
            return go(request, "requests:request", id=id)
        return go(request, "requests:choose", id=id)
    choice = choice_from(request.GET)
    context = {
        "row": row,
        "choice": choice,
        "fresh": choosing.not_yet(row, choice).count(),
        "some": choosing.not_yet(row, choice)[:8],
        "whom": reading.whom(row),
        "by_class": reading.by_class(row),
        "page": reading.asked_page(row, number=whole(request.GET.get("page", ""))),
        "classes": profiles.classes(),
        "kinds": KINDS.items(),
        "kept": urlencode({name: value for name, value in choice.kept().items() if value}),
        "job": _job(request, choosing.JOB),
    }
    return render(request, "requests/asking_choose.html", context)


@require_POST
def leave_out(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Those with a tick."""
    row = access.request_for(request.actor, id, Can.REQUEST_MAKE)
    try:
        count = choosing.leave_out(request.actor, row, forms.ids_of(request.POST.getlist("asked")))
    except asking.WrongState as wrong:
        messages.error(request, wrong.sentence)
    else:
        messages.success(request, _("%(count)s社を外しました。") % {"count": count})
    return go(request, "requests:choose", id=id)


@require_safe
def asked(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/<id>/asked/`: each partner, how its mail and its answer stand; `?part=` narrows."""
    row = access.request_for(request.actor, id, Can.REQUEST_READ)
    part, words = request.GET.get("part", ""), request.GET.get("words", "")[:60]
    context: dict[str, Any] = {
        "row": row,
        "part": part,
        "words": words,
        "page": reading.asked_page(row, part=part, words=words, number=whole(request.GET.get("page", ""))),
        "counts": reading.counts(row),
        "trouble": reading.trouble(row),
        "whom": reading.whom(row),
        "kept": urlencode({name: value for name, value in (("part", part), ("words", words)) if value}),
    }
    return render(request, "requests/asking_asked.html", context)


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/asked/<id>/`: one partner of a request: whom to write to, what went, what was said."""
    return _page(request, access.asked_for(request.actor, id, Can.REQUEST_READ))


@never_cache
@require_POST
def hand_link(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A link to hand over oneself; shown once."""
    row = access.asked_for(request.actor, id, Can.REQUEST_MAKE)
    try:
        issued = sending.hand_link(request.actor, row)
    except (asking.WrongState, asking.RequestRefused) as refused:
        messages.error(request, refused.sentence)
        return _page(request, row, status=UNPROCESSABLE)
    handed = _handed(request, issued)
    row = access.asked_for(request.actor, id, Can.REQUEST_MAKE)
    if "paper" in request.POST:
        try:
            return asking_letters.answer(request.actor, row.request, row, genuine_at(request), handed)
        except PressFault:
            messages.error(request, _("いまは PDF を作れません。下のリンクを渡すか、もう一度どうぞ。"))
    return _page(
        request, row, url=handed.url, qr=qr_svg(handed.url, label=_("リンクの図")), to=handed.address
    )


def _handed(request: ActingRequest, issued: links.Issued) -> asking_letters.Handed:
    url = outside_url(request, reverse("front:link", kwargs={"secret": issued.secret}))
    last_day = clock.day_of(issued.link.expires_at - links.A_SECOND)
    return asking_letters.Handed(url, links.recipient_of(issued.link).address, last_day)


@require_POST
def readdress(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Somebody else there."""
    row = access.asked_for(request.actor, id, Can.REQUEST_MAKE)
    wanted = job_id(request.POST.get("contact", ""))
    people = Contact.objects.filter(partner=row.partner, retired_on__isnull=True)
    contact = people.filter(pk=wanted).first() if wanted is not None else None
    came = readdressing.readdress(request.actor, row, contact)
    if came is readdressing.Came.MAILED:
        messages.success(request, _("宛先を変えました。前の方のリンクを閉じ、新しい方へメールを送りました。"))
    elif came is readdressing.Came.BY_HAND:
        messages.warning(
            request,
            _(
                "宛先を変え、前の方のリンクを閉じました。メールは送れていません。下の「手で渡す」から渡してください。"
            ),
        )
    elif came is readdressing.Came.SAME:
        messages.info(request, _("宛先は、もうこの方になっています。リンクはそのままです。"))
    else:
        messages.success(request, _("宛先を変えました。"))
    return go(request, "requests:asked_one", id=id)


@require_POST
def move(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """From now on in the partner's own Kuramori."""
    row = access.asked_for(request.actor, id, Can.REQUEST_MAKE)
    try:
        to_their_house.move(request.actor, row)
    except asking.RequestRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("相手の蔵守に届けます。リンクからは、もう答えられません。"))
    return go(request, "requests:asked_one", id=id)


@require_POST
def call(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What came of a call."""
    row = access.asked_for(request.actor, id, Can.REQUEST_MAKE)
    try:
        reminding.note_call(request.actor, row, request.POST.get("note", ""))
    except asking.RequestRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("電話の結果を残しました。"))
    return go(request, "requests:asked_one", id=id)


@never_cache
@require_POST
def code(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A code to tell by telephone; shown once."""
    row = access.asked_for(request.actor, id, Can.REQUEST_MAKE)
    told = ""
    if row.link is None:
        messages.error(request, _("この相手には、まだリンクがありません。"))
    else:
        try:
            told = codes.tell_code(request.actor, row.link)
        except (codes.Locked, codes.AskedTooOften) as refused:
            messages.error(request, inviting.wait(refused))
    return _page(request, row, code=told, status=200 if told else UNPROCESSABLE)


@require_safe
def letter(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/asked/<id>/letter/`: the letter with this partner's own number, as PDF."""
    row = access.asked_for(request.actor, id, Can.REQUEST_READ)
    try:
        return asking_letters.answer(request.actor, row.request, row, genuine_at(request))
    except PressFault:
        messages.error(request, _("いまは PDF を作れません。少し待って、もう一度どうぞ。"))
        return go(request, "requests:asked_one", id=id)


def _page(request: ActingRequest, row: Asked, *, status: int = 200, **told: object) -> HttpResponse:
    (line,) = reading.lines_of([row])
    people = Contact.objects.filter(partner=row.partner, retired_on__isnull=True).order_by("name")
    opens = {one.id: one for one in links.living(REPLY, (KIND, row.pk))}
    own = opens.pop(row.link_id, None) if row.link_id is not None else None
    context = {
        "line": line,
        "row": row,
        "people": people,
        "nudges": _nudges(row),
        "open_until": own.last_day if own is not None else None,
        # How many share the work there; who they are is the partner's own business.
        "shared": len(opens),
        "goes_on": row.merged_into,
        "may_move": to_their_house.may_move(row),
        "joined": list(row.merged.order_by("number")),
        **told,
    }
    return render(request, "requests/asking_one.html", context, status=status)


def _nudges(row: Asked) -> list[tuple[str, object]]:
    steps = (reminding.UNOPENED, *map(str, calendar().before_days))
    return [
        (reminding.step_words(one.step), one.noted_at)
        for one in row.nudges.filter(step__in=steps).order_by("noted_at")
    ]


def _job(request: ActingRequest, kind: str) -> object:
    found = job_id(request.GET.get("job", ""))
    row = jobs.job_of(request.actor.organisation_id, found) if found else None
    return jobs.view(row) if row is not None and row.kind == kind else None
