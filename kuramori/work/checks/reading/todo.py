"""What this person should do next about checks, and what falls due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.checks.access import asked_of
from kuramori.work.checks.models import Delegation, Plan, Sheet, State
from kuramori.work.checks.reading.packs import pack_of, packs_offered, text_of
from kuramori.work.checks.reading.people import name_of
from kuramori.work.checks.reading.plans import PlanLine, plans_page
from kuramori.work.checks.reading.sheets import GIVEN, minutes_for

REVIEW_AFTER_DAYS = 365
PLAN_AHEAD_DAYS = 30


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """The most pressing first, in at most six queries."""
    found: list[NextAction] = []
    if actor.may(Can.SHEET_READ):
        found += _asked(actor)
        found += _rounds(actor)
    if actor.may(Can.PLAN_FINISH):
        found += _planned(actor)
    return tuple(sorted(found, key=lambda action: action.weight))


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """What falls due between two days, both included: items one was asked for, and plans one may see."""
    found = [
        Deadline(row.due_on, _asked_title(row), url_for(actor, "checks:item", id=row.sheet_id, item=row.item))
        for row in _open_delegations(actor)
        if row.due_on is not None and from_on <= row.due_on <= to_on
    ]
    if actor.may(Can.PLAN_READ):
        found += [
            Deadline(plan.due_on, plan.action, _plan_url(actor, plan))
            for plan in plans_page(actor).open
            if plan.due_on is not None and from_on <= plan.due_on <= to_on
        ]
    return tuple(sorted(found, key=lambda deadline: deadline.on))


def _asked(actor: Actor) -> Iterator[NextAction]:
    for row in _open_delegations(actor):
        why = _("%(who)sさんから頼まれています。") % {"who": name_of(row.asked_by)} if row.asked_by else ""
        yield _action(
            title=_asked_title(row),
            why=why + (_("「%(message)s」") % {"message": row.message} if row.message else ""),
            minutes=minutes_for(pack_of(row.sheet), 1),
            due_on=row.due_on,
            url=url_for(actor, "checks:item", id=row.sheet_id, item=row.item),
            button=_("答える"),
            base=20,
        )


def _rounds(actor: Actor) -> Iterator[NextAction]:
    """Begin the first round, go on with the open one, or look again after a year."""
    sheets = Sheet.objects.annotate(given=Count("answers", filter=GIVEN)).order_by("-begun_at")
    newest = list(sheets[:20])
    drafts = [sheet for sheet in newest if sheet.state == State.DRAFT]
    if drafts and actor.may(Can.SHEET_ANSWER):
        yield from _draft(actor, drafts[0])
    if drafts or not actor.may(Can.SHEET_BEGIN):
        return
    if not newest:
        yield from _first_round(actor)
    elif newest[0].finalised_at is not None:
        yield from _after_final(actor, newest[0], clock.day_of(newest[0].finalised_at))


def _draft(actor: Actor, sheet: Any) -> Iterator[NextAction]:
    pack = pack_of(sheet)
    items, still_open = len(pack.items), len(pack.items) - sheet.given
    if still_open:
        why = ngettext(
            "「%(sheet)s」は%(items)s問のうち%(done)s問まで答えました。",
            "「%(sheet)s」は%(items)s問のうち%(done)s問まで答えました。",
            sheet.given,
        )
        yield _action(
            title=_("自己チェックの続きに答える"),
            why=why % {"sheet": sheet.name, "items": items, "done": sheet.given},
            minutes=minutes_for(pack, still_open),
            url=url_for(actor, "checks:sheet", id=sheet.pk),
            button=_("続きに答える"),
            base=60,
        )
    elif actor.may(Can.SHEET_FINALISE):
        yield _action(
            title=_("自己チェックを確定する"),
            why=_("「%(sheet)s」はすべて答えました。確定すると点と形が残ります。") % {"sheet": sheet.name},
            minutes=5,
            url=url_for(actor, "checks:sheet", id=sheet.pk),
            button=_("内容を確かめる"),
            base=50,
        )


def _first_round(actor: Actor) -> Iterator[NextAction]:
    for pack in packs_offered()[:1]:
        yield _action(
            title=_("最初の自己チェックをする"),
            why=_("いまどこが強く、どこが手薄かが分かります。次にやることも3つ出ます。"),
            minutes=pack.minutes,
            url=url_for(actor, "checks:sheets"),
            button=_("始める"),
            base=70,
        )


def _after_final(actor: Actor, last: Sheet, finalised_on: datetime.date) -> Iterator[NextAction]:
    review_on = finalised_on + datetime.timedelta(days=REVIEW_AFTER_DAYS)
    if review_on <= clock.today():
        yield _action(
            title=_("自己チェックを見直す"),
            why=_("前回の確定から1年がたちました。前回の答えから始められます。"),
            minutes=pack_of(last).minutes,
            due_on=review_on,
            url=url_for(actor, "checks:sheet", id=last.pk),
            button=_("見直しを始める"),
            base=40,
        )
    elif actor.may(Can.PLAN_CHANGE) and not Plan.objects.filter(sheet=last).exists():
        yield _action(
            title=_("次にやることを計画に入れる"),
            why=_("「%(sheet)s」の結果に、手間に対して伸びが大きいものが出ています。") % {"sheet": last.name},
            minutes=5,
            url=url_for(actor, "checks:result", id=last.pk),
            button=_("結果を見る"),
            base=80,
        )


def _planned(actor: Actor) -> Iterator[NextAction]:
    """One's own plans, and for those who steer also what has no owner or is overdue, within the next 30 days."""
    for plan in plans_page(actor).open:
        if plan.days_left is None or plan.days_left > PLAN_AHEAD_DAYS:
            continue
        if not plan.is_mine and (plan.owner and not plan.is_overdue):
            continue
        yield _action(
            title=plan.action,
            why=_plan_why(plan),
            minutes=plan.minutes,
            due_on=plan.due_on,
            url=_plan_url(actor, plan),
            button=_("計画を見る"),
            base=30 if plan.is_mine else 45,
            room=_("改善計画"),
        )


def _plan_why(plan: PlanLine) -> str:
    about = _("問%(number)s「%(title)s」の計画です。") % {"number": plan.number, "title": plan.item_title}
    if plan.is_mine:
        return about
    if plan.owner:
        return about + _("担当は%(owner)sさんです。") % {"owner": plan.owner}
    return about + _("担当がまだ決まっていません。")


def _plan_url(actor: Actor, plan: PlanLine) -> str:
    return f"{url_for(actor, 'checks:plans')}#plan-{plan.id}"


def _open_delegations(actor: Actor) -> list[Delegation]:
    asked = asked_of(actor).filter(answered_at__isnull=True, sheet__state=State.DRAFT)
    return list(asked.select_related("sheet", "asked_by").order_by("due_on", "asked_at"))


def _asked_title(row: Delegation) -> str:
    pack = pack_of(row.sheet)
    title = text_of(pack).items[row.item].title
    return _("問%(number)s「%(title)s」に答える") % {"number": pack.item(row.item).number, "title": title}


def _action(
    *,
    title: str,
    why: str,
    minutes: int | None,
    url: str,
    button: str,
    base: int,
    due_on: datetime.date | None = None,
    room: str = "",
) -> NextAction:
    return action(
        title=title,
        why=why,
        minutes=minutes,
        url=url,
        button=button,
        base=base,
        due_on=due_on,
        room=room or _("自己チェック"),
    )
