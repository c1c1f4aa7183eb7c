"""The letter that goes with a link to a result: shown once to be handed over, or sent by mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kuramori.across.reports.sharing import MAIL
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.post.queue import queue
from kuramori.outside import clock


@dataclass(frozen=True, slots=True)
class Made:
    """A fresh link's address and the letter to hand it over with; nothing of it is kept."""

    url: str
    letter: str


def invitation_to_read(request: ActingRequest, issued: links.Issued) -> Made:
    """The address and the letter of a link that was issued a moment ago."""
    url = outside_url(request, reverse("front:link", kwargs={"secret": issued.secret}))
    last = clock.day_of(issued.link.expires_at - links.A_SECOND)
    letter = _(
        "%(person)s 様\n\n%(organisation)sの自己チェックの結果を、下のリンクからご覧いただけます。\n%(url)s\n\n"
        "開くときに、6けたの確認コードが要ります。画面の案内にそって受け取ってください。\n"
        "%(last)sまで見られます。このリンクは、ほかの方には渡さないでください。\n%(who)s"
    ) % {
        "person": links.recipient_of(issued.link).name,
        "organisation": request.actor.organisation.name,
        "url": url,
        "last": f"{last.year}/{last.month}/{last.day}",
        "who": request.actor.name,
    }
    return Made(url, letter)


def mail_invitation(actor: Actor, issued: links.Issued, made: Made) -> None:
    """Send the letter to the address that the link is bound to; raises what `queue` raises."""
    queue(
        actor,
        to=[links.recipient_of(issued.link)],
        subject=_("自己チェックの結果のご案内（%(organisation)s）")
        % {"organisation": actor.organisation.name},
        text=made.letter,
        purpose=MAIL,
        about=("link", issued.link.pk),
        expires_at=issued.link.expires_at,
    )
