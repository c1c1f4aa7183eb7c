"""The page that shows a fresh link, once, with a text to hand it over with."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kuramori.ground.people import mail_purposes
from kuramori.ground.people.addresses import outside_url, url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.invite import VALID_DAYS, Invited
from kuramori.ground.people.models import Invitation, InvitationPurpose
from kuramori.ground.people.roles import Can
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import queue
from kuramori.outside import clock


def link_page(request: ActingRequest, invited: Invited) -> HttpResponse:
    """The link and a letter with it. Nothing of it is kept: closing the page is the end of it."""
    url = outside_url(request, reverse("front:join", kwargs={"secret": invited.secret}))
    context = {
        "invitation": invited.invitation,
        "secret": invited.secret,
        "may_mail": is_on() and bool(invited.invitation.person.email),
        "url": url,
        "letter": _letter(request, invited.invitation, url),
        "last_day": clock.day_of(invited.invitation.expires_at),
        "way_on": _way_on(request),
    }
    return render(request, "people/link.html", context)


def _way_on(request: ActingRequest) -> str:
    """Back to the roster, or on with the first-run wizard while it is open."""
    if request.actor.organisation.settled_at is None and request.actor.may(Can.ORGANISATION_CHANGE):
        return f"{url_for(request.actor, 'people:start')}?step=check"
    return url_for(request.actor, "people:roster")


def mail_link(request: ActingRequest, invitation: Invitation, secret: str) -> None:
    """Send the letter with the link to the person's address; raises `MailIsOff`, `AddressUnusable`."""
    person, is_password = invitation.person, invitation.purpose == InvitationPurpose.PASSWORD
    subject = (
        _("新しいパスワードのご案内（%(organisation)s）")
        if is_password
        else _("蔵守へのご招待（%(organisation)s）")
    )
    queue(
        request.actor,
        to=[Recipient(person.email, person.name, person.pk)],
        subject=subject % {"organisation": request.actor.organisation.name},
        text=_letter(
            request, invitation, outside_url(request, reverse("front:join", kwargs={"secret": secret}))
        ),
        purpose=mail_purposes.PASSWORD if is_password else mail_purposes.INVITATION,
        about=("person", person.pk),
        expires_at=invitation.expires_at,
    )


def _letter(request: ActingRequest, invitation: Invitation, url: str) -> str:
    places = {
        "person": invitation.person.name,
        "organisation": request.actor.organisation.name,
        "who": request.actor.name,
        "url": url,
        "days": VALID_DAYS,
    }
    if invitation.purpose == InvitationPurpose.PASSWORD:
        return (
            _(
                "%(person)s 様\n\n%(organisation)sの蔵守で、新しいパスワードを決めるリンクです。\n%(url)s\n\n"
                "%(days)s日の間、1回だけ使えます。\n%(who)s"
            )
            % places
        )
    return (
        _(
            "%(person)s 様\n\n%(organisation)sの「蔵守」（秘密情報の管理）にお招きします。\n"
            "下のリンクを開き、パスワードを決めてください。\n%(url)s\n\n"
            "%(days)s日の間、1回だけ使えます。ほかの方には渡さないでください。\n%(who)s"
        )
        % places
    )
