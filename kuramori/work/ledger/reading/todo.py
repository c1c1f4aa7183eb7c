"""What somebody should do next about the ledger, and what falls due. 極秘 entries are told by their number."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Grade, Stage
from kuramori.work.ledger.reading import todo_life
from kuramori.work.ledger.reading.lines import LACKS_MARK, SOON_DAYS


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """The most pressing first; few queries, whatever the ledger holds."""
    if not actor.may(Can.ASSET_READ):
        return ()
    return tuple(
        sorted([*_to_admit(actor), *_rest(actor), *todo_life.next_actions(actor)], key=lambda one: one.weight)
    )


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """Reviews that fall due between two days, both included."""
    if not actor.may(Can.ASSET_READ):
        return ()
    rows = Asset.objects.filter(stage=Stage.ADMITTED, review_on__range=(from_on, to_on)).order_by("review_on")
    reviews = (
        Deadline(
            row.review_on,
            _("%(asset)s の見直し") % {"asset": called(row)},
            url_for(actor, "ledger:asset", id=row.pk),
        )
        for row in rows
        if row.review_on is not None
    )
    return tuple(sorted([*reviews, *todo_life.deadlines(actor, from_on, to_on)], key=lambda one: one.on))


def called(asset: Asset) -> str:
    """Number and name; the number alone where the name is itself a secret."""
    return asset.number if asset.grade == Grade.TOP else f"{asset.number} {asset.name}"


def _to_admit(actor: Actor) -> Iterator[NextAction]:
    waiting = Asset.objects.filter(stage=Stage.PROPOSED)
    if not actor.may(Can.ASSET_ADMIT):
        waiting = waiting.filter(keeper_id=actor.person_id)
    count = waiting.count()
    if count:
        yield action(
            title=ngettext("提案%(n)s件を登録するか決める", "提案%(n)s件を登録するか決める", count)
            % {"n": count},
            why=_("従業員の方が「守るべきだ」と気づいた情報です。認めるまで、台帳には入りません。"),
            minutes=3 * count,
            url=url_for(actor, "ledger:proposals"),
            button=_("提案を見る"),
            base=35,
            room=_("情報管理台帳"),
        )


def _rest(actor: Actor) -> Iterator[NextAction]:
    soon = clock.today() + datetime.timedelta(days=SOON_DAYS)
    mine = Q(stage=Stage.ADMITTED)
    if not actor.may(Can.ASSET_CHANGE):
        mine &= Q(keeper__pk=actor.person_id)
    told = Asset.objects.aggregate(
        all=Count("pk"),
        due=Count("pk", filter=mine & Q(review_on__lte=soon)),
        first=Min("review_on", filter=mine & Q(review_on__lte=soon)),
        unmarked=Count("pk", filter=mine & LACKS_MARK),
    )
    if not told["all"] and actor.may(Can.ASSET_ADMIT):
        yield action(
            title=_("まねされたら困るものを5つ書き出す"),
            why=_("何が秘密かを決めることから始まります。名前と置き場所だけで足ります。"),
            minutes=45,
            url=url_for(actor, "ledger:first"),
            button=_("5つ書き出す"),
            base=20,
            room=_("情報管理台帳"),
        )
    if told["due"]:
        yield action(
            title=ngettext("台帳%(n)s件を見直す", "台帳%(n)s件を見直す", told["due"]) % {"n": told["due"]},
            why=_("区分・置き場所・知ってよい人が、いまも合っているかを確かめます。"),
            minutes=2 * told["due"],
            url=url_for(actor, "ledger:review"),
            button=_("まとめて見直す"),
            base=40,
            room=_("情報管理台帳"),
            due_on=told["first"],
        )
    if told["unmarked"]:
        yield action(
            title=ngettext("表示のない%(n)s件に印を付ける", "表示のない%(n)s件に印を付ける", told["unmarked"])
            % {"n": told["unmarked"]},
            why=_("見た人に秘密だと分かることが、秘密として守られる一番の手がかりです。"),
            minutes=5 * told["unmarked"],
            url=url_for(actor, "ledger:assets") + "?part=unmarked",
            button=_("表示のない物を見る"),
            base=60,
            room=_("情報管理台帳"),
        )
