"""Whether a share page is open to one person now: asked again at every request, from the rows as they are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.models import Link
from kuramori.outside import clock
from kuramori.work.partners import letting_go
from kuramori.work.partners.models import HandedItem, HandOver, HandOverState, Mode, Recipient, Side

OPEN_STATES = frozenset({HandOverState.OFFERED, HandOverState.OUT})
NO_COPY = "C4"
"""The condition that nothing may be passed on: only looked at."""


class Closed(Exception):
    """Nothing of it is shown now. `code` says why; `sentence` tells it to the person at the link."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "withdrawn": _("この方への提供は取りやめになりました。"),
            "stopped": _("この提供は取りやめになりました。"),
            "over": _("この提供は、返還・廃棄まで済みました。"),
            "expired": _("見られる期限が過ぎました。"),
            "not_yet": _("まだ渡す用意ができていません。"),
            "not_covered": _("いまの契約と決まりでは、これをお見せできません。"),
        }[self.code]


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody at the share page: who they are, and what was handed over to them. `conditions` by now (C1 …)."""

    visitor: Visitor
    recipient: Recipient
    hand_over: HandOver

    @property
    def share_id(self) -> str:
        """What stands in the watermark: the hand-over's number and eight signs that tell the one person's link."""
        return f"{self.hand_over.number}-{self.visitor.link.pk.hex[:8]}"

    @property
    def has_confirmed(self) -> bool:
        """Whether they confirmed the very terms that count now."""
        accepted = self.recipient.accepted
        return accepted is not None and accepted.text_id == self.hand_over.terms_id


def recipient_behind(link: Link) -> Recipient:
    """Whom the link belongs to, with the hand-over. Raises `Http404`. Inside the organisation's scope."""
    found = (
        Recipient.objects.filter(link=link)
        .select_related(
            "hand_over__partner", "hand_over__agreement", "hand_over__terms", "contact", "accepted"
        )
        .first()
    )
    if found is None or found.hand_over.side != Side.GIVEN or found.hand_over.mode != Mode.SHARE_PAGE:
        raise Http404
    return found


def opened(link: Link) -> Opened:
    """The page behind a living link; raises `Closed` where it does not open now, `Http404` where there is none."""
    recipient = recipient_behind(link)
    code = why_closed(recipient.hand_over, recipient)
    if code:
        raise Closed(code)
    return Opened(Visitor(link), recipient, recipient.hand_over)


def require_still(page: Opened) -> None:
    """Once more when the bytes are ready to leave: drawing may have taken seconds. Raises `Closed`."""
    row = Recipient.objects.select_related("hand_over", "contact", "link").get(pk=page.recipient.pk)
    link = row.link
    if link is None or link.pk != page.visitor.link.pk or link.revoked_at is not None:
        raise Closed("withdrawn")
    code = "expired" if link.expires_at <= clock.now() else why_closed(row.hand_over, row)
    if code:
        raise Closed(code)


def why_closed(hand_over: HandOver, recipient: Recipient) -> str:
    """ "" where it is open to this person as far as days and states say; otherwise a code of `Closed`."""
    left = recipient.contact is not None and recipient.contact.retired_on is not None
    if recipient.withdrawn_at is not None or left:
        return "withdrawn"
    if hand_over.state == HandOverState.STOPPED or hand_over.stopped_at is not None:
        return "stopped"
    if hand_over.state == HandOverState.CLOSED:
        return "over"
    if hand_over.state not in OPEN_STATES or hand_over.terms_id is None:
        return "not_yet"
    if hand_over.expires_on is not None and hand_over.expires_on < clock.today():
        return "expired"
    return ""


def items_of(hand_over: HandOver) -> list[HandedItem]:
    """Its things in their order, with what their decisions rest on."""
    with_them = ("asset", "content", "decision__asset", "decision__partner", "decision__contact")
    return list(hand_over.items.select_related(*with_them).order_by("position"))


def item_of(page: Opened, item_id: uuid.UUID) -> HandedItem:
    """One thing of this very hand-over; raises `Http404` for any other."""
    found = next((one for one in items_of(page.hand_over) if one.pk == item_id), None)
    if found is None or found.content is None:
        raise Http404
    return found


def conditions_now(page: Opened, item: HandedItem) -> frozenset[str]:
    """Under which conditions it may be shown to this person today. Raises `Closed` where it may not.

    The decision is asked again from the records of now: an agreement that ended, an assurance that grew old or an
    approval that ran out closes it at once.
    """
    if item.decision is None:
        raise Closed("not_covered")
    contacts = [page.recipient.contact] if page.recipient.contact else []
    found = letting_go.standing(item.decision, contacts)
    if not found.lets_go:
        raise Closed("not_covered")
    return frozenset(found.conditions) | frozenset(page.hand_over.conditions)


def may_copy(item: HandedItem, conditions: Iterable[str]) -> bool:
    """Whether a copy may be taken: chosen so, and not under the condition to look only."""
    return item.shown_as == "copy" and NO_COPY not in set(conditions)
