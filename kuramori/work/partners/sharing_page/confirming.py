"""「この契約の条件で受け取ります」: the person at the link confirms exactly the text that stood on their screen."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from kuramori.ground.papers.accept import AnotherText, accept
from kuramori.ground.papers.models import Way
from kuramori.ground.people import receipts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_share as events
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
        entry = record(
            opened.visitor,
            events.CONFIRMED,
            kind="hand_over",
            thing_id=hand_over.pk,
            number=hand_over.number,
            hash=terms.sha256[:12],
        )
        _is_out(hand_over)
        receipts.promise(
            opened.visitor, entry, link=opened.visitor.link, once=f"link:{opened.visitor.link.pk}"
        )
    return True


def _is_out(hand_over: HandOver) -> None:
    if hand_over.state != HandOverState.OFFERED:
        return
    HandOver.objects.filter(pk=hand_over.pk).update(
        state=HandOverState.OUT,
        handed_on=hand_over.handed_on or clock.today(),
        revision=F("revision") + 1,
    )
