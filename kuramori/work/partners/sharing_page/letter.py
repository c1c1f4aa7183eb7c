"""The letter that goes with a person's link: shown once to be handed over, or sent by mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.post.queue import queue
from kuramori.outside import clock
from kuramori.work.partners.models import HandOver
from kuramori.work.partners.sharing_page.purpose import MAIL


@dataclass(frozen=True, slots=True)
class Made:
    """A fresh link's address and the letter to hand it over with; nothing of it is kept."""

    url: str
    letter: str


def of(request: ActingRequest, hand_over: HandOver, issued: links.Issued) -> Made:
    """The address and the letter of a link that was issued a moment ago. Neither tells what it is about."""
    url = outside_url(request, reverse("front:link", kwargs={"secret": issued.secret}))
    last = clock.day_of(issued.link.expires_at - links.A_SECOND)
    letter = _(
        "%(partner)s\n%(person)s 様\n\n"
        "%(organisation)sからお渡しするもの（%(number)s）を、下のリンクからご覧いただけます。\n"
        "%(url)s\n\n"
        "開くときに、%(person)s様あてのメールで届く6けたの確認コードが要ります。パスワード付きのファイルはお送りしません。\n"
        "%(last)sまで見られます。このリンクと確認コードは、ほかの方には渡さないでください。\n%(who)s"
    ) % {
        "partner": hand_over.partner.name,
        "person": links.recipient_of(issued.link).name,
        "organisation": request.actor.organisation.name,
        "number": hand_over.number,
        "url": url,
        "last": f"{last.year}/{last.month}/{last.day}",
        "who": request.actor.name,
    }
    return Made(url, letter)


def mail(actor: Actor, issued: links.Issued, made: Made) -> None:
    """Send the letter to the address that the link is bound to; raises what `queue` raises."""
    queue(
        actor,
        to=[links.recipient_of(issued.link)],
        subject=_("お渡しするもののご案内（%(organisation)s）") % {"organisation": actor.organisation.name},
        text=made.letter,
        purpose=MAIL,
        about=("link", issued.link.pk),
        expires_at=issued.link.expires_at,
    )
