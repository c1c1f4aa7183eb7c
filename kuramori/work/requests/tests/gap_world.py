"""A reply that falls short in three items, and what two connected houses did with a gap; for tests."""

from __future__ import annotations

import datetime

from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.gapping.moving import Saying, move
from kuramori.work.requests.models import Gap, Reply, ReplyWay, Side
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world


def soon(days: int = 30) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def short_reply(owner: Actor, name: str = "見本金型", *, number: str = "R-9001") -> Reply:
    """One item not there, one planned with a day, one done in another way."""
    world = asked_world.sent(owner, (name,), number=number)
    given = asked_world.answers(
        world.requirements,
        2,
        q01=Given(Said.NOT, 0),
        q02=Given(Said.PLANNED, 1, plan="一覧を作る", plan_on=soon()),
        q03=Given(Said.ALTERNATIVE, words="工場長が毎週見回る"),
    )
    return take_in(owner, world.asked[0], asked_world.seen(world.requirements, given), way=ReplyWay.LINK)


PLAN = Saying(plan="鍵のかかる棚を買う", interim="それまでは図面を紙だけにする", person="見本 次郎")


def plan(days: int = 30) -> Saying:
    return Saying(plan=PLAN.plan, plan_on=soon(days), interim=PLAN.interim, person=PLAN.person)


def heard(owner: Actor, gap: Gap, step: GapStep, saying: Saying | None = None) -> Gap:
    """A move of the other side that we were told by telephone."""
    row = Gap.objects.get(pk=gap.pk)
    return move(
        owner, row, step, saying or Saying(person="見本 次郎"), revision=row.revision, part=Side.ASKED
    )


def ours(owner: Actor, gap: Gap, step: GapStep, text: str = "") -> Gap:
    """A move of ours, within our scope."""
    with scope(organisation=owner.organisation):
        row = Gap.objects.get(pk=gap.pk)
        return move(owner, row, step, Saying(words=text), revision=row.revision)
