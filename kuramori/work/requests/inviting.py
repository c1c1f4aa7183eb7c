"""A colleague of whoever answers: a link of their own to the same request, by mail or handed over."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people import codes, links
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable, one_line
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import queue
from kuramori.outside import clock
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.link_purpose import KIND, REPLY, SHARED
from kuramori.work.requests.models import Asked

MOST = 10


class NotInvited(ValueError):
    """Nobody was asked; `field` of the form, and why."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


@dataclass(frozen=True, slots=True)
class Invited:
    """`url` is told once, to be handed over where no mail goes."""

    name: str
    url: str
    is_mailed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A code to tell `name`."""

    name: str
    code: str


def colleagues_of(asked: Asked) -> tuple[links.LinkLine, ...]:
    """Everybody whose link opens this request now."""
    return links.living(REPLY, (KIND, asked.pk))


def invite(
    visitor: Visitor, asked: Asked, *, name: str, address: str, url_of: Callable[[str], str]
) -> Invited:
    """Give a colleague a link that lasts as long as the visitor's own. Raises `NotInvited`."""
    known = colleagues_of(asked)
    if len(known) > MOST:
        raise NotInvited(None, _("分担を頼めるのは10人までです。"))
    if any(one.address.lower() == address.lower() for one in known):
        raise NotInvited("address", _("この方は、もうリンクをお持ちです。"))
    until = clock.day_of(visitor.link.expires_at - links.A_SECOND)
    with transaction.atomic():
        try:
            issued = links.issue(
                with_rights(visitor, Can.REQUEST_MAKE),
                REPLY,
                about=(KIND, asked.pk),
                until_on=until,
                outside=Recipient(address, one_line(name)),
            )
        except AddressUnusable:
            raise NotInvited("address", _("このメールアドレスには送れません。書き直してください。")) from None
        url, goes = url_of(issued.secret), is_on()
        if goes:
            queue(
                visitor,
                to=[links.recipient_of(issued.link)],
                subject=_("回答の分担のお願い（%(number)s）") % {"number": asked.number},
                text=_letter(visitor, asked, issued, url),
                purpose=SHARED,
                about=(KIND, asked.pk),
                expires_at=issued.link.expires_at,
            )
    return Invited(links.recipient_of(issued.link).name, url, goes)


def to_tell(visitor: Visitor, asked: Asked) -> frozenset[uuid.UUID]:
    """The links whose codes whoever answers tells colleagues, where no mail goes: not their own, nor the first one."""
    if is_on():
        return frozenset()
    return frozenset(one.id for one in colleagues_of(asked)) - {visitor.link.pk, asked.link_id}


def tell_code(visitor: Visitor, asked: Asked, link_id: uuid.UUID | None) -> Told:
    """A code for a colleague's link, shown once to whoever passes it on. Raises `NotInvited`."""
    rows = links.living_rows(REPLY, (KIND, asked.pk))
    link = next((one for one in rows if one.pk == link_id and one.pk in to_tell(visitor, asked)), None)
    if link is None:
        raise NotInvited(None, _("このリンクのコードは、ここでは作れません。"))
    try:
        code = codes.tell_code(with_rights(visitor, Can.REQUEST_MAKE), link)
    except (codes.Locked, codes.AskedTooOften) as refused:
        raise NotInvited(None, wait(refused)) from None
    return Told(links.recipient_of(link).name, code)


def wait(refused: codes.Locked | codes.AskedTooOften) -> str:
    """Why there is no code now, and from when on there is: as for every other link."""
    at = f"{refused.until.astimezone(clock.TOKYO):%H:%M}"
    return _("コードの間違いか作り直しが続いたため、%(at)sまで新しいコードを出せません。") % {"at": at}


def _letter(visitor: Visitor, asked: Asked, issued: links.Issued, url: str) -> str:
    return _(
        "%(person)s 様\n\n"
        "%(who)sさんから、%(organisation)sの「確認のお願い」（%(number)s）への回答の分担を頼まれています。\n"
        "下のリンクを開き、このメールアドレスに届く確認コードを入れると、同じ回答表が開きます。\n\n    %(url)s\n\n"
        "リンクはあなた専用です。ほかの方には渡さないでください。\n"
        "心当たりのないときは、開く前に%(who)sさんに電話で確かめてください。\n"
    ) % {
        "person": links.recipient_of(issued.link).name,
        "who": visitor.name,
        "organisation": asked.organisation.name,
        "number": asked.number,
        "url": url,
    }
