"""Ask for what is out: a day, a reason, and a link for one person of the partner to certify what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import TakeBackAsked
from kuramori.work.partners import events_take_back as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_wanted import LONGEST_LINE, Refused, line
from kuramori.work.partners.models import (
    Agreement,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Side,
    TakeBack,
)
from kuramori.work.partners.taking_back_content import taking_back
from kuramori.work.partners.telling import tell

CERTIFY = links.LinkPurpose(
    "partners:take_back", "taken_back:page", gettext_lazy("返還・廃棄の証明"), Can.TAKE_BACK, tells_end=True
)
MAIL = Purpose("partners:take_back", gettext_lazy("返還・廃棄のお願い"))
STILL = (ItemState.OUT, ItemState.KEPT)
MOST_AHEAD_DAYS = 366


@dataclass(frozen=True, slots=True)
class Asked:
    """`issued` is the link to hand over, told once; None where nobody of the partner was named."""

    take_back: TakeBack
    issued: links.Issued | None


def ask_back(
    actor: Actor,
    hand_over: HandOver,
    items: Sequence[HandedItem],
    *,
    by_on: datetime.date,
    reason: str = "",
    contact: Contact | None = None,
) -> Asked:
    """Ask for the return or destruction of these things of one hand-over by a day.

    Where the partner's own Kuramori is connected it hears of it at once. An older request for the same hand-over
    gives way, its link ends. Raises `Refused`, `WrongState`, `NotAllowed`.
    """
    actor.require(Can.TAKE_BACK)
    why = line(reason)
    if len(why) > LONGEST_LINE:
        raise Refused("reason", _("理由は200文字までです。"))
    today = clock.today()
    if not today <= by_on <= today + datetime.timedelta(days=MOST_AHEAD_DAYS):
        raise Refused("by_on", _("期限は、今日から1年先までの日にしてください。"))
    if contact is not None and not contact.email:
        raise Refused("contact", _("この方のメールアドレスがありません。取引先の画面で書き足してください。"))
    with transaction.atomic():
        row = HandOver.objects.select_for_update(of=("self",)).select_related("partner").get(pk=hand_over.pk)
        if row.side != Side.GIVEN or row.state != HandOverState.OUT:
            raise WrongState(row.state)
        wanted = [one for one in items if one.hand_over_id == row.pk and one.state in STILL]
        if not wanted:
            raise Refused("items", _("返してもらうものを選んでください。"))
        _give_way(actor, row)
        made = TakeBack.objects.create(
            organisation=actor.organisation,
            hand_over=row,
            items=[str(one.pk) for one in wanted],
            by_on=by_on,
            reason=why,
            asked_by_id=actor.person_id,
            asked_at=clock.now(),
        )
        issued = link_for(actor, made, contact) if contact is not None else None
        record(
            actor,
            events.ASKED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            things=len(wanted),
            by=by_on.isoformat(),
            **between(None, facts_of.take_back(made), part=made.pk, private=facts_of.TAKE_BACK_TEXTS),
        )
        tell(actor, row.partner, TakeBackAsked(tuple(one.number for one in wanted), by_on, why), row.thread)
    return Asked(made, issued)


def link_for(actor: Actor, row: TakeBack, contact: Contact) -> links.Issued:
    """A link of their own for one person of the partner, in the place of an older one. In the caller's transaction."""
    if row.link is not None:
        links.revoke(actor, row.link)
    issued = links.issue(
        actor,
        CERTIFY,
        about=("take_back", row.pk),
        until_on=clock.today() + datetime.timedelta(days=taking_back().link_days),
        outside=Recipient(contact.email, contact.name),
        most_uses=None,
    )
    row.link = issued.link
    row.save(update_fields=["link"])
    return issued


def standing_with(hand_over: HandOver) -> TakeBack | None:
    """The request that stands for a hand-over: the newest."""
    found: TakeBack | None = (
        TakeBack.objects.filter(hand_over=hand_over).select_related("link").order_by("-asked_at").first()
    )
    return found


def under(agreement: Agreement) -> tuple[HandedItem, ...]:
    """Everything that has to come back when this agreement ends, by hand-over and place in it."""
    rows = HandedItem.objects.filter(
        hand_over__agreement=agreement, hand_over__side=Side.GIVEN, state__in=STILL
    ).exclude(hand_over__state__in=(HandOverState.DRAFT, HandOverState.WAITING))
    return tuple(
        rows.select_related("hand_over", "hand_over__partner").order_by("hand_over__number", "position")
    )


def ask_all_back(
    actor: Actor, agreement: Agreement, *, by_on: datetime.date, reason: str, contact: Contact | None
) -> list[Asked]:
    """One request for each hand-over under an agreement that ends, all or none. Raises as `ask_back`."""
    actor.require(Can.TAKE_BACK)
    by_hand_over: dict[HandOver, list[HandedItem]] = {}
    for item in under(agreement):
        if item.hand_over.state == HandOverState.OUT:
            by_hand_over.setdefault(item.hand_over, []).append(item)
    if not by_hand_over:
        raise Refused("", _("この契約で渡したもので、返してもらうものはありません。"))
    with transaction.atomic():
        return [
            ask_back(actor, row, items, by_on=by_on, reason=reason, contact=contact)
            for row, items in by_hand_over.items()
        ]


def _give_way(actor: Actor, row: HandOver) -> None:
    older = standing_with(row)
    if older is not None and older.link is not None:
        links.revoke(actor, older.link)
