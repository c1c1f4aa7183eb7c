"""Channels for pages: who is at the other end, and what was said in both directions."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuramori.rules import signing
from kuramori.rules.statements.refusals import SENTENCES, StatementRefused
from kuramori.work.partners.channels.receiving import keys_of
from kuramori.work.partners.models import Agreement, Channel, HandOver, Told, Way

MOST_TOLD = 100

KINDS: dict[str, str | Promise] = {
    "hand-over-offered": _("提供の知らせ"),
    "hand-over-received": _("受け取りの知らせ"),
    "hand-over-viewed": _("見たという知らせ"),
    "take-back-asked": _("返還・廃棄のお願い"),
    "disposal-certified": _("返還・廃棄の証明"),
    "agreement-offered": _("契約の文面の提示"),
    "agreement-concluded": _("契約の締結の知らせ"),
    "assurance-told": _("確認の段階の知らせ"),
}


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One statement. `about` leads to the hand-over or agreement it speaks of (`("hand_over", id)`), where we have it.

    `refused` is the sentence why it was not taken in; `waits`: for those before it, or for the other side to take it.
    """

    number: int
    is_ours: bool
    what: str
    said_at: datetime.datetime
    refused: str
    waits: bool
    about: tuple[str, uuid.UUID] | None
    about_words: str


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One way to a partner's organisation. `digits`: groups to be read over the telephone, newest key first."""

    id: uuid.UUID
    partner_id: uuid.UUID
    partner: str
    peer_name: str
    digits: tuple[str, ...]
    opened_at: datetime.datetime
    accepted_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    sent: int
    received: int
    waiting: int

    @property
    def is_open(self) -> bool:
        return self.accepted_at is not None and self.closed_at is None

    @property
    def wants_yes(self) -> bool:
        return self.accepted_at is None and self.closed_at is None


def channels() -> tuple[ChannelLine, ...]:
    """Those that wait for a yes first, then by partner; closed ones last."""
    rows = Channel.objects.select_related("partner").order_by("partner__sorts_as", "opened_at")
    waiting = _waiting()
    lines = [_line(row, waiting.get(row.pk, 0)) for row in rows]
    return tuple(sorted(lines, key=lambda one: (one.closed_at is not None, not one.wants_yes)))


def line_of(channel: Channel) -> ChannelLine:
    return _line(channel, _waiting(channel).get(channel.pk, 0))


def told(channel: Channel) -> tuple[ToldLine, ...]:
    """The last `MOST_TOLD` statements of both directions, newest first."""
    rows = list(Told.objects.filter(channel=channel).order_by("-recorded_at", "-sequence")[:MOST_TOLD])
    threads = {row.thread for row in rows}
    about: dict[uuid.UUID, tuple[str, uuid.UUID, str]] = {}
    for agreement in Agreement.objects.filter(thread__in=threads):
        about[agreement.thread] = "agreement", agreement.pk, agreement.number
    for hand_over in HandOver.objects.filter(thread__in=threads):
        about[hand_over.thread] = "hand_over", hand_over.pk, hand_over.number
    return tuple(_told(row, about.get(row.thread)) for row in rows)


def sentence_of(code: str) -> str:
    """Why a statement was not taken in, in the reader's language."""
    if code not in SENTENCES:
        return code
    return StatementRefused(code).sentence("en" if (get_language() or "").startswith("en") else "ja")


def _told(row: Told, about: tuple[str, uuid.UUID, str] | None) -> ToldLine:
    is_ours = row.way == Way.SENT
    return ToldLine(
        number=row.sequence,
        is_ours=is_ours,
        what=str(KINDS.get(row.kind, row.kind)),
        said_at=row.said_at,
        refused=sentence_of(row.refused) if row.refused else "",
        waits=not row.refused and (row.delivered_at is None if is_ours else row.applied_at is None),
        about=about[:2] if about else None,
        about_words=about[2] if about else "",
    )


def _waiting(channel: Channel | None = None) -> dict[uuid.UUID, int]:
    rows = Told.objects.filter(way=Way.SENT, delivered_at__isnull=True)
    if channel is not None:
        rows = rows.filter(channel=channel)
    found: dict[uuid.UUID, int] = {}
    for channel_id in rows.values_list("channel_id", flat=True):
        found[channel_id] = found.get(channel_id, 0) + 1
    return found


def _line(row: Channel, waiting: int) -> ChannelLine:
    current = [key for key in keys_of(row) if key.until_at is None]
    return ChannelLine(
        id=row.pk,
        partner_id=row.partner_id,
        partner=row.partner.name,
        peer_name=row.peer_name,
        digits=signing.digits(current[0].public) if current else (),
        opened_at=row.opened_at,
        accepted_at=row.accepted_at,
        closed_at=row.closed_at,
        sent=row.sent,
        received=row.applied,
        waiting=waiting,
    )
