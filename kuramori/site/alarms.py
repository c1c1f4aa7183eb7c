"""The fork alarm, told to those who must know: every owner and the operator see it on every page, and get a mail.

A log whose history changed concerns every organisation that relies on it, so this one thing looks past them all.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Account, Membership
from kuramori.ground.people.roles import Role
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import MailIsOff
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.trail import fork
from kuramori.ground.trail.fork import Alarm
from kuramori.ground.trail.record import Instance

log = structlog.get_logger()

MAIL = Purpose("site:fork", gettext_lazy("証跡の食い違いの知らせ"))


def alarms(request: HttpRequest) -> dict[str, object]:
    """Context processor: the open alarms; asked only for those who are to see them, by pages that show them."""
    return {"alarms": SimpleLazyObject(lambda: fork.alarms() if _is_told(request) else ())}


def _is_told(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None)
    if actor is not None:
        return Role.OWNER in actor.roles
    return bool(getattr(getattr(request, "user", None), "is_operator", False))


@receiver(fork.noticed, dispatch_uid="site:alarms")
def write_to_everybody(sender: Any, alarm: Alarm, **_named: Any) -> None:
    """A mail to every owner and operator, each on its own; without mail the pages alone tell."""
    with override("ja"):
        subject = _("蔵守: 証跡の控えに食い違いがあります")
        text = _(
            "この蔵守が、証跡(だれが何をしたかの記録)の控えの食い違いを見つけました。\n\n"
            "何が合わないか: %(told)s\n記録の名前: %(origin)s\n\n"
            "どちらの控えも、署名の付いたまま証拠として残してあります。記録はそのままにして、"
            "古い写しから戻した覚えがないか、運用者に確かめてください。\n"
        ) % {"told": alarm.told, "origin": alarm.origin}
    for address in told_addresses():
        try:
            queue(
                Instance(),
                to=[Recipient(address)],
                subject=subject,
                text=text,
                purpose=MAIL,
                about=("fork", alarm.id),
            )
        except MailIsOff:
            return
        except AddressUnusable:
            log.warning("site:alarm:no_address")


def told_addresses() -> list[str]:
    """The addresses of the owners of every organisation and of the operators, each once."""
    owners = Membership.everywhere.filter(held_on(), role=Role.OWNER.value, person__account__is_active=True)
    found = set(owners.values_list("person__account__email", flat=True))
    found |= set(Account.objects.filter(is_operator=True, is_active=True).values_list("email", flat=True))
    return sorted(found)
