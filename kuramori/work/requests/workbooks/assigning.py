"""Say by hand whose a workbook is that lost its number; from then on it goes the way of all the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from kuramori.ground.packs.read import PackLost
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.rules.tokens import normal
from kuramori.work.requests import events_bulk as events
from kuramori.work.requests import facts_bulk as facts
from kuramori.work.requests.models import Asked, AskedState, DroppedSheet, RequestState, SheetState
from kuramori.work.requests.workbooks.dropping import content_of, read_book
from kuramori.work.requests.workbooks.filled import read_filled
from kuramori.work.requests.workbooks.judging import JUDGED, judge_as
from kuramori.work.requests.workbooks.sentences import file_sentence

MOST: Final = 20
OPEN: Final = (RequestState.SENT, RequestState.CLOSED)
_NUMBER: Final = re.compile(r"[A-Z0-9]{1,8}(?:-[A-Z0-9]{2,8}){1,3}")
_LOOKED_AT: Final = (SheetState.READY, SheetState.DOUBTS, SheetState.SAME)


class NotAssigned(ValueError):
    """It stays as it was: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return file_sentence(self.code)


def may_assign(sheet: DroppedSheet) -> bool:
    """Whether nobody but us can say whose it is: it carries no number of ours, and has not counted."""
    if sheet.drop.emptied_at is not None:
        return False
    if sheet.state == SheetState.UNKNOWN:
        return True
    if sheet.state not in _LOOKED_AT or sheet.asked is None or not sheet.read:
        return False
    return read_filled(str(sheet.read)).number != sheet.asked.number


def assign(actor: Actor, sheet: DroppedSheet, asked: Asked) -> DroppedSheet:
    """Read the file as the workbook of this partner. Nothing counts by that. Saying the same twice is once; another
    may be said until it counts.

    Raises `NotAssigned`, where it says nothing to what this partner was asked, and `SealBroken`.
    """
    actor.require(Can.REPLY_TAKE)
    with transaction.atomic():
        row: DroppedSheet = (
            DroppedSheet.objects.select_for_update(of=("self",))
            .select_related("drop", "asked__request", "asked__reply")
            .get(pk=sheet.pk)
        )
        if not may_assign(row):
            raise NotAssigned("over")
        if row.asked_id == asked.pk:
            return row
        before = facts.dropped(row)
        book = read_book(content_of(row))
        if isinstance(book, str):
            raise NotAssigned(book)
        others = DroppedSheet.objects.filter(drop=row.drop, asked=asked).exclude(pk=row.pk)
        try:
            judge_as(row, book, asked, twice=others.exists())
        except PackLost:
            raise NotAssigned("pack-lost") from None
        if row.code:
            raise NotAssigned(row.code)
        row.save(update_fields=JUDGED)
        record(
            actor,
            events.ASSIGNED,
            kind="drop",
            thing_id=row.drop_id,
            number=asked.number,
            partner=asked.partner.name,
            **between(before, facts.dropped(row)),
        )
    return row


def candidates(sheet: DroppedSheet, words: str) -> Sequence[Asked]:
    """Whose it may be, at most twenty: by the number or the partner's name; without words by the file's own name."""
    rows: QuerySet[Asked] = (
        Asked.objects.filter(request__state__in=OPEN)
        .exclude(state=AskedState.WITHDRAWN)
        .select_related("request", "partner")
        .defer("request__content")
    )
    said = words.strip() or sheet.name
    if numbers := _NUMBER.findall(normal(said).upper()):
        meant = Q(number__in=numbers) | Q(request__number__in=numbers)
        found = list(rows.filter(meant).order_by("number")[:MOST])
        if found:
            return found
    if not words.strip():
        return ()
    named = Q()
    for word in normal(words).split():
        named &= Q(partner__words__contains=word)
    return list(rows.filter(named).order_by("-request__sent_at", "partner__sorts_as", "number")[:MOST])
