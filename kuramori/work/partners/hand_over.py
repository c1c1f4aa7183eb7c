"""提供: prepare, ask again, make ready, hand over, move the days, stop. What becomes of each thing lies in `ending`.

Others may call every verb here. Nothing goes that the layered decision does not let go on that very day.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import HandOverOffered, Item, OfferedLayer, TakeBackAsked
from kuramori.rules.statements.bodies import Mode as ToldMode
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger import grades, laying, life
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of, letting_go, telling
from kuramori.work.partners.deciding import NotAskable
from kuramori.work.partners.hand_over_checks import require_offered
from kuramori.work.partners.hand_over_copies import number_copies, take_copies_back
from kuramori.work.partners.hand_over_listed import record_begun
from kuramori.work.partners.hand_over_standing import (
    PREPARING,
    conditions_of,
    form_of,
    is_copied,
    items_of,
    leaves_something,
    people_of,
    standing_of,
    what_holds_it,
)
from kuramori.work.partners.hand_over_wanted import Refused, Wanted, days, line, sound
from kuramori.work.partners.models import (
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Mode,
    Recipient,
    Side,
)
from kuramori.work.partners.numbers import GIVEN, next_number
from kuramori.work.partners.sharing_page.opening import close_page

STANDING = (*PREPARING, HandOverState.OFFERED, HandOverState.OUT)
MOST_COPIES = 20


class NotReady(ValueError):
    """Something still holds it back: `sentences` say what, one by one. Nothing was changed."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = tuple(sentences)

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)


class WrongState(ValueError):
    """It has moved on meanwhile. `state` is where it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    @property
    def sentence(self) -> str:
        label = dict(HandOverState.choices).get(HandOverState(self.state), self.state)
        return _("その間に「%(state)s」に変わりました。いまの様子を見てください。") % {"state": label}


def prepare(actor: Actor, wanted: Wanted) -> HandOver:
    """Begin a hand-over of these assets as the ledger tells them today, each asked of the layered decision.

    What may not go stands in it with its reasons. Raises `Refused`, `NotAllowed`.
    """
    actor.require(Can.HAND_OVER_MAKE)
    require_offered(wanted.mode)
    for asset in wanted.assets:
        ledger_access.require_open(actor, asset)
    told_days = sound(wanted)
    form, purpose = wanted.form, line(wanted.purpose)
    with transaction.atomic():
        row = HandOver(
            organisation=actor.organisation,
            number=next_number(HandOver, actor.organisation, GIVEN),
            side=Side.GIVEN,
            partner=wanted.partner,
            agreement=wanted.agreement,
            purpose=purpose,
            mode=form.mode,
            medium=form.medium,
            way=form.way or "",
            visit=wanted.visit,
            expires_on=told_days.expires_on,
            return_by=told_days.return_by,
            made_by_id=actor.person_id,
            made_at=clock.now(),
        )
        row.save(force_insert=True)
        people = Recipient.objects.bulk_create(
            Recipient(organisation=actor.organisation, hand_over=row, contact=one, name=one.name)
            for one in wanted.contacts
        )
        names = grades.names()
        items = [_item(actor, row, n, asset, names) for n, asset in enumerate(wanted.assets, start=1)]
        _ask(actor, row, items, people)
        HandedItem.objects.bulk_create(items)
        _settle(row, items, people)
        row.save()
        record_begun(actor, events.PREPARED, row, items, people)
    return row


def ask_again(actor: Actor, hand_over: HandOver) -> HandOver:
    """Put every question anew: after an agreement, a level or a layer changed. Raises `WrongState`, `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = _held(hand_over, PREPARING)
        items, people = items_of(row), people_of(row)
        before, was = facts_of.hand_over(row), {one.pk: facts_of.item(one) for one in items}
        _ask(actor, row, items, people)
        HandedItem.objects.bulk_update(items, ["decision"])
        _settle(row, items, people)
        row.revision += 1
        row.save()
        for item in items:
            told = between(
                was[item.pk], facts_of.item(item), part=f"handed_item:{item.pk}", private=facts_of.ITEM_TEXTS
            )
            record(actor, events.ASKED_ANEW, kind="hand_over", thing_id=row.pk, number=row.number, **told)
        if before != facts_of.hand_over(row):
            _tell(actor, events.ASKED_ANEW, row, before)
    return row


def move_days(
    actor: Actor,
    hand_over: HandOver,
    *,
    expires_on: datetime.date | None,
    return_by: datetime.date | None,
) -> HandOver:
    """Other days, counted from today and bounded as at the beginning. Raises `Refused`, `WrongState`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = _held(hand_over, STANDING)
        told = {one.asset.grade for one in items_of(row) if one.asset is not None}
        found = days(told, form_of(row), expires_on, return_by, clock.today())
        before = facts_of.hand_over(row)
        row.expires_on, row.return_by = found.expires_on, found.return_by
        row.revision += 1
        row.save(update_fields=["expires_on", "return_by", "revision"])
        _tell(actor, events.DAYS_MOVED, row, before)
    return row


def offer(actor: Actor, hand_over: HandOver, *, copies: int = 1) -> HandOver:
    """Make it ready: every decision lets it go today, every condition is met; paper gets its numbered copies.

    The partner's own Kuramori is told, where there is a channel. Raises `NotReady`, `WrongState`, `Refused`.
    """
    actor.require(Can.HAND_OVER_MAKE)
    if not 1 <= copies <= MOST_COPIES:
        raise Refused("copies", _("写しは1部から%(n)s部までです。") % {"n": MOST_COPIES})
    with transaction.atomic():
        row = _held(hand_over, PREPARING)
        items, people = items_of(row), people_of(row)
        before = facts_of.hand_over(row)
        row.conditions = list(_require_ready(actor, row, items, people))
        if is_copied(row):
            number_copies(actor, row, items, copies)
        row.state, row.revision = HandOverState.OFFERED, row.revision + 1
        row.save()
        _tell(actor, events.OFFERED, row, before)
        telling.tell(actor, row.partner, _offered(row, items, people), row.thread)
    return row


def hand(
    actor: Actor, hand_over: HandOver, *, on: datetime.date | None = None, carried: str = ""
) -> HandOver:
    """It went, today or on an earlier day since it was ready. Each thing's use stands in the ledger.

    A visit leaves nothing behind: it is closed with the day. Raises `NotReady`, `WrongState`, `Refused`.
    """
    actor.require(Can.HAND_OVER_MAKE)
    day = on or clock.today()
    with transaction.atomic():
        row = _held(hand_over, (HandOverState.OFFERED,))
        items, people = items_of(row), people_of(row)
        _require_day(row, day)
        before = facts_of.hand_over(row)
        row.conditions = list(_require_ready(actor, row, items, people))
        row.handed_on, row.carried, row.state = day, line(carried), HandOverState.OUT
        if row.mode == Mode.VISIT:
            row.state = HandOverState.CLOSED
            for item in items:
                item.state, item.ended_on = ItemState.RETURNED, day
            HandedItem.objects.bulk_update(items, ["state", "ended_on"])
        row.revision += 1
        row.save()
        for item in items:
            if item.asset is not None:
                life.note_use(actor, item.asset, _use(row), on=day)
        _tell(actor, events.HANDED, row, before, partner=row.partner.name)
    return row


def stop(actor: Actor, hand_over: HandOver, reason: str) -> HandOver:
    """Not any more. What lies with the partner stays listed as out until it is back. Raises `Refused`, `WrongState`."""
    actor.require(Can.HAND_OVER_STOP)
    said = line(reason)
    if not said:
        raise Refused("reason", _("取りやめるわけを書いてください。相手と社内に伝わります。"))
    with transaction.atomic():
        row = _held(hand_over, STANDING)
        if row.stopped_at is not None:
            raise WrongState(row.state)
        before = facts_of.hand_over(row)
        row.stopped_at, row.stopped_for = clock.now(), said
        never_went, was_told = row.state != HandOverState.OUT, row.state not in PREPARING
        if never_went or not leaves_something(row):
            row.state = HandOverState.STOPPED
        row.revision += 1
        row.save()
        close_page(actor, row)
        _tell(actor, events.STOPPED, row, before)
        if never_went:
            take_copies_back(actor, row)
        if was_told:
            # There is no statement of its own for it: whatever was announced or given is asked for, with the reason.
            numbers = tuple(one.number for one in items_of(row))
            telling.tell(actor, row.partner, TakeBackAsked(numbers, clock.today(), said), row.thread)
    return row


def _require_ready(
    actor: Actor, row: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient]
) -> tuple[str, ...]:
    says, conditions = what_holds_it(actor, row, items, people)
    if says:
        raise NotReady(says)
    return conditions


def _require_day(row: HandOver, day: datetime.date) -> None:
    if day > clock.today():
        raise Refused("on", _("まだ来ていない日です。今日か、それより前の日にしてください。"))
    if day < clock.day_of(row.made_at):
        raise Refused("on", _("準備を始めた日より前には渡せません。"))
    if row.expires_on is not None and row.expires_on < day:
        raise Refused("on", _("使ってよい最後の日より後です。期限を決め直してください。"))


def _item(actor: Actor, row: HandOver, position: int, asset: Asset, names: dict[str, str]) -> HandedItem:
    version = laying.current(asset)
    return HandedItem(
        organisation=actor.organisation,
        hand_over=row,
        position=position,
        asset=asset,
        version=version,
        number=asset.number,
        name=asset.name,
        edition=f"台帳{version.from_on.isoformat()}版",
        grade=names[asset.grade][:40],
        layer=asset.layer,
    )


def _ask(actor: Actor, row: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient]) -> None:
    contacts = [one.contact for one in people if one.contact is not None]
    for item in items:
        if item.asset is None:
            continue
        try:
            item.decision = letting_go.asked(
                actor, item.asset, row.partner, contacts, purpose=row.purpose, form=form_of(row)
            )
        except NotAskable as fault:
            raise Refused("numbers", f"{item.number}：{fault.sentence}") from fault


def _settle(row: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient]) -> None:
    """State, conditions and agreement as the answers say."""
    standing = standing_of(items, people)
    waits = any(one.waits for one in standing) and all(one.waits or one.lets_go for one in standing)
    row.state = HandOverState.WAITING if waits else HandOverState.DRAFT
    row.conditions = list(conditions_of(standing))
    if row.agreement_id is None:
        rests = {one.decision.agreement_id for one in items if one.decision and one.decision.agreement_id}
        row.agreement_id = rests.pop() if len(rests) == 1 else None


def _offered(row: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient]) -> HandOverOffered:
    return HandOverOffered(
        items=tuple(
            Item(
                number=one.number,
                name=one.name,
                version=one.edition,
                sha256=one.sha256 or None,
                grade=one.grade,
                layer=OfferedLayer(one.layer),
                copies=len(one.copies),
            )
            for one in items
        ),
        persons=tuple(one.name for one in people),
        purpose=row.purpose,
        agreement=(row.agreement.their_number or row.agreement.number) if row.agreement else None,
        mode=ToldMode(row.mode),
        conditions=tuple(row.conditions),
        expires_on=row.expires_on,
        return_by=row.return_by,
    )


def _use(row: HandOver) -> str:
    return _("提供 %(number)s：%(partner)sへ、%(purpose)s") % {
        "number": row.number,
        "partner": row.partner.name,
        "purpose": row.purpose,
    }


def _held(hand_over: HandOver, standing: Sequence[HandOverState]) -> HandOver:
    row: HandOver = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("partner", "agreement", "visit__route")
        .get(pk=hand_over.pk)
    )
    if row.side != Side.GIVEN or row.state not in standing:
        raise WrongState(row.state)
    return row


def _tell(actor: Actor, event: Event, row: HandOver, before: dict[str, Any], **places: Any) -> None:
    told = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
    record(actor, event, kind="hand_over", thing_id=row.pk, number=row.number, **places, **told)
