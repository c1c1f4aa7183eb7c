"""What somebody should do next about devices, take-outs, cloud services and trips; what falls due; the numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.places.access_out import take_outs_of, trips_of
from kuramori.work.places.listing.difference import Standing, standings
from kuramori.work.places.models import (
    Agreed,
    CloudService,
    Device,
    DeviceState,
    ShadowDecision,
    ShadowUse,
    Software,
    TakeOut,
    TakeOutState,
)
from kuramori.work.places.periods import periods
from kuramori.work.places.reading.clouds import is_bare
from kuramori.work.places.reading.devices import device_lines, open_differences
from kuramori.work.places.reading.take_outs import take_outs_page


@dataclass(frozen=True, slots=True)
class Number:
    """How many of how many, by an id that reports and readiness know."""

    id: str
    value: int
    of: int


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Whatever wants something of this person; unsorted."""
    if not actor.may(Can.PLACE_READ):
        return
    if actor.may(Can.TAKE_OUT_ASK):
        yield from _take_outs(actor)
        yield from _trips(actor)
    if actor.may(Can.DEVICE_CHANGE):
        yield from _devices(actor)
    if actor.may(Can.CLOUD_REVIEW):
        yield from _clouds(actor)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Days of return, of looking at terms again, of support and of registrations; both ends included."""
    if not actor.may(Can.PLACE_READ):
        return
    standing = (TakeOutState.APPROVED, TakeOutState.TAKEN)
    for row in take_outs_of(actor).filter(state__in=standing, due_on__range=(from_on, to_on)):
        title = _("%(what)s を戻す") % {"what": row.subject_words}
        yield Deadline(row.due_on, title, url_for(actor, "places:take_out", id=row.pk))
    for service in CloudService.objects.filter(retired_on__isnull=True, review_on__range=(from_on, to_on)):
        title = _("「%(name)s」の規約を見直す") % {"name": service.name}
        yield Deadline(service.review_on, title, url_for(actor, "places:cloud", id=service.pk))  # type: ignore[arg-type]
    ending = Software.objects.filter(
        retired_on__isnull=True, device__state=DeviceState.IN_USE, support_ends_on__range=(from_on, to_on)
    )
    for software in ending.select_related("device"):
        title = _("%(number)s の %(name)s のサポートが終わる") % {
            "number": software.device.number,
            "name": software.name,
        }
        url = url_for(actor, "places:device", id=software.device_id)
        yield Deadline(software.support_ends_on, title, url)  # type: ignore[arg-type]
    for one in standings():
        if one.row and one.row.expires_on and from_on <= one.row.expires_on <= to_on:
            title = _("「%(name)s」の登録の有効期限") % {"name": one.service.name}
            yield Deadline(one.row.expires_on, title, url_for(actor, "places:cloud", id=one.service.pk))


def indicators(on: datetime.date | None = None) -> tuple[Number, ...]:
    """How the acting organisation stands: what later rooms read from this one."""
    lines = [line for line in device_lines() if line.device.state == DeviceState.IN_USE]
    services = list(CloudService.objects.filter(retired_on__isnull=True))
    return (
        Number("devices.encrypted", sum(line.device.is_encrypted is True for line in lines), len(lines)),
        Number(
            "devices.up_to_date", sum(not (line.is_behind or line.support_over) for line in lines), len(lines)
        ),
        Number("clouds.agreed", sum(one.agreed == Agreed.YES for one in services), len(services)),
        Number("clouds.bare", sum(is_bare(one) for one in services), len(services)),
    )


def mentions_out(person_id: object) -> tuple[str, ...]:
    """What of this room hangs on one person: devices, things that are out, services they own."""
    devices = Device.objects.filter(owner_id=person_id, state=DeviceState.IN_USE)  # type: ignore[misc]
    out = TakeOut.objects.filter(asked_by_id=person_id, state=TakeOutState.TAKEN)  # type: ignore[misc]
    services = CloudService.objects.filter(owner_id=person_id, retired_on__isnull=True)  # type: ignore[misc]
    return (
        *(_("端末・媒体 %(what)s") % {"what": device} for device in devices),
        *(_("持ち出したままの %(what)s") % {"what": row.subject_words} for row in out),
        *(_("クラウド「%(name)s」の契約") % {"name": service.name} for service in services),
    )


def _take_outs(actor: Actor) -> Iterator[NextAction]:
    page = take_outs_page(actor)
    for line in page.to_decide:
        who = line.row.asked_by.name if line.row.asked_by else "—"
        yield action(
            title=_("持出しを認めるか決める: %(what)s") % {"what": line.row.subject_words},
            why=_("%(who)sさんが「%(where)s」へ持っていきたいと言っています。")
            % {"who": who, "where": line.row.to_where},
            minutes=2,
            url=url_for(actor, "places:take_out", id=line.row.pk),
            button=_("中身を見る"),
            base=15,
            room=_("持出し"),
        )
    soon = clock.today() + datetime.timedelta(days=1)
    for line in page.out:
        if line.row.due_on > soon or not (line.is_mine or line.is_overdue):
            continue
        mine = _("戻したら「戻った」を押します。まだ要るときは、延ばしてもらえます。")
        theirs = _("%(who)sさんが持ち出しています。戻ったか、聞いてみてください。")
        who = line.row.asked_by.name if line.row.asked_by else "—"
        yield action(
            title=_("%(what)s を戻す") % {"what": line.row.subject_words},
            why=mine if line.is_mine else theirs % {"who": who},
            minutes=5,
            due_on=line.row.due_on,
            url=url_for(actor, "places:take_out", id=line.row.pk),
            button=_("持出しを見る"),
            base=10,
            room=_("持出し"),
        )


def _trips(actor: Actor) -> Iterator[NextAction]:
    today = clock.today()
    near = trips_of(actor).filter(
        dropped_at__isnull=True, until_on__gte=today - datetime.timedelta(days=periods().trip_shown)
    )
    for row in near.order_by("from_on")[:20]:
        if row.person_id != actor.person_id:
            continue
        is_over, days = row.until_on < today, (row.from_on - today).days
        if (is_over and row.after_done) or (
            not is_over and (row.before_done or days > periods().before_trip)
        ):
            continue
        words = {"where": row.to_where}
        yield action(
            title=(_("出張から戻った後の確認: %(where)s") if is_over else _("出張の前の確認: %(where)s"))
            % words,
            why=_("置いてきたもの・変わったことを、覚えているうちに書きます。")
            if is_over
            else _("持っていくものを減らし、端末を整えます。印刷もできます。"),
            minutes=10,
            due_on=row.until_on + datetime.timedelta(days=periods().after_trip) if is_over else row.from_on,
            url=url_for(actor, "places:trip", id=row.pk),
            button=_("確かめる"),
            base=25,
            room=_("海外出張"),
        )


def _devices(actor: Actor) -> Iterator[NextAction]:
    for device in Device.objects.filter(state=DeviceState.LOST).order_by("state_on"):
        yield action(
            title=_("なくした %(what)s の手順を進める") % {"what": device},
            why=_("早いほど、止められることが多くなります。"),
            minutes=20,
            due_on=device.state_on,
            url=url_for(actor, "places:device", id=device.pk),
            button=_("次の手順を見る"),
            base=5,
            room=_("端末・媒体"),
        )
    differing = open_differences().count()
    if differing:
        yield action(
            title=_("台数棚卸しの違いを片づける"),
            why=ngettext("違いが%(n)s件残っています。", "違いが%(n)s件残っています。", differing)
            % {"n": differing},
            minutes=5 * differing,
            url=url_for(actor, "places:devices") + "#count",
            button=_("違いを見る"),
            base=40,
            room=_("端末・媒体"),
        )
    behind = sum(line.is_behind or bool(line.support_over) for line in device_lines())
    if behind:
        yield action(
            title=_("端末の更新を確かめる"),
            why=ngettext(
                "更新の記録が古い端末が%(n)s台あります。", "更新の記録が古い端末が%(n)s台あります。", behind
            )
            % {"n": behind},
            minutes=10,
            url=url_for(actor, "places:devices") + "?behind=on",
            button=_("端末を見る"),
            base=65,
            room=_("端末・媒体"),
        )


def _clouds(actor: Actor) -> Iterator[NextAction]:
    for one in standings():
        if one.needs_a_look:
            yield _off_the_list(actor, one)
    bare = [one for one in CloudService.objects.filter(retired_on__isnull=True) if is_bare(one)]
    if bare:
        yield action(
            title=_("秘密を置くクラウドの約束を確かめる"),
            why=_("「%(name)s」など%(n)s件は、秘密を守る約束をまだ確かめていないか、約束がありません。")
            % {"name": bare[0].name, "n": len(bare)},
            minutes=30,
            url=url_for(actor, "places:cloud", id=bare[0].pk),
            button=_("確かめる"),
            base=45,
            room=_("クラウド"),
        )
    for service in _with_newer_terms():
        yield action(
            title=_("「%(name)s」の新しい規約を確かめる") % {"name": service.name},
            why=_("確認のあとに規約が変わりました。前の写しとの違いを見て、約束が続くかを確かめます。"),
            minutes=15,
            url=url_for(actor, "places:cloud", id=service.pk),
            button=_("違いを見る"),
            base=38,
            room=_("クラウド"),
        )
    today = clock.today()
    for service in CloudService.objects.filter(
        retired_on__isnull=True, review_on__lte=today + datetime.timedelta(days=periods().review_ahead)
    ):
        yield action(
            title=_("「%(name)s」の規約を見直す") % {"name": service.name},
            why=_("規約が変わっていないか、写しを取って比べます。"),
            minutes=20,
            due_on=service.review_on,
            url=url_for(actor, "places:cloud", id=service.pk),
            button=_("見直す"),
            base=50,
            room=_("クラウド"),
        )
    shadows = ShadowUse.objects.filter(decision=ShadowDecision.OPEN).count()
    if shadows:
        yield action(
            title=_("断りのない利用の扱いを決める"),
            why=ngettext(
                "決めていないものが%(n)s件あります。", "決めていないものが%(n)s件あります。", shadows
            )
            % {"n": shadows},
            minutes=10,
            url=url_for(actor, "places:clouds") + "#shadow",
            button=_("一覧を見る"),
            base=55,
            room=_("クラウド"),
        )


def _with_newer_terms() -> Any:
    """Services whose terms were kept again after they were last looked through."""
    rows = CloudService.objects.filter(retired_on__isnull=True)
    kept, looked = Max("terms__recorded_at"), Max("reviews__reviewed_at")
    return rows.annotate(kept=kept, looked=looked).filter(kept__gt=F("looked")).order_by("name")


def _off_the_list(actor: Actor, one: Standing) -> NextAction:
    name = one.service.name
    if one.row is None:
        title = _("「%(name)s」が登録一覧から消えています") % {"name": name}
        why = _("使い続けてよいか、事業者に確かめます。約束の有無とは別のことです。")
        due_on = None
    else:
        title = _("「%(name)s」の登録の期限を確かめる") % {"name": name}
        why = _("一覧の有効期限が%(n)s日以内か、過ぎています。続くかどうかを事業者に聞きます。") % {
            "n": periods().expires_soon
        }
        due_on = one.row.expires_on
    return action(
        title=title,
        why=why,
        minutes=10,
        due_on=due_on,
        url=url_for(actor, "places:cloud", id=one.service.pk),
        button=_("クラウドを見る"),
        base=35,
        room=_("クラウド"),
    )
