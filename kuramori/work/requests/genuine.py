"""Is a request that came in genuine? Whoever types its number learns from whom and when it went, and nothing else.

A number has at least eight signs by chance, so numbers cannot be tried through; a number that is none and one that was
never given look the same.
"""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from kuramori.outside import clock
from kuramori.work.requests.asking import NUMBER
from kuramori.work.requests.models import Asked, Request, RequestState

WENT = (RequestState.SENT, RequestState.CLOSED, RequestState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Genuine:
    """`organisation` sent it on `sent_on`; `withdrawn`: it was taken back since."""

    number: str
    organisation: str
    sent_on: datetime.date
    withdrawn: bool


def typed(written: str) -> str:
    """A number as somebody types it: small letters, full width, other dashes and spaces."""
    plain = unicodedata.normalize("NFKC", written[:80]).upper()
    signs = "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
    parts = (signs[:3], signs[3:7], signs[7:11], signs[11:])
    return "-".join(part for part in parts if part)


def genuine(written: str) -> Genuine | None:
    """What is known of this number; None for every other one."""
    number = typed(written)
    if not NUMBER.fullmatch(number):
        return None
    row = (
        Request.everywhere.filter(
            Q(number=number) | Q(pk__in=Asked.everywhere.filter(number=number).values("request_id")),
            state__in=WENT,
            sent_at__isnull=False,
        )
        .select_related("organisation")
        .first()
    )
    if row is None:
        return None
    return Genuine(
        number, row.organisation.name, clock.day_of(row.sent_at), row.state == RequestState.WITHDRAWN
    )
