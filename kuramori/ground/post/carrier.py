"""Which mail server this instance has, from its settings; and who speaks for the instance in the trail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from kuramori.ground.post.addresses import checked
from kuramori.outside.mail import Server


class MailIsOff(Exception):
    """This instance has no mail server: nothing was queued. Offer a link to hand over instead."""


@dataclass(frozen=True, slots=True)
class Instance:
    """Kuramori itself, where no person wrote: the doer in the trail. `organisation_id`: whose trail it is."""

    organisation_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    via: str = "worker"

    @property
    def name(self) -> str:
        return str(_("蔵守"))


def is_on() -> bool:
    """Whether mail can be sent at all."""
    return bool(settings.INSTANCE.mail.host)


def server() -> Server:
    """The mail server as the settings name it; raises `MailIsOff`."""
    mail = settings.INSTANCE.mail
    if not mail.host:
        raise MailIsOff
    return Server(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=mail.password,
        private_network=mail.private_network,
        authorities=mail.authorities,
        hello=sender()[1].rpartition("@")[2],
    )


def sender() -> tuple[str, str]:
    """Name and checked address that mails come from: `sender` of the settings, as `a@b` or `名前 <a@b>`."""
    name, address = parseaddr(settings.INSTANCE.mail.sender)
    return name or settings.INSTANCE.site.name or str(_("蔵守")), checked(address)
