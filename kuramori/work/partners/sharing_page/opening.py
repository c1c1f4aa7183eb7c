"""Let one person in, shut them out, and close the page to everybody. Others may call every verb here.

`hand_over` verbs call `freeze_terms` when a share page is got ready and `close_page` when a hand-over is stopped or
ends; the share page's own page calls `let_in` for each person.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.freeze import LONGEST_BODY, LONGEST_TITLE, freeze
from kuramori.ground.papers.models import Text
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.links import Issued
from kuramori.ground.people.models import Link
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient as Addressee
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import life
from kuramori.work.partners import events_share as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.models import HandedItem, HandOver, Mode, Recipient
from kuramori.work.partners.sharing_page import terms_text
from kuramori.work.partners.sharing_page.purpose import SHARED
from kuramori.work.partners.sharing_page.standing import OPEN_STATES


class NotOpened(ValueError):
    """Nobody was let in. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "mode": _("共有ページで渡す提供ではありません。"),
            "state": _("まだ渡す用意ができていないか、もう終わった提供です。"),
            "no_content": _("見せるファイルがまだ入っていないものがあります。"),
            "no_address": _("この方のメールアドレスがありません。取引先の担当者に書き足してください。"),
            "withdrawn": _("この方への提供は取りやめになっています。"),
            "expired": _("見られる期限が過ぎています。"),
        }[self.code]


def missing(hand_over: HandOver) -> list[HandedItem]:
    """The things that have no file to be shown yet: until it is empty nobody can be let in."""
    return list(hand_over.items.filter(content__isnull=True).order_by("position"))


def freeze_terms(actor: Actor, hand_over: HandOver) -> Text:
    """Freeze the exact text that each person confirms before they see anything; the same text is frozen once."""
    actor.require(Can.HAND_OVER_MAKE)
    title, body = terms_text.of(actor.organisation, hand_over)
    with transaction.atomic():
        kind = f"partners:hand_over:{hand_over.pk}"
        text = freeze(actor, kind, title=title[:LONGEST_TITLE], body=body[:LONGEST_BODY])
        if hand_over.terms_id != text.pk:
            HandOver.objects.filter(pk=hand_over.pk).update(terms=text)
            hand_over.terms = text
    return text


def let_in(actor: Actor, recipient: Recipient) -> Issued:
    """A link of their own for one person; an older one of theirs ends. Its secret is told once.

    Raises `NotOpened`, `NotAllowed`, `post.addresses.AddressUnusable`.
    """
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        hand_over = HandOver.objects.select_for_update(of=("self",)).get(pk=recipient.hand_over_id)
        row = Recipient.objects.select_related("contact", "link").get(pk=recipient.pk)
        address = _require_ready(hand_over, row)
        freeze_terms(actor, hand_over)
        if row.link is not None:
            links.revoke(actor, row.link)
        issued = links.issue(
            actor,
            SHARED,
            about=("hand_over", hand_over.pk),
            until_on=_last_day(hand_over),
            outside=Addressee(address, row.name),
            most_uses=None,
        )
        was, is_first = facts_of.recipient(row), not _were_let_in(hand_over)
        row.link = issued.link
        row.save(update_fields=["link"])
        told = between(
            was, facts_of.recipient(row), part=f"recipient:{row.pk}", private=facts_of.RECIPIENT_TEXTS
        )
        _record(actor, events.LET_IN, hand_over, row, **told)
        if is_first:
            _note_uses(actor, hand_over)
    return issued


def shut_out(actor: Actor, recipient: Recipient) -> bool:
    """Take one person's way in back, at once, for them who have it open, too. False where there was none."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = Recipient.objects.select_related("link", "hand_over").get(pk=recipient.pk)
        if row.link is None or not links.revoke(actor, row.link):
            return False
        _record(actor, events.SHUT_OUT, row.hand_over, row)
    return True


def close_page(actor: Actor, hand_over: HandOver) -> int:
    """End every way in, in the caller's transaction; returns how many. Whoever may stop the hand-over may call this."""
    ended = 0
    for row in hand_over.recipients.select_related("link").filter(
        link__revoked_at__isnull=True, link__isnull=False
    ):
        # Checked by the caller's verb: stopping has a right of its own.
        ended += _end(actor, hand_over, row)
    return ended


def _end(actor: Actor, hand_over: HandOver, row: Recipient) -> int:
    if row.link_id is None:
        return 0
    with transaction.atomic():
        stopped = Link.objects.filter(pk=row.link_id, revoked_at__isnull=True)
        if not stopped.update(revoked_at=clock.now()):
            return 0
        _record(actor, events.SHUT_OUT, hand_over, row)
    return 1


def _require_ready(hand_over: HandOver, row: Recipient) -> str:
    """The address to bind the link to."""
    if hand_over.mode != Mode.SHARE_PAGE:
        raise NotOpened("mode")
    if hand_over.state not in OPEN_STATES or hand_over.stopped_at is not None:
        raise NotOpened("state")
    if hand_over.expires_on is not None and hand_over.expires_on < clock.today():
        raise NotOpened("expired")
    if row.withdrawn_at is not None or (row.contact and row.contact.retired_on):
        raise NotOpened("withdrawn")
    if missing(hand_over):
        raise NotOpened("no_content")
    address = row.contact.email if row.contact else ""
    if not address:
        raise NotOpened("no_address")
    return str(address)


def _last_day(hand_over: HandOver) -> datetime.date:
    longest = clock.today() + datetime.timedelta(days=links.LONGEST_DAYS)
    return min(hand_over.expires_on, longest) if hand_over.expires_on else longest


def _were_let_in(hand_over: HandOver) -> bool:
    return bool(hand_over.recipients.filter(link__isnull=False).exists())


def _note_uses(actor: Actor, hand_over: HandOver) -> None:
    """The ledger tells that each thing was shown, from the day on which the first person was let in."""
    purpose = _("提供 %(number)s：共有ページを%(partner)sに開く") % {
        "number": hand_over.number,
        "partner": hand_over.partner.name,
    }
    for item in hand_over.items.select_related("asset").filter(asset__isnull=False):
        if item.asset is not None:
            life.note_use(actor, item.asset, purpose)


def _record(actor: Actor, event: Event, hand_over: HandOver, row: Recipient, **told: Any) -> None:
    record(
        actor,
        event,
        kind="hand_over",
        thing_id=hand_over.pk,
        number=hand_over.number,
        person=row.name,
        **told,
    )
