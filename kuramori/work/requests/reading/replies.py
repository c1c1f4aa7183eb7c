"""Replies as the asking side reads them: one, those of a partner, and when they are to be removed."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.rules.requests.reply_text import read_shown
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests.keeping import Removal, due, keep_until, removal_of
from kuramori.work.requests.models import Asked, Reply, ReplyEvidence
from kuramori.work.requests.reading.peers import PlaceTold, place_among
from kuramori.work.requests.reading.shown import ShownPage, page_of, percent

MOST = 100


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One reply in a list; `percent` None where it is not shown. `is_newest`: it is the one that counts."""

    row: Reply
    percent: int | None
    is_newest: bool
    url: str


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """`rounds` are all replies to the same request, newest first; `until` is the last day on which they are kept."""

    row: Reply
    asked: Asked
    shown: ShownPage | None
    rounds: tuple[ReplyLine, ...]
    until: datetime.date | None
    is_over: bool
    is_old: bool
    place: PlaceTold | None


def reply_page(actor: Actor, row: Reply) -> ReplyPage:
    """One reply, exactly as far as its giver shows it. `shown` is None where its list is lost."""
    until = keep_until(row.asked)
    return ReplyPage(
        row,
        row.asked,
        _shown(row),
        _lines(actor, Reply.objects.filter(asked=row.asked_id).order_by("-round")),
        until,
        until is not None and until < clock.today(),
        row.superseded_at is not None,
        place_among(row.asked) if row.superseded_at is None else None,
    )


def replies_of(actor: Actor, partner_id: uuid.UUID) -> tuple[ReplyLine, ...]:
    """The replies of one partner that count or counted, newest first."""
    rows = Reply.objects.filter(asked__partner_id=partner_id).select_related("asked__request")
    return _lines(actor, rows.order_by("-received_at")[:MOST])


def removals_of(partner_id: uuid.UUID) -> tuple[tuple[Asked, Removal], ...]:
    """What was answered once and is removed, as the trail tells it."""
    rows = Asked.objects.filter(partner_id=partner_id, reply__isnull=True, replied_at__isnull=False)
    told = ((row, removal_of(row)) for row in rows.select_related("request").order_by("-replied_at")[:MOST])
    return tuple((row, removal) for row, removal in told if removal is not None)


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """The newest reply of a `partner`, and the way to all of them."""
    if kind != "partner" or not actor.may(Can.REPLY_READ):
        return ()
    newest = (
        Reply.objects.filter(asked__partner_id=thing_id, superseded_at__isnull=True)
        .select_related("asked")
        .order_by("-received_at")
        .first()
    )
    if newest is None:
        return ()
    share = percent(newest.share)
    note = _("%(day)s の回答") % {"day": newest.as_of.isoformat()}
    if share is not None:
        note += _("・満たしている割合 %(share)s%%") % {"share": share}
    return (
        About(
            _("回答書（%(number)s）") % {"number": newest.asked.number},
            note,
            url_for(actor, "requests:replies_of", id=thing_id),
        ),
    )


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """Nothing of its own: the deadline is that of the request."""
    return ()


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """Answers that were kept as long as was promised."""
    if not actor.may(Can.REQUEST_APPROVE):
        return ()
    return tuple(
        action(
            title=_("%(number)s の回答を消す（%(count)s件）")
            % {"number": one.request.number, "count": one.count},
            why=_("手紙で約束した保管の期間が過ぎました。消すと、相手に渡す証明を作れます。"),
            minutes=5,
            url=url_for(actor, "requests:reply_remove", id=one.asked.pk),
            button=_("確かめて消す"),
            base=40,
            room="requests",
            due_on=one.since,
        )
        for one in due(clock.today())
    )


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """A reply is found by its request and its partner."""
    return ()


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Replies hang on nobody of ours."""
    return ()


def _shown(row: Reply) -> ShownPage | None:
    try:
        pack = packs.by_digest(row.asked.request.digest)
    except packs.PackLost:
        return None
    seen = read_shown(str(row.content))
    files = {}
    if row.superseded_at is None and seen.evidence:
        there = ReplyEvidence.objects.filter(asked=row.asked_id, is_shown=True, file__isnull=False)
        files = {(one.item, one.title, one.sha256): one.pk for one in there}
    text = pack.text(get_language() or "ja")
    return page_of(seen, read_requirements(row.asked.request.content), pack, text, files)


def _lines(actor: Actor, rows: object) -> tuple[ReplyLine, ...]:
    return tuple(
        ReplyLine(
            row,
            percent(row.share),
            row.superseded_at is None,
            url_for(actor, "requests:reply", id=row.pk),
        )
        for row in rows  # type: ignore[attr-defined]
    )
