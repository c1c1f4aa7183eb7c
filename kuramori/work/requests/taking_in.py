"""Take in a reply: what its giver lets be seen is kept as it is, counts from now on, and is never changed afterwards.

The one way in, whoever brings it: somebody behind a link, a filled workbook, the partner's own organisation, or we
ourselves from paper. A correction is a new reply beside the older one.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Happened, record_all
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.rules.requests.reply_text import Shown
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests import events_replies as events
from kuramori.work.requests import facts_replies as facts
from kuramori.work.requests.assuring import assure
from kuramori.work.requests.counting import Shift, count
from kuramori.work.requests.models import Asked, AskedState, Reply, ReplyWay, RequestState

VALID_DAYS = 365


class ReplyNotTaken(ValueError):
    """It is not taken in: `code` says why. What was written is still where it was."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "withdrawn": _(
                "このお願いは取り下げられました。回答はいりません。書いたものは、お手元の控えに残せます。"
            ),
            "moved": _(
                "このお願いは、御社の蔵守に届けました。回答は、そちらから出せます。書いたものは、ここから持ち帰れます。"
            ),
            "not-sent": _("このお願いは、まだ送られていません。"),
            "other-items": _("このお願いの設問と、回答の設問が合いません。"),
            "day": _("回答の日は、今日か、それより前の日です。"),
        }[self.code]


def take_in(actor: Actor, asked: Asked, seen: Shown, *, way: ReplyWay) -> Reply:
    """Keep `seen` as the newest reply of this partner. Raises `ReplyNotTaken`, `NotAllowed`.

    After the deadline it is taken in as well; a request that was closed takes it in without asking anew.
    """
    actor.require(Can.REPLY_TAKE)
    with transaction.atomic():
        (row,) = held([asked.pk])
        require_sense(row, seen)
        (reply,) = take_in_all(actor, [(row, seen)], way=way)
    return reply


def held(ids: Iterable[uuid.UUID]) -> list[Asked]:
    """Who is asked, with nobody else changing them until the transaction ends; by partner, for whoever comes beside."""
    rows = Asked.objects.filter(pk__in=list(ids)).select_for_update(of=("self",))
    return list(
        rows.select_related("organisation", "request", "partner", "reply").order_by("partner_id", "pk")
    )


def take_in_all(actor: Actor, given: Sequence[tuple[Asked, Shown]], *, way: ReplyWay) -> list[Reply]:
    """As `take_in`, for several at once whose rows are `held` and who each passed `require_sense`.

    Every row is written and locked before the first entry of the trail: whoever holds one of them and waits for the
    trail is not waited for by us.
    """
    actor.require(Can.REPLY_TAKE)
    before = [facts.asked(row) for row, _seen in given]
    replies = [_kept(row, seen, way) for row, seen in given]
    shift = Shift()
    for (row, _seen), reply in zip(given, replies, strict=True):
        row.state, row.reply, row.replied_at = AskedState.REPLIED, reply, reply.received_at
        row.revision += 1
        told = {name: getattr(row, name) for name in ("state", "reply", "replied_at", "revision")}
        Asked.objects.filter(pk=row.pk).update(**told)
        count(row, reply, shift)
    if given:
        shift.apply(given[0][0].organisation)
    for (row, seen), reply in zip(given, replies, strict=True):
        assure(actor, row, reply, seen)
    rows = zip(given, replies, before, strict=True)
    record_all(actor, [_told(row, reply, was) for (row, _seen), reply, was in rows])
    return replies


def _told(row: Asked, reply: Reply, before: Mapping[str, Any]) -> Happened:
    detail = {
        "number": row.number,
        "partner": row.partner.name,
        "disclosure": reply.disclosure,
        "digest": reply.digest,
        **between(before, facts.asked(row)),
    }
    return Happened(events.REPLIED, "asked", row.pk, detail)


def _kept(row: Asked, seen: Shown, way: ReplyWay) -> Reply:
    text, moment = reply_text.text_of(seen), clock.now()
    older = list(Reply.objects.filter(asked=row).values_list("superseded_at", flat=True))
    if None in older:
        Reply.objects.filter(asked=row, superseded_at__isnull=True).update(superseded_at=moment)
    kept: Reply = Reply.objects.create(
        organisation_id=row.organisation_id,
        asked=row,
        round=len(older) + 1,
        way=way,
        disclosure=seen.disclosure,
        content=text,
        digest=reply_text.digest_of(text),
        states=seen.states,
        share=seen.share,
        short=seen.short,
        critical=seen.critical,
        given_by=seen.given_by[:120],
        as_of=seen.as_of,
        valid_until=seen.as_of + datetime.timedelta(days=VALID_DAYS),
        received_at=moment,
    )
    return kept


def require_sense(row: Asked, seen: Shown) -> None:
    """Raises `ReplyNotTaken`."""
    if row.request.state == RequestState.WITHDRAWN or row.state == AskedState.WITHDRAWN:
        raise ReplyNotTaken("withdrawn")
    if row.request.state not in {RequestState.SENT, RequestState.CLOSED}:
        raise ReplyNotTaken("not-sent")
    if len(seen.states) != len(read_requirements(row.request.content).required):
        raise ReplyNotTaken("other-items")
    if seen.as_of > clock.today():
        raise ReplyNotTaken("day")
