"""What the rooms above ask about 提供: days that come, what to do next, words to find, what is known of a thing."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.partners.models import (
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Medium,
    Recipient,
    Side,
)
from kuramori.work.partners.reading import hand_overs, occasions
from kuramori.work.partners.sharing_content import periods

MOST_FOUND = 20
OUT = Q(state=HandOverState.OUT)


@dataclass(frozen=True, slots=True)
class HandOverIndicators:
    """On a day: hand-overs out and overdue, those received and still held, and those out without a receipt."""

    out: int
    overdue: int
    held: int
    without_receipt: int


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """What is out of an asset, or with a partner and what of theirs lies here."""
    if not actor.may(Can.HAND_OVER_READ):
        return ()
    if kind == "partner":
        return _of_partner(actor, thing_id)
    return _of_asset(actor, thing_id) if kind == "asset" else ()


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """Days of return and last days of use, and days to look back on an occasion."""
    if not actor.may(Can.HAND_OVER_READ):
        return ()
    found = []
    days = Q(return_by__range=(from_on, to_on)) | Q(expires_on__range=(from_on, to_on))
    for row in HandOver.objects.filter(OUT & days).select_related("partner"):
        url = url_for(actor, "partners:hand_over", id=row.pk)
        names = {"number": row.number, "partner": row.partner.name}
        if row.return_by and from_on <= row.return_by <= to_on:
            words = (
                _("%(number)s を%(partner)sへ返す日")
                if row.side == Side.RECEIVED
                else _("%(number)s を%(partner)sから返してもらう日")
            )
            found.append(Deadline(row.return_by, words % names, url))
        if row.expires_on and from_on <= row.expires_on <= to_on and row.expires_on != row.return_by:
            found.append(
                Deadline(row.expires_on, _("%(number)s を使ってよい最後の日（%(partner)s）") % names, url)
            )
    for one in occasions.open_ones().filter(follow_up_on__range=(from_on, to_on)):
        title = _("「%(title)s」の後の確認") % {"title": one.title}
        found.append(Deadline(one.follow_up_on, title, url_for(actor, "partners:occasion", id=one.pk)))
    return tuple(sorted(found, key=lambda one: one.on))


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """What somebody who may hand over should do next."""
    if not actor.may(Can.HAND_OVER_MAKE):
        return ()
    return (
        *_ready(actor),
        *_due(actor),
        *_receipts(actor),
        *_announced(actor),
        *_oral(actor),
        *_to_enter(actor),
        *_looking_back(actor),
    )


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Hand-overs with every word."""
    if not actor.may(Can.HAND_OVER_READ) or not words.split():
        return ()
    page = [
        *hand_overs.list_page(actor, tab="out", words=words).lines,
        *hand_overs.list_page(actor, tab="held", words=words).lines,
        *hand_overs.list_page(actor, tab="preparing", words=words).lines,
        *hand_overs.list_page(actor, tab="done", words=words).lines,
    ]
    return tuple(
        About(f"{one.number} {one.partner}", one.state_label, url_for(actor, "partners:hand_over", id=one.id))
        for one in page[:MOST_FOUND]
    )


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """What somebody who leaves was handed by partners, and the occasions they keep."""
    held = Recipient.objects.filter(
        person_id=person_id, withdrawn_at__isnull=True, hand_over__state=HandOverState.OUT
    ).select_related("hand_over__partner")
    told = [
        _("%(partner)sから受け取った %(number)s を持つ人になっている")
        % {"partner": one.hand_over.partner.name, "number": one.hand_over.number}
        for one in held.order_by("hand_over__number")
    ]
    told += [
        _("場面「%(title)s」をまとめる人になっている") % {"title": one.title}
        for one in occasions.open_ones().filter(keeper_id=person_id).order_by("on")
    ]
    return tuple(told)


def indicators(organisation: Organisation, on: datetime.date) -> HandOverIndicators:
    """Numbers of today for the acting organisation; of an earlier day by what went by then and is still out."""
    rows = HandOver.objects.filter(OUT, organisation=organisation, handed_on__lte=on)
    given = rows.filter(side=Side.GIVEN)
    unsigned = given.filter(receipt__isnull=True).exclude(recipients__received_on__isnull=False)
    return HandOverIndicators(
        out=given.count(),
        overdue=given.filter(hand_overs.overdue_by(on)).count(),
        held=rows.filter(side=Side.RECEIVED).count(),
        without_receipt=unsigned.distinct().count(),
    )


def _of_partner(actor: Actor, partner_id: uuid.UUID) -> tuple[About, ...]:
    rows = HandOver.objects.filter(OUT, partner_id=partner_id).order_by("return_by", "number")
    return tuple(
        About(
            f"{line.number} {'、'.join(line.things)}",
            " ".join(one for one in (line.state_label, _until(line.due_on)) if one),
            url_for(actor, "partners:hand_over", id=line.id),
        )
        for line in hand_overs.lines_of(actor, rows[:MOST_FOUND])
    )


def _of_asset(actor: Actor, asset_id: uuid.UUID) -> tuple[About, ...]:
    rows = HandedItem.objects.filter(asset_id=asset_id, hand_over__handed_on__isnull=False)
    shown = rows.select_related("hand_over__partner").order_by("-hand_over__handed_on")[:MOST_FOUND]
    told = [
        About(
            f"{one.hand_over.number} {one.hand_over.partner.name}",
            " ".join(
                part
                for part in (
                    str(ItemState(one.state).label),
                    _until(one.hand_over.return_by) if one.state == ItemState.OUT else "",
                )
                if part
            ),
            url_for(actor, "partners:hand_over", id=one.hand_over_id),
        )
        for one in shown
    ]
    if actor.may(Can.HAND_OVER_MAKE):
        told.insert(
            0, About(_("取引先へ渡す"), "", f"{url_for(actor, 'partners:new_hand_over')}?asset={asset_id}")
        )
    return tuple(told)


def _until(day: datetime.date | None) -> str:
    return _("%(day)sまで") % {"day": f"{day.year}/{day.month}/{day.day}"} if day else ""


def _ready(actor: Actor) -> Iterator[NextAction]:
    """What is ready to go, or was prepared and left."""
    rows = HandOver.objects.filter(side=Side.GIVEN, state=HandOverState.OFFERED, stopped_at__isnull=True)
    for row in rows.select_related("partner").order_by("made_at")[:10]:
        yield action(
            title=_("%(number)s を%(partner)sへ渡す") % {"number": row.number, "partner": row.partner.name},
            why=_("渡す用意ができています。渡したら、その日と渡し方を残します。"),
            minutes=5,
            due_on=row.expires_on,
            url=url_for(actor, "partners:hand_over", id=row.pk),
            button=_("渡す"),
            base=30,
            room=_("提供"),
        )


def _due(actor: Actor) -> Iterator[NextAction]:
    """What falls due soon or is late, on either side."""
    until = clock.today() + datetime.timedelta(days=periods().soon_days)
    rows = HandOver.objects.filter(OUT & Q(return_by__lte=until)).select_related("partner")
    for row in rows.order_by("return_by")[:20]:
        names = {"number": row.number, "partner": row.partner.name}
        received = row.side == Side.RECEIVED
        yield action(
            title=(
                _("%(number)s を%(partner)sへ返すか捨てる")
                if received
                else _("%(number)s を%(partner)sから返してもらう")
            )
            % names,
            why=(
                _("預かった物の期日です。返すか捨てて、その証明を渡します。")
                if received
                else _("渡した物の期日です。返却か廃棄を確かめて、記録します。期限を延ばすこともできます。")
            ),
            minutes=10,
            due_on=row.return_by,
            url=url_for(actor, "partners:hand_over", id=row.pk),
            button=_("記録する"),
            base=20,
            room=_("提供"),
        )


def _receipts(actor: Actor) -> Iterator[NextAction]:
    rows = HandOver.objects.filter(OUT, side=Side.GIVEN, receipt__isnull=True)
    without = rows.exclude(recipients__received_on__isnull=False).select_related("partner").distinct()
    # Not everything wants a receipt; conditions are a list, which the two databases search in two ways.
    wanted = [row for row in without.order_by("handed_on")[:100] if "C1" in row.conditions]
    for row in wanted[:10]:
        yield action(
            title=_("%(number)s の受領書を付ける") % {"number": row.number},
            why=_("%(partner)sに渡したことを、後から示せるようにします。") % {"partner": row.partner.name},
            minutes=5,
            url=url_for(actor, "partners:hand_over", id=row.pk),
            button=_("受領書を付ける"),
            base=45,
            room=_("提供"),
        )


def _oral(actor: Actor) -> Iterator[NextAction]:
    rows = HandOver.objects.filter(medium=Medium.ORAL, handed_on__isnull=False, confirmed_on__isnull=True)
    for row in rows.exclude(state=HandOverState.STOPPED).select_related("partner").order_by("handed_on")[:10]:
        yield action(
            title=_("%(number)s で話したことを書面にする") % {"number": row.number},
            why=_("口頭で話した秘密は、契約の日数のうちに書面で伝えないと守られないことがあります。"),
            minutes=15,
            url=url_for(actor, "partners:hand_over", id=row.pk),
            button=_("書面にした日を残す"),
            base=25,
            room=_("提供"),
        )


def _announced(actor: Actor) -> Iterator[NextAction]:
    rows = HandOver.objects.filter(side=Side.RECEIVED, state=HandOverState.OFFERED)
    first = rows.select_related("partner").order_by("made_at").first()
    if first is None:
        return
    yield action(
        title=_("%(partner)sから知らせの届いたものを受け取る") % {"partner": first.partner.name},
        why=_("届いたことを知らせると、相手の記録も「受け取り済み」になります。"),
        minutes=2,
        url=url_for(actor, "partners:hand_over", id=first.pk),
        button=_("確かめる"),
        base=45,
        room=_("提供"),
    )


def _to_enter(actor: Actor) -> Iterator[NextAction]:
    rows = HandedItem.objects.filter(
        hand_over__side=Side.RECEIVED,
        hand_over__state=HandOverState.OUT,
        asset__isnull=True,
        state=ItemState.OUT,
    )
    first = rows.select_related("hand_over__partner").order_by("hand_over__handed_on").first()
    if first is None:
        return
    count = rows.count()
    yield action(
        title=ngettext("預かった物%(n)s件を台帳に載せる", "預かった物%(n)s件を台帳に載せる", count)
        % {"n": count},
        why=_("置き場所と持つ人を決めておくと、期日に返せます。"),
        minutes=5,
        url=url_for(actor, "partners:hand_over", id=first.hand_over_id),
        button=_("台帳に載せる"),
        base=40,
        room=_("提供"),
    )


def _looking_back(actor: Actor) -> Iterator[NextAction]:
    soon = clock.today() + datetime.timedelta(days=periods().soon_days)
    for one in occasions.open_ones().filter(on__lte=soon).order_by("on")[:10]:
        over = one.until_on < clock.today()
        yield action(
            title=(_("「%(title)s」の後の確認をする") if over else _("「%(title)s」の準備を確かめる"))
            % {"title": one.title},
            why=(
                _("見せたもの・話したことを残し、約束したことを片づけます。")
                if over
                else _("見せてよいことと、見せないことを、係の人に配ります。")
            ),
            minutes=15,
            due_on=one.follow_up_on if over else one.on,
            url=url_for(actor, "partners:occasion", id=one.pk),
            button=_("開く"),
            base=35,
            room=_("提供"),
        )
