"""What comes after: receipts, what was said confirmed in writing, and what became of each thing.

Others may call every verb here; a certificate that arrives by link ends each thing through `end_item`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_copies import end_copies
from kuramori.work.partners.hand_over_wanted import Refused, line
from kuramori.work.partners.models import HandedItem, HandOver, HandOverState, ItemState, Medium, Recipient

AFTER = (HandOverState.OUT, HandOverState.CLOSED)


def record_receipt(
    actor: Actor,
    hand_over: HandOver,
    people: Collection[Recipient],
    *,
    on: datetime.date,
    file: File | None = None,
) -> HandOver:
    """These people have it, since a day; `file` is the slip they signed. Raises `Refused`, `WrongState`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = _locked(hand_over)
        require_after(row, on)
        if not people and file is None:
            raise Refused("people", _("受け取った方を選ぶか、受領書のファイルを付けてください。"))
        before = facts_of.hand_over(row)
        for person in people:
            was = facts_of.recipient(person)
            person.received_on = on
            person.save(update_fields=["received_on"])
            told = between(
                was,
                facts_of.recipient(person),
                part=f"recipient:{person.pk}",
                private=facts_of.RECIPIENT_TEXTS,
            )
            record(actor, events.RECEIPT, kind="hand_over", thing_id=row.pk, number=row.number, **told)
        if file is not None:
            row.receipt, row.revision = file, row.revision + 1
            row.save(update_fields=["receipt", "revision"])
            told = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
            record(actor, events.RECEIPT, kind="hand_over", thing_id=row.pk, number=row.number, **told)
    return row


def confirm_oral(actor: Actor, hand_over: HandOver, *, on: datetime.date) -> HandOver:
    """What was said was put in writing on a day. Raises `Refused`, `WrongState`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = _locked(hand_over)
        if row.medium != Medium.ORAL:
            raise Refused("on", _("口頭で話した提供だけに使います。"))
        require_after(row, on)
        before = facts_of.hand_over(row)
        row.confirmed_on, row.revision = on, row.revision + 1
        row.save(update_fields=["confirmed_on", "revision"])
        told = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
        record(actor, events.CONFIRMED, kind="hand_over", thing_id=row.pk, number=row.number, **told)
    return row


def end_item(
    actor: Actor,
    item: HandedItem,
    became: ItemState,
    *,
    on: datetime.date,
    kept_until: datetime.date | None = None,
    kept_for: str = "",
) -> HandedItem:
    """It came back, was destroyed, or is kept by a rule until a day. Its numbered copies end with it.

    The hand-over is closed with its last thing. Raises `Refused`, `WrongState`.
    """
    actor.require(Can.TAKE_BACK)
    if became == ItemState.KEPT and not (line(kept_for) and kept_until is not None and kept_until > on):
        raise Refused("kept_for", _("残すわけと、いつまで残すかを入れてください。"))
    with transaction.atomic():
        row = _locked(HandOver(pk=item.hand_over_id))
        require_after(row, on)
        thing: HandedItem = (
            HandedItem.objects.select_for_update(of=("self",)).select_related("asset").get(pk=item.pk)
        )
        if thing.state not in {ItemState.OUT, ItemState.KEPT}:
            raise WrongState(row.state)
        was = facts_of.item(thing)
        thing.state, thing.ended_on = became, on
        thing.kept_until = kept_until if became == ItemState.KEPT else None
        thing.kept_for = line(kept_for) if became == ItemState.KEPT else ""
        thing.save(update_fields=["state", "ended_on", "kept_until", "kept_for"])
        if became != ItemState.KEPT:
            end_copies(actor, thing, row.number, on=on)
        told = between(was, facts_of.item(thing), part=f"handed_item:{thing.pk}", private=facts_of.ITEM_TEXTS)
        record(
            actor,
            events.ENDED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            item=thing.number,
            **told,
        )
        close_if_done(actor, row)
    return thing


def close_if_done(actor: Actor | Doer, row: HandOver) -> bool:
    """Close the hand-over (held by the caller) where nothing of it is out or kept any more."""
    left = row.items.filter(state__in=(ItemState.OUT, ItemState.KEPT)).exists()
    if left or row.state != HandOverState.OUT:
        return False
    before = facts_of.hand_over(row)
    row.state, row.revision = HandOverState.CLOSED, row.revision + 1
    row.save(update_fields=["state", "revision"])
    told = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
    record(actor, events.CLOSED, kind="hand_over", thing_id=row.pk, number=row.number, **told)
    return True


def require_after(row: HandOver, on: datetime.date) -> None:
    """Raises `Refused` for a day that has not come or lies before the hand-over, `WrongState` before it went."""
    if row.state not in AFTER or row.handed_on is None:
        raise WrongState(row.state)
    if on > clock.today():
        raise Refused("on", _("まだ来ていない日です。今日か、それより前の日にしてください。"))
    if on < row.handed_on:
        raise Refused("on", _("渡した日より前の日です。"))


def _locked(hand_over: HandOver) -> HandOver:
    row: HandOver = (
        HandOver.objects.select_for_update(of=("self",)).select_related("partner").get(pk=hand_over.pk)
    )
    return row
