"""The daily time-stamp of an authority (RFC 3161) over the newest checkpoint. Off until the settings name one.

Each token covers the whole log up to its size, so the newest one that holds is enough; older ones are kept for ever.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from kuramori.ground.trail import fork
from kuramori.ground.trail.anchors import errands
from kuramori.ground.trail.checkpoint import HistoryChanged, checkpoint
from kuramori.ground.trail.models import Anchor, AnchorKind, Checkpoint
from kuramori.outside import clock
from kuramori.outside.net import AddressMalformed, NetFault, read_address, short_word
from kuramori.outside.timestamps import (
    Authority,
    PolicyMalformed,
    RootsUnreadable,
    StampRefused,
    StampWrong,
    stamp,
    verified,
)
from kuramori.rules import notes

ERRAND: Final = "timestamp"
# A refusal or a line that is down is tried again soon, but not each minute: some authorities count requests.
AGAIN: Final = datetime.timedelta(minutes=30)
WARN_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Stamped:
    """The newest token: the checkpoint of `size` existed at `at`. `holds` is False where it cannot be verified now."""

    name: str
    size: int
    at: datetime.datetime
    signer: str
    signer_until: datetime.datetime | None
    holds: bool

    @property
    def ends_soon(self) -> bool:
        """Whether the authority's certificate ends within 90 days: then a newer token should be there before."""
        return self.signer_until is not None and self.signer_until - clock.now() < datetime.timedelta(
            days=WARN_DAYS
        )


def stamp_today(*, at_once: bool = False) -> bool:
    """Whether a new token was kept: one for each day (Asia/Tokyo) on which the log grew. Raises nothing."""
    authority = _authority()
    if authority is None or (_stamped_on(clock.today()) and not at_once):
        return False
    if not errands.claim(ERRAND, datetime.timedelta(0) if at_once else AGAIN):
        return False
    try:
        signed = checkpoint()
        if signed is None or Anchor.objects.filter(kind=AnchorKind.TIMESTAMP, size=signed.size).exists():
            return False
        token = stamp(text_of(signed), authority)
    except HistoryChanged:
        fork.check_own()
        errands.failed(ERRAND, "forked")
    except NetFault as fault:
        errands.failed(ERRAND, _word(fault))
    else:
        Anchor.objects.create(
            kind=AnchorKind.TIMESTAMP,
            name=name_of(authority.url),
            size=signed.size,
            at=token.at,
            content=token.der,
        )
        errands.done(ERRAND, signed.size)
        return True
    return False


def text_of(signed: Checkpoint) -> bytes:
    """What is stamped: the checkpoint's lines without any signature (docs/reference/trail.md)."""
    return notes.note_from(signed.note).text.encode()


def newest() -> Stamped | None:
    """The newest token, verified anew; None while there is none."""
    anchor = Anchor.objects.filter(kind=AnchorKind.TIMESTAMP).order_by("-size").first()
    if anchor is None:
        return None
    signed = Checkpoint.objects.filter(size=anchor.size).first()
    roots = settings.INSTANCE.timestamp.roots
    try:
        if signed is None or not roots:
            raise StampWrong("", "")
        token = verified(bytes(anchor.content), text_of(signed), Path(roots))
    except NetFault:
        return Stamped(anchor.name, anchor.size, anchor.at, "", None, holds=False)
    return Stamped(anchor.name, anchor.size, token.at, token.signer, token.signer_until, holds=True)


def _authority() -> Authority | None:
    said = settings.INSTANCE.timestamp
    if not said.url:
        return None
    return Authority(
        url=said.url,
        roots=Path(said.roots),
        policy=said.policy,
        user=said.user,
        password=said.password,
        private_network=said.private_network,
    )


def _stamped_on(day: datetime.date) -> bool:
    midnight = datetime.datetime.combine(day, datetime.time.min, clock.TOKYO)
    return Anchor.objects.filter(kind=AnchorKind.TIMESTAMP, at__gte=midnight).exists()


def name_of(url: str) -> str:
    """The authority as it is shown: the machine's name."""
    try:
        return read_address(url).host
    except AddressMalformed:
        return "?"


def _word(fault: NetFault) -> str:
    if isinstance(fault, RootsUnreadable | PolicyMalformed):
        return "setting"
    if isinstance(fault, StampRefused):
        return "refused"
    if isinstance(fault, StampWrong):
        return "signature"
    return short_word(fault)
