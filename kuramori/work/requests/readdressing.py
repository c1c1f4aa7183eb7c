"""Somebody else at the partner: the link of who was written to before ends, and the new one is written to."""

from __future__ import annotations

import enum

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Contact
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link
from kuramori.ground.people.roles import Can
from kuramori.ground.post.queue import ask_for_sending, queue
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import sending
from kuramori.work.requests.asking import RequestRefused
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.link_purpose import ASKED
from kuramori.work.requests.models import Asked, AskedBy, AskedState, RequestState

WRITTEN_TO = (AskedState.SENT, AskedState.OPENED, AskedState.ANSWERING, AskedState.REPLIED)


class Came(enum.Enum):
    """What a new addressee means: it is the same one, nothing went yet, their mail is on its way, or a link has to be
    handed over."""

    SAME = "same"
    NOTHING = "nothing"
    MAILED = "mailed"
    BY_HAND = "by_hand"


def readdress(actor: Actor, asked: Asked, contact: Contact | None) -> Came:
    """To whom at the partner it goes; None: nobody yet. What was written so far stays.

    Raises `RequestRefused`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row: Asked = (
            Asked.objects.select_for_update(of=("self",))
            .select_related("request", "partner", "contact", "link")
            .get(pk=asked.pk)
        )
        if contact is not None and contact.partner_id != row.partner_id:
            raise RequestRefused("contact", _("この取引先の方ではありません。"))
        if row.contact_id == (contact.pk if contact else None):
            return Came.SAME
        before = facts_of(row)
        row.contact = contact
        came = _link_moved(actor, row)
        row.revision += 1
        row.save(update_fields=["contact", "link", "mail", "way", "revision"])
        record(
            actor,
            events.ADDRESSEE_CHANGED,
            kind="asked",
            thing_id=row.pk,
            number=row.request.number,
            **between(before, facts_of(row)),
        )
    return came


def has_moved(link: Link) -> bool:
    """Whether a link that ended belonged to somebody who is not the addressee any more. Within its organisation."""
    asked = Asked.objects.filter(pk=link.thing_id).select_related("contact").first()
    if asked is None or asked.contact is None:
        return False
    then = links.recipient_of(link)
    if not then.address:
        return bool(then.name not in {asked.contact.name, asked.partner.name})
    return bool(then.address.lower() != asked.contact.email.lower())


def _link_moved(actor: Actor, row: Asked) -> Came:
    """End the old link. Where the request is out, mail the new one to whoever has an address."""
    if row.link is not None:
        links.revoke(actor, row.link)
    if row.request.state != RequestState.SENT or row.state not in WRITTEN_TO or row.link is None:
        return Came.NOTHING
    if row.contact is None or sending.why_no_mail():
        return Came.BY_HAND
    try:
        if row.state == AskedState.REPLIED:
            _write_after_the_reply(actor, row)
        else:
            sending.post(actor, row.request, row, first=True, words=_words())
    except sending.NoAddress:
        return Came.BY_HAND
    row.way = AskedBy.MAIL
    ask_for_sending(actor.organisation_id)
    return Came.MAILED


def _words() -> str:
    return _(
        "このお願いの宛先が変わったため、あらためてお送りします。前の宛先の方のリンクは閉じました。"
        "書きかけの答えがあれば、続きから書けます。"
    )


def _write_after_the_reply(actor: Actor, row: Asked) -> None:
    """The answer is here: the link is for corrections, papers and talks. Raises `NoAddress`."""
    issued = sending.fresh_link(actor, row.request, row)
    to, house = links.recipient_of(issued.link), actor.organisation.name
    address = (settings.INSTANCE.site.address or "").rstrip("/")
    message = queue(
        actor,
        to=[to],
        subject=_("確認のお願いの宛先が変わりました（%(organisation)s）") % {"organisation": house},
        text=_(
            "%(partner)s\n%(person)s 様\n\n%(organisation)sです。"
            "「%(title)s」（%(number)s）へのご回答は、もう届いています。\n"
            "宛先が変わったため、新しいリンクをお送りします。前の宛先の方のリンクは閉じました。\n\n"
            "回答を直す、提出の控えを受け取る、費用の相談をするときに、お使いください。\n%(url)s\n"
            "開くと、このメールあてに6けたの確認コードが届きます。\n\n"
            "本物かどうかは、%(genuine)s をご自身で開き、上の番号を打ち込んで確かめられます。"
            "お電話: %(call_back)s\n"
        )
        % {
            "partner": row.partner.name,
            "person": to.name,
            "organisation": house,
            "title": row.request.title,
            "number": row.number,
            "url": f"{address}{reverse('front:link', kwargs={'secret': issued.secret})}",
            "genuine": sending.genuine_address(),
            "call_back": row.request.call_back or house,
        },
        purpose=ASKED,
        about=("asked", row.pk),
        expires_at=issued.link.expires_at,
        wakes=False,
    )
    row.mail = message.pk
