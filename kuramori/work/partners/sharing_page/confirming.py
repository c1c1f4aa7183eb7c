"""「この契約の条件で受け取ります」: the person at the link confirms exactly the text that stood on their screen."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.papers.accept import AnotherText, accept
from kuramori.ground.papers.models import Way
from kuramori.ground.people import receipts
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_share as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.models import HandOver, HandOverState, Recipient
from kuramori.work.partners.sharing_page.standing import Closed, Opened, why_closed


def confirm(opened: Opened, *, shown: str) -> bool:
    """Note the confirmation; `shown` is the hash of what stood on the screen. False where it stood already.

    With the first of them the hand-over is out. Raises `papers.accept.AnotherText`, `Closed`.
    """
    with transaction.atomic():
        hand_over = HandOver.objects.select_for_update(of=("self",)).get(pk=opened.hand_over.pk)
        row = Recipient.objects.select_related("accepted", "contact").get(pk=opened.recipient.pk)
        code = why_closed(hand_over, row)
        if code:
            raise Closed(code)
        terms = hand_over.terms
        if terms is None:
            raise AnotherText(hand_over.pk)
        if row.accepted is not None and row.accepted.text_id == terms.pk:
            return False
        was = facts_of.recipient(row)
        row.accepted = accept(
            opened.visitor,
            opened.visitor.organisation,
            terms,
            shown=shown,
            way=Way.LINK,
            name=row.name,
            about=("hand_over", hand_over.pk),
        )
        row.received_on = clock.today()
        row.save(update_fields=["accepted", "received_on"])
        told = between(
            was, facts_of.recipient(row), part=f"recipient:{row.pk}", private=facts_of.RECIPIENT_TEXTS
        )
        entry = record(
            opened.visitor,
            events.CONFIRMED,
            kind="hand_over",
            thing_id=hand_over.pk,
            number=hand_over.number,
            hash=terms.sha256[:12],
            **told,
        )
        _is_out(opened, hand_over)
        receipts.promise(
            opened.visitor, entry, link=opened.visitor.link, once=f"link:{opened.visitor.link.pk}"
        )
    return True


def _is_out(opened: Opened, hand_over: HandOver) -> None:
    if hand_over.state != HandOverState.OFFERED:
        return
    before = facts_of.hand_over(hand_over)
    hand_over.state, hand_over.revision = HandOverState.OUT, hand_over.revision + 1
    hand_over.handed_on = hand_over.handed_on or clock.today()
    hand_over.save(update_fields=["state", "handed_on", "revision"])
    record(
        opened.visitor,
        events.WENT_OUT,
        kind="hand_over",
        thing_id=hand_over.pk,
        number=hand_over.number,
        **between(before, facts_of.hand_over(hand_over), private=facts_of.HAND_OVER_TEXTS),
    )
