"""What is next, what falls due, and the numbers for those who look over all rooms."""

from __future__ import annotations

import datetime

import pytest

from kuramori.outside import clock
from kuramori.work.checks import read
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import revise
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.plan import Wanted, finish_plan, plan


def in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def a_year_later():
    return clock.standing_at(clock.now() + datetime.timedelta(days=366))


def titles(actor) -> list[str]:
    return [action.title for action in read.next_actions(actor)]


def test_the_first_thing_to_do_is_the_first_round(steward, acting):
    assert titles(steward) == ["最初の自己チェックをする"]
    assert titles(acting.actor("staff")) == []
    assert titles(acting.actor("auditor")) == []


def test_an_open_round_is_gone_on_with_and_a_full_one_finalised(acting, steward, sheet, pack):
    answer(steward, sheet, pack, "q01", value=1, revision=0)
    (going,) = read.next_actions(steward)
    assert (going.title, going.minutes) == ("自己チェックの続きに答える", 15)
    assert "19問のうち1問まで" in going.why
    for item in pack.items[1:]:
        answer(steward, sheet, pack, item.id, value=1, revision=0)
    assert titles(steward) == ["自己チェックを確定する"]
    assert titles(acting.actor("section")) == []


def test_after_a_round_comes_the_plan_and_after_a_year_the_next_round(steward, final, pack):
    assert titles(steward) == ["次にやることを計画に入れる"]
    plan(steward, final, pack, "q13", Wanted("書庫を決める"))
    assert titles(steward) == []
    with a_year_later():
        (review,) = read.next_actions(steward)
    assert review.title == "自己チェックを見直す"
    assert review.due_on == clock.day_of(final.finalised_at) + datetime.timedelta(days=365)
    assert review.due_words == "1日遅れ"


def test_what_a_colleague_asked_comes_with_words_and_day_until_it_is_answered(acting, steward, sheet, pack):
    delegate(
        steward, sheet, pack, "q13", person=acting.person("staff"), message="鍵の本数", due_on=in_days(3)
    )
    staff = acting.actor("staff")
    (asked,) = read.next_actions(staff)
    assert asked.title == "問13「施錠保管」に答える"
    assert asked.why == "森下 健一さんから頼まれています。「鍵の本数」"
    assert (asked.due_words, asked.url) == ("あと3日", acting.url(f"checks/{sheet.pk}/items/q13/"))
    answer(staff, sheet, pack, "q13", value=1, revision=0)
    assert titles(staff) == []


def test_plans_come_to_their_owner_and_when_overdue_also_to_those_who_steer(acting, steward, final, pack):
    for action, days in (("遠い", 60), ("近い", 5), ("過ぎた", -3)):
        plan(steward, final, pack, "q13", Wanted(action, owner=acting.person("staff"), due_on=in_days(days)))
    plan(steward, final, pack, "q14", Wanted("担当なし", due_on=in_days(10)))
    assert titles(acting.actor("staff")) == ["過ぎた", "近い"]
    assert titles(steward) == ["過ぎた", "担当なし"]
    assert titles(acting.actor("auditor")) == []


def test_the_overdue_comes_before_the_near_and_both_before_the_rest(acting, steward, sheet, pack):
    own = acting.person("steward")
    plan(steward, sheet, pack, "q13", Wanted("明日", owner=own, due_on=in_days(1)))
    plan(steward, sheet, pack, "q13", Wanted("昨日", owner=own, due_on=in_days(-1)))
    assert titles(steward) == ["昨日", "明日", "自己チェックの続きに答える"]


def test_deadlines_lie_between_two_days_both_included(acting, steward, sheet, pack):
    delegate(steward, sheet, pack, "q13", person=acting.person("staff"), due_on=in_days(2))
    plan(steward, sheet, pack, "q14", Wanted("線を引く", owner=acting.person("staff"), due_on=in_days(4)))
    staff = acting.actor("staff")
    assert [d.on for d in read.deadlines(staff, in_days(2), in_days(4))] == [in_days(2), in_days(4)]
    assert [d.title for d in read.deadlines(staff, in_days(3), in_days(4))] == ["線を引く"]
    assert read.deadlines(staff, in_days(5), in_days(9)) == ()


@pytest.fixture
def rounds(steward, final, pack):
    """Two final rounds a year apart; the plan of the first was done in between."""
    made = plan(steward, final, pack, "q13", Wanted("書庫を決める", due_on=in_days(10)))
    with a_year_later():
        finish_plan(steward, made, pack)
        new = revise(steward, final, pack)
        answer(steward, new, pack, "q07", value=3, revision=1)
        finalise(steward, new, pack)
    return final, new


def test_the_history_has_a_point_for_each_round(acting, rounds):
    with a_year_later():
        points = read.score_history(acting.organisation)
    assert [(p.score, p.points, p.max) for p in points] == [(35, 20, 57), (39, 22, 57)]
    assert len(read.score_history(acting.organisation, clock.today())) == 1


def test_indicators_tell_how_it_was_on_a_day(acting, rounds):
    def on(day):
        return {one.id: one.value for one in read.indicators(acting.organisation, day)}

    assert on(in_days(-1))["checks.last_score"] is None
    assert on(clock.today()) | {"checks.plans_overdue": 0} == {
        "checks.rounds_in_12_months": 1,
        "checks.last_score": 35,
        "checks.days_since_last_round": 0,
        "checks.plans_open": 1,
        "checks.plans_overdue": 0,
        "checks.plans_done": 0,
    }
    assert on(in_days(11))["checks.plans_overdue"] == 1
    later = on(in_days(366))
    assert (later["checks.last_score"], later["checks.plans_done"], later["checks.plans_open"]) == (39, 1, 0)


def test_the_trend_keeps_its_base(steward, rounds):
    with a_year_later():
        trend = read.trend(steward)
    assert (trend.score, trend.plans_done, trend.plans_total) == (39, 1, 1)
    assert trend.words == "前回は35点（20 / 57）"
    assert len(trend.points.split()) == 2
    assert trend.points.endswith(f"{trend.end_x},{trend.end_y}")


def test_there_is_no_trend_before_the_first_score(steward, sheet):
    assert read.trend(steward) is None


def test_what_is_next_is_asked_in_few_questions(acting, steward, rounds, pack, django_assert_max_num_queries):
    for n in range(6):
        plan(steward, rounds[0], pack, "q13", Wanted(f"{n}", due_on=in_days(n)))
    with django_assert_max_num_queries(6):
        read.next_actions(steward)
