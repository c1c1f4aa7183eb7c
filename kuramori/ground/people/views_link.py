"""The page of a link: have a code sent, type it in, go on to the thing. Looking (GET) changes nothing.

The POSTs are not held to Django's CSRF check: these pages send no referrer, so browsers say `Origin: null`, which the
check refuses. Nothing here rests on a session: whoever can post here has the link itself in hand.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from kuramori.ground.people import access, links
from kuramori.ground.people.codes import AskedTooOften, CodeWrong, Locked, NoAddress, send_code, try_code
from kuramori.ground.people.models import Link
from kuramori.ground.people.visiting import has_given_the_code, private, remember, shut
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.outside import clock


@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponseBase:
    """`/link/<secret>/`: asks for the code; whoever gave it already goes on."""
    try:
        found = access.link_by_secret(secret, also_used_up=True)
    except Http404:
        return _ended(request, secret)
    if found.purpose in links.purposes() and has_given_the_code(request, found):
        return private(redirect(_thing(found, secret)))
    if found.used_at is not None:
        return shut(request)
    return _page(request, found, secret, sent="sent" in request.GET)


@csrf_exempt
@require_POST
def send(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Have a code sent to the address that the link is bound to."""
    try:
        found = access.link_by_secret(secret)
    except Http404:
        return shut(request)
    with scope(organisation=found.organisation):
        try:
            send_code(found)
        except (AskedTooOften, Locked) as refused:
            return _page(request, found, secret, trouble=_wait(refused), status=429)
        except (NoAddress, MailIsOff):
            return _page(
                request, found, secret, trouble=_("ここからは送れません。電話で尋ねてください。"), status=409
            )
    return private(redirect(f"{reverse('front:link', kwargs={'secret': secret})}?sent=1"))


@csrf_exempt
@sensitive_post_parameters("code")
@require_POST
def code(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Try the code; the right one opens the thing in this browser for half an hour."""
    try:
        found = access.link_by_secret(secret)
    except Http404:
        return shut(request)
    if found.purpose not in links.purposes():
        return shut(request)
    given = "".join(sign for sign in request.POST.get("code", "")[:40] if not sign.isspace())
    with scope(organisation=found.organisation):
        try:
            try_code(found, _plain_digits(given))
        except Locked as refused:
            return _page(request, found, secret, trouble=_wait(refused), status=429)
        except CodeWrong as wrong:
            return _page(request, found, secret, trouble=_again(wrong), status=400)
    response = redirect(_thing(found, secret))
    remember(response, found, secret)
    return private(response)


def _ended(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The one page for every link that is no good, or on to the view that tells the end of its own."""
    ended = access.ended_link_by_secret(secret)
    purpose = links.purposes().get(ended.purpose) if ended else None
    if ended is None or purpose is None or not purpose.tells_end:
        return shut(request)
    return private(redirect(_thing(ended, secret)))


def _page(
    request: HttpRequest,
    found: Link,
    secret: str,
    *,
    sent: bool = False,
    trouble: str = "",
    status: int = 200,
) -> HttpResponseBase:
    purpose = links.purposes().get(found.purpose)
    if purpose is None:
        return shut(request)
    with scope(organisation=found.organisation):
        address = links.recipient_of(found).address
    context = {
        "organisation": found.organisation,
        "words": purpose.words,
        "last_day": clock.day_of(found.expires_at - links.A_SECOND),
        "address": _masked(address) if is_on() and address else "",
        "sent": sent and not trouble,
        "trouble": trouble,
        "send_url": reverse("front:link_send", kwargs={"secret": secret}),
        "code_url": reverse("front:link_code", kwargs={"secret": secret}),
    }
    return private(render(request, "people/link_code.html", context, status=status))


def _thing(found: Link, secret: str) -> str:
    return reverse(links.purposes()[found.purpose].view, kwargs={"secret": secret})


def _plain_digits(text: str) -> str:
    """Full-width digits, as a Japanese keyboard writes them, are digits too."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text if sign not in "-ー−")


def _masked(address: str) -> str:
    """Enough to know one's own address by, too little to write to it."""
    local, _sign, domain = address.partition("@")
    return f"{local[:1]}***@{domain}"


def _wait(refused: Locked | AskedTooOften) -> str:
    at = f"{refused.until.astimezone(clock.TOKYO):%H:%M}"
    if isinstance(refused, Locked):
        return _("違うコードが5回続いたため、%(at)sまで受け付けません。リンクは使えるままです。") % {"at": at}
    return _("コードを何度も送ったため、%(at)sまで新しいコードを送れません。") % {"at": at}


def _again(wrong: CodeWrong) -> str:
    if not wrong.left:
        return _("コードが違います。5回違ったため、1時間ほど受け付けません。リンクは使えるままです。")
    return _("コードが違うか、古くなっています。あと%(left)s回、入れられます。") % {"left": wrong.left}
