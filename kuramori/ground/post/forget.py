"""Texts are kept as long as somebody may have to send them again, and no longer: they can hold one-time links."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q

from kuramori.ground.post.models import Delivery, Message, State
from kuramori.outside import clock

KEEP = datetime.timedelta(days=14)


def forget_letters() -> int:
    """Empty the texts of messages that every recipient got, that are of no use any more, or that are old."""
    now = clock.now()
    open_ones = Delivery.objects.filter(message=OuterRef("pk"), state=State.QUEUED)
    unsure = Delivery.objects.filter(message=OuterRef("pk")).exclude(state=State.SENT)
    over = ~Exists(unsure) | Q(queued_at__lt=now - KEEP) | Q(expires_at__lt=now)
    return Message.objects.filter(over & ~Exists(open_ones)).exclude(letter=b"").update(letter=b"")
