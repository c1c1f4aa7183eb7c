"""Gaps of one house: opened from a reply, moved by both sides, and what their end changes where a partner stands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.consulting.talking import Said as TalkSaid
from kuramori.work.requests.consulting.talking import begin
from kuramori.work.requests.gapping.moving import Saying, move, write_note
from kuramori.work.requests.gapping.opening import Wanted, open_by_hand, open_from_reply
from kuramori.work.requests.gapping.opening_all import open_all
from kuramori.work.requests.models import Gap, GapState, ReplyWay, Side, Standing, Tally, Told
from kuramori.work.requests.numbers import SIGNS
from kuramori.work.requests.reading.gaps_upward import find
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.gap_world import heard, ours, plan, short_reply, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def reply(owner):
    return short_reply(owner)


@pytest.fixture
def gaps(owner, reply):
    return {gap.item: gap for gap in open_from_reply(owner, reply)}


def _letter(item):
    standing = Standing.objects.get()
    items = tuple(Tally.objects.get().counts)
    return standing.states[items.index(item)]


def test_what_falls_short_becomes_gaps_with_the_reason_and_the_plan_that_came_along(gaps):
    assert sorted(gaps) == ["q01", "q02", "q03"]
    assert (gaps["q01"].state, gaps["q01"].level, gaps["q01"].now) == (GapState.OPEN, 2, 0)
    assert gaps["q01"].why == "図面をお預けするため。"
    assert gaps["q01"].what != "q01"
    assert (gaps["q02"].state, gaps["q02"].plan, gaps["q02"].plan_on) == ("proposed", "一覧を作る", soon())
    assert gaps["q03"].plan == "工場長が毎週見回る"
    assert gaps["q02"].moves.get(turn=2).way == Told.REPLY


def test_a_gap_that_runs_is_not_opened_twice(owner, reply, gaps):
    assert open_from_reply(owner, reply) == []
    with pytest.raises(NotSo):
        open_from_reply(owner, reply, items=["q19"])
    assert Gap.objects.count() == 3


def test_all_replies_to_a_request_are_opened_in_one_go_and_a_second_run_adds_nothing(owner, reply):
    told = []
    for _run in range(2):
        open_all(
            organisation_id=str(owner.organisation_id),
            person_id=str(owner.person_id),
            progress=lambda done, total: told.append((done, total)),
            request=str(reply.asked.request_id),
        )
    assert told == [(1, 1)] * 2
    assert Gap.objects.count() == 3


def test_a_plan_is_agreed_done_and_the_partner_stands_better_at_once(owner, gaps):
    gap, share = gaps["q01"], Standing.objects.get().share
    heard(owner, gap, GapStep.PROPOSED, plan())
    ours(owner, gap, GapStep.AGREED)
    heard(owner, gap, GapStep.STARTED)
    heard(owner, gap, GapStep.EVIDENCE)
    assert _letter("q01") == "x"
    row = ours(owner, gap, GapStep.CLOSED)
    assert (row.state, row.plan, row.ended_at is not None) == (GapState.CLOSED, plan().plan, True)
    assert _letter("q01") == "m"
    assert Standing.objects.get().share > share
    assert Tally.objects.get().counts["q01"] == {"m": 1}


def test_another_way_that_was_accepted_holds_with_the_next_reply_too(owner, reply, gaps):
    ours(owner, gaps["q03"], GapStep.ACCEPTED, "見回りの記録があるため")
    ours(owner, gaps["q01"], GapStep.WITHDRAWN, "求めすぎでした")
    assert (_letter("q03"), _letter("q01")) == ("m", "n")
    given = asked_world.answers(
        asked_world.rules.read_requirements(reply.asked.request.content),
        2,
        q01=Given(Said.NOT, 0),
        q03=Given(Said.ALTERNATIVE, words="工場長が毎週見回る"),
    )
    wanted = asked_world.rules.read_requirements(reply.asked.request.content)
    take_in(owner, reply.asked, asked_world.seen(wanted, given), way=ReplyWay.LINK)
    assert (_letter("q03"), _letter("q01"), Standing.objects.get().short) == ("m", "n", 0)


def test_who_looked_at_an_older_page_overwrites_nothing(owner, gaps):
    gap = gaps["q01"]
    heard(owner, gap, GapStep.PROPOSED, plan())
    with pytest.raises(Stale):
        move(owner, gap, GapStep.WITHDRAWN, Saying(words="x"), revision=gap.revision)
    assert Gap.objects.get(pk=gap.pk).state == GapState.PROPOSED


@pytest.mark.parametrize(
    ("step", "saying", "part", "field"),
    [
        (GapStep.PROPOSED, Saying(plan="x", person="見本"), Side.ASKED, "plan_on"),
        (GapStep.PROPOSED, Saying(plan_on=None, person="見本"), Side.ASKED, "plan"),
        (GapStep.EVIDENCE, Saying(), Side.ASKED, "person"),
        (GapStep.WITHDRAWN, Saying(), None, "words"),
        (GapStep.SUPPORTED, Saying(), None, "support"),
        (GapStep.PROTECTED, Saying(interim="あ" * 401), None, "interim"),
        (GapStep.AGREED, Saying(), None, ""),
        (GapStep.PROPOSED, Saying(plan="x"), None, ""),
    ],
)
def test_a_move_that_lacks_something_says_what(owner, gaps, step, saying, part, field):
    gap = gaps["q01"]
    with pytest.raises(NotSo) as refused:
        move(owner, gap, step, saying, revision=gap.revision, part=part)
    assert refused.value.field == field
    assert refused.value.sentence


def test_support_and_interim_protection_are_told_without_moving_anything(owner, gaps):
    gap = gaps["q01"]
    row = move(owner, gap, GapStep.SUPPORTED, Saying(support="専門家の訪問（無料）"), revision=gap.revision)
    row = move(owner, row, GapStep.PROTECTED, Saying(interim="画面で見るだけにする"), revision=row.revision)
    assert (row.state, row.support, row.interim) == (
        GapState.OPEN,
        "専門家の訪問（無料）",
        "画面で見るだけにする",
    )


def test_a_comment_moves_nothing(owner, gaps):
    note = write_note(owner, gaps["q01"], "棚の写真は要りません。")
    assert (note.part, note.person) == (Side.ASKING, owner.name)
    assert Gap.objects.get(pk=gaps["q01"].pk).revision == gaps["q01"].revision


def test_a_finding_becomes_a_gap_with_a_reason(owner, reply):
    partner = reply.asked.partner
    gap = open_by_hand(owner, partner, Wanted("図面が机に出たままです", "図面をお預けしているため"))
    assert gap.state == GapState.OPEN
    assert re.fullmatch(rf"G-[{SIGNS}]{{5}}", gap.number)
    with pytest.raises(NotSo):
        open_by_hand(owner, partner, Wanted("x"))


def test_the_numbers_of_gaps_and_talks_tell_nobody_how_many_others_there_are_or_which_came_first(
    owner, reply
):
    partner, on = reply.asked.partner, clock.today()
    gaps = [open_by_hand(owner, partner, Wanted(f"鍵{n}", "図面のため")).number for n in range(12)]
    talks = [begin(owner, partner, f"単価{n}", TalkSaid(on), by_us=True).number for n in range(12)]
    for numbers in (gaps, talks):
        assert len(set(numbers)) == 12
        assert {len(one) for one in numbers} == {7}
        assert numbers != sorted(numbers)
        # As good as any of 28 million: two that follow have nothing in common but by chance.
        assert len({one[2:4] for one in numbers}) > 6


def test_a_number_that_was_told_before_is_still_found(owner, reply):
    gap = open_by_hand(owner, reply.asked.partner, Wanted("図面が机に出たままです", "図面のため"))
    Gap.objects.filter(pk=gap.pk).update(number="G-0012")
    assert [one.title for one in find(owner, "g-0012")] == ["G-0012 図面が机に出たままです"]


def test_only_who_may_move_gaps_does(owner, gaps):
    reader = replace(owner, permissions=frozenset({Can.REQUEST_READ}))
    with pytest.raises(NotAllowed):
        move(reader, gaps["q01"], GapStep.WITHDRAWN, Saying(words="x"), revision=1)
