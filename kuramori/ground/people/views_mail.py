"""Mail, as pages: how an organisation's own mails stand, the instance's as counts only, and a link sent by mail."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import access
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.handing import mail_link
from kuramori.ground.people.models import Account
from kuramori.ground.people.roles import Can
from kuramori.ground.post import read
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.again import NotInDoubt, SentAgainAlready, delivery_of, send_again
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.models import State
from kuramori.ground.post.sealing import LetterForgotten

ON_A_PAGE = 50


@never_cache
@require_safe
def mail(request: ActingRequest) -> HttpResponse:
    """Every mail of the organisation and what became of it, newest first."""
    request.actor.require(Can.POST_READ)
    state = request.GET.get("state", "")
    if state not in State.values:
        state = ""
    page = _page_number(request)
    lines = read.deliveries(
        request.actor.organisation_id, state=state, limit=ON_A_PAGE + 1, offset=page * ON_A_PAGE
    )
    counts = read.counts(request.actor.organisation_id)
    context = {
        "lines": lines[:ON_A_PAGE],
        "counts": counts,
        "states": [(one.value, one.label, getattr(counts, one.value)) for one in State],
        "state": state,
        "is_on": is_on(),
        "page": page,
        "has_more": len(lines) > ON_A_PAGE,
    }
    return render(request, "people/mail.html", context)


@require_POST
def again(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Send once more what failed or may not have arrived."""
    delivery = delivery_of(request.actor.organisation_id, id)
    if delivery is None:
        raise Http404
    request.actor.require(Can.POST_SEND)
    try:
        send_again(request.actor, delivery)
    except MailIsOff:
        messages.warning(request, _("この蔵守はメールを送れません。何も送っていません。"))
    except LetterForgotten:
        messages.warning(
            request, _("このメールの文は、もう残っていません。元の画面から、新しく送ってください。")
        )
    except (NotInDoubt, SentAgainAlready):
        messages.info(request, _("このメールは、もう送ってあります。重ねては送っていません。"))
    else:
        messages.success(request, _("もう一度送ります。前のメールは、そのまま記録に残ります。"))
    return redirect(url_for(request.actor, "people:mail"))


@never_cache
@sensitive_post_parameters("secret")
@require_POST
def send_link(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Send the link that the page before has just shown; the page sends its secret along, for nobody keeps it."""
    found = access.person_for(request.actor, id, Can.PEOPLE_INVITE)
    invitation = access.invitation_by_secret(request.POST.get("secret", ""))
    if invitation.person_id != found.pk:
        raise Http404
    try:
        mail_link(request, invitation, request.POST["secret"])
    except (MailIsOff, AddressUnusable):
        messages.warning(
            request,
            _("%(person)sさんには、メールを送れません。名簿から新しいリンクを作り、手で渡してください。")
            % {"person": found.name},
        )
    else:
        messages.success(
            request,
            _("%(person)sさんにメールを送ります。届いたかどうかは「メール」で見られます。")
            % {"person": found.name},
        )
    return redirect(url_for(request.actor, "people:roster"))


@never_cache
@login_required
@require_safe
def instance(request: HttpRequest) -> HttpResponse:
    """For whoever runs the instance: counts and reasons, never an address, a text or an organisation."""
    account = request.user
    if not isinstance(account, Account) or not account.is_operator:
        # For everybody else this page does not exist.
        raise Http404
    return render(request, "people/operator_mail.html", {"health": read.health()})


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(int(text), 10_000) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
