"""What reviews, rounds and days leave to do, what falls due, and the numbers of it. 極秘 is told by its number."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.ledger import first_session
from kuramori.work.ledger.models import Finding, Judgement, Review, Round, RoundKind, Task
from kuramori.work.ledger.reminding import due_between
from kuramori.work.ledger.tasks_of import tasks_seen_by

AHEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class LifeIndicators:
    """`reviewed` entries within a year up to `on`; the last stock-taking and closing round; tasks open and overdue."""

    on: datetime.date
    reviewed: int
    stock_on: datetime.date | None
    closing_on: datetime.date | None
    tasks_open: int
    tasks_overdue: int


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Whatever wants something of this person; unsorted."""
    if actor.may(Can.ROUND_WALK):
        yield from _tasks(actor)
        yield from _rounds(actor)
    if actor.may(Can.ASSET_ADMIT):
        yield from _session(actor)
    if actor.may(Can.FINDING_JUDGE):
        yield from _findings(actor)
    if actor.may(Can.ASSET_CHANGE):
        yield from _days(actor)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Days of tasks, checks of what is known, returns; both ends included. Reviews are told by `todo`."""
    if actor.may(Can.ROUND_WALK):
        for task in tasks_seen_by(actor).filter(done_on__isnull=True, due_on__range=(from_on, to_on)):
            yield Deadline(task.due_on, task.what, url_for(actor, "ledger:tasks") + f"#task-{task.pk}")
    if actor.may(Can.ASSET_READ):
        for due in due_between(from_on, to_on):
            if due.kind != "review_on":
                title = _("%(asset)s の%(what)s") % {"asset": due.called, "what": due.words}
                yield Deadline(due.on, title, url_for(actor, "ledger:asset", id=due.asset.pk))


def indicators(on: datetime.date) -> LifeIndicators:
    """Numbers of a day for the acting organisation."""
    year_ago = on - datetime.timedelta(days=365)
    open_on = Task.objects.filter(made_at__date__lte=on).exclude(done_on__lte=on)
    return LifeIndicators(
        on=on,
        reviewed=Review.objects.filter(reviewed_on__gt=year_ago, reviewed_on__lte=on)
        .values("asset")
        .distinct()
        .count(),
        stock_on=_last_round(on, RoundKind.STOCK),
        closing_on=_last_round(on, RoundKind.CLOSING),
        tasks_open=open_on.count(),
        tasks_overdue=open_on.filter(due_on__lt=on).count(),
    )


def _last_round(on: datetime.date, kind: RoundKind) -> datetime.date | None:
    closed = (
        Round.objects.filter(kind=kind, closed_at__date__lte=on)
        .order_by("-closed_at")
        .values_list("closed_at", flat=True)
        .first()
    )
    return clock.day_of(closed) if closed else None


def _tasks(actor: Actor) -> Iterator[NextAction]:
    for task in tasks_seen_by(actor).filter(owner_id=actor.person_id, done_on__isnull=True)[:20]:
        yield action(
            title=task.what,
            why=_("点検か見直しで見つかったことです。片づけたら、何をしたかを残します。"),
            minutes=10,
            due_on=task.due_on,
            url=url_for(actor, "ledger:tasks") + f"#task-{task.pk}",
            button=_("片づける"),
            base=30,
            room=_("棚卸し・点検"),
        )


def _rounds(actor: Actor) -> Iterator[NextAction]:
    for row in Round.objects.filter(closed_at__isnull=True, begun_by_id=actor.person_id)[:5]:
        left = row.stops.filter(found="").count()
        yield action(
            title=_("「%(round)s」を続ける") % {"round": row.name},
            why=ngettext("あと%(n)sか所です。", "あと%(n)sか所です。", left) % {"n": left},
            minutes=max(1, left),
            url=url_for(actor, "ledger:round", id=row.pk),
            button=_("続きから回る"),
            base=28,
            room=_("棚卸し・点検"),
        )


def _session(actor: Actor) -> Iterator[NextAction]:
    row = first_session.standing()
    if row is not None:
        minutes = first_session.minutes_left(first_session.lines_of(row))
        yield action(
            title=_("「まねされたら困る5つ」を続ける"),
            why=_("書いたところまで残っています。最後に経営者の方が認めると、台帳に入ります。"),
            minutes=minutes,
            url=url_for(actor, "ledger:first"),
            button=_("続きを書く"),
            base=22,
            room=_("情報管理台帳"),
        )


def _findings(actor: Actor) -> Iterator[NextAction]:
    """What looking through folders found and nobody has judged; files that no longer say so do not count."""
    count = Finding.objects.filter(judgement=Judgement.OPEN, gone_at__isnull=True).count()
    if count:
        yield action(
            title=ngettext(
                "見つかったファイル%(n)s件を判断する", "見つかったファイル%(n)s件を判断する", count
            )
            % {"n": count},
            why=_("フォルダーの中に、守るべき情報の写しらしいものや、表示のないものがありました。"),
            minutes=max(1, count // 2),
            url=url_for(actor, "ledger:findings"),
            button=_("見つかったものを見る"),
            base=38,
            room=_("情報管理台帳"),
        )


def _days(actor: Actor) -> Iterator[NextAction]:
    today = clock.today()
    since, until = today - datetime.timedelta(days=400), today + datetime.timedelta(days=AHEAD_DAYS)
    for due in due_between(since, until)[:20]:
        if due.kind == "review_on":
            continue
        check = due.kind == "public_next_on"
        yield action(
            title=_("%(asset)s の%(what)s") % {"asset": due.called, "what": due.words},
            why=_("特許・カタログ・ホームページなどと比べて、外に出ていないかを確かめます。")
            if check
            else _("この日までに、どうするかを決めます。"),
            minutes=15,
            due_on=due.on,
            url=url_for(actor, "ledger:public" if check else "ledger:life", id=due.asset.pk),
            button=_("確かめる") if check else _("開く"),
            base=45,
            room=_("情報管理台帳"),
        )
