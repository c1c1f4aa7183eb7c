"""Reviews in one batch, rounds and what they leave to do, reminding, and the first session."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import events_life, reminding, reviewing, rounds, tasks_of
from kuramori.work.ledger import first_session as session
from kuramori.work.ledger.models import Asset, Found, Review, ReviewChoice, RoundKind, Stop, Task
from kuramori.work.ledger.read import indicators
from kuramori.work.ledger.tests import making
from kuramori.work.places.models import PlaceKind

SAME, CHANGE, LET_GO = ReviewChoice.SAME, ReviewChoice.CHANGE, ReviewChoice.LET_GO


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


def test_thirty_items_are_reviewed_at_once_with_one_entry_each(steward) -> None:
    assets = [making.asset(steward, name=f"条件表{n}") for n in range(30)]
    before = Entry.objects.filter(event="ledger:asset:reviewed").count()
    made = reviewing.review_all(steward, {one.pk: reviewing.Answered(SAME) for one in assets})
    assert len(made) == 30
    assert Entry.objects.filter(event="ledger:asset:reviewed").count() - before == 30
    assert not Task.objects.exists()
    assert {one.review_on for one in Asset.objects.all()} == {made[0].next_on}


def test_what_must_change_or_go_becomes_a_task_of_its_keeper(steward) -> None:
    one, other = making.asset(steward), making.asset(steward, name="旧い見積書")
    answers = {one.pk: reviewing.Answered(CHANGE, "置き場所が変わった"), other.pk: reviewing.Answered(LET_GO)}
    reviewing.review_all(steward, answers)
    tasks = list(Task.objects.order_by("asset__number"))
    assert [task.owner_id for task in tasks] == [steward.person_id] * 2
    assert "置き場所が変わった" in tasks[0].what
    one.refresh_from_db()
    assert one.review_on > tasks[0].due_on


def test_a_review_is_all_or_none_and_nobodys_else(steward, acting) -> None:
    one = making.asset(steward)
    with pytest.raises(NotAllowed):
        reviewing.review_all(acting.actor("staff"), {one.pk: reviewing.Answered(SAME)})
    gone = {one.pk: reviewing.Answered(SAME), steward.person_id: reviewing.Answered(SAME)}
    with pytest.raises(Asset.DoesNotExist):
        reviewing.review_all(steward, gone)
    assert not Review.objects.exists()


def test_a_stock_taking_sees_the_houses_things_and_its_differences_become_tasks(steward) -> None:
    one, other = making.asset(steward), making.asset(steward, name="試作品の箱")
    cloud = making.place(steward, "クラウドA")
    cloud.kind = PlaceKind.CLOUD
    cloud.save()
    making.asset(steward, name="クラウドの中", place=cloud)
    walk = rounds.begin_round(steward, RoundKind.STOCK)
    stops = list(Stop.objects.filter(round=walk).order_by("position"))
    assert [stop.asset_id for stop in stops] == [one.pk, other.pk]
    rounds.see(steward, stops[0], rounds.Seen(Found.UNMARKED, "背表紙"))
    with pytest.raises(rounds.NotAllSeen) as refused:
        rounds.close_round(steward, walk)
    assert refused.value.left == 1
    rounds.see_all(steward, walk, {stops[1].pk: rounds.Seen(Found.THERE)})
    assert rounds.close_round(steward, walk) == 1
    task = Task.objects.get()
    assert one.number in task.what
    with pytest.raises(rounds.RoundClosed):
        rounds.see(steward, stops[1], rounds.Seen(Found.MISSING))
    with pytest.raises(tasks_of.HowMissing):
        tasks_of.finish_task(steward, task, " ")
    tasks_of.finish_task(steward, task, "表示を貼った")
    with pytest.raises(tasks_of.TaskDone):
        tasks_of.finish_task(steward, task, "もう一度")


def test_a_closing_round_walks_places_and_staff_may_walk_it(steward, acting) -> None:
    making.place(steward, "書庫")
    staff = acting.actor("staff")
    walk = rounds.begin_round(staff, RoundKind.CLOSING)
    stop = Stop.objects.get(round=walk)
    rounds.see(staff, stop, rounds.Seen(Found.UNLOCKED))
    assert rounds.close_round(staff, walk) == 1
    assert Task.objects.get().owner_id == staff.person_id


def test_a_round_without_a_stop_does_not_begin(steward) -> None:
    with pytest.raises(rounds.NothingToSee):
        rounds.begin_round(steward, RoundKind.STOCK)


def test_a_staff_member_sees_only_their_own_tasks(steward, acting) -> None:
    task = tasks_of.make_task(steward, "鍵を確かめる", owner_id=steward.person_id, due_on=clock.today())
    staff = acting.actor("staff")
    assert list(tasks_of.tasks_seen_by(staff)) == []
    with pytest.raises(NotAllowed):
        tasks_of.finish_task(staff, task, "確かめた")
    tasks_of.hand_on(steward, task, acting.person("staff"), clock.today())
    assert list(tasks_of.tasks_seen_by(staff)) == [task]


@pytest.mark.parametrize(("days", "step"), [(31, 0), (30, 1), (8, 1), (7, 2), (1, 2), (0, 3), (-5, 3)])
def test_each_reminding_day_is_a_step(days: int, step: int) -> None:
    today = datetime.date(2026, 11, 24)
    assert reminding.step_for(today + datetime.timedelta(days=days), today) == step


def test_due_days_are_found_in_what_the_entry_says(steward) -> None:
    soon = clock.today() + datetime.timedelta(days=5)
    making.asset(steward, review_on=soon, public_next_on=soon, name="条件表")
    found = reminding.due_between(clock.today(), soon)
    assert {due.kind for due in found} == {"review_on", "public_next_on"}


ALL_FIVE = {"harm": "pillar", "known": "no", "who": "few", "outside": "never", "whose": "own"}


def written(steward, **more) -> session.Line:
    values = {
        "name": "主軸の送り条件",
        "why": "20年の試し削りで決めた回転数の組合せ",
        "place": str(making.place(steward).pk),
        "keeper": str(steward.person_id),
        "answers": ALL_FIVE,
    }
    return session.Line(**(values | more))


def test_the_first_session_goes_from_empty_to_entries_in_one_step(steward, acting) -> None:
    now = session.begin_session(steward)
    assert session.begin_session(steward) == now
    now = session.keep_line(steward, now, 1, written(steward), revision=now.revision)
    half = written(steward, name="見積の出し方", answers={})
    now = session.keep_line(steward, now, 2, half, revision=now.revision)
    owner = acting.person("owner")
    # All that the second line lacks is the five questions, three minutes.
    assert session.minutes_left(session.lines_of(now)) == 3 + 3 * 8 + 5
    with pytest.raises(session.LineUnfinished) as refused:
        session.approve(steward, now, owner, revision=now.revision)
    assert refused.value.numbers == (2,)
    assert not Asset.objects.exists()
    whole = written(steward, name="見積の出し方", answers=ALL_FIVE | {"harm": "hurts", "who": "section"})
    now = session.keep_line(steward, now, 2, whole, revision=now.revision)
    assert session.minutes_left(session.lines_of(now)) == 3 * 8 + 5
    made = session.approve(steward, now, owner, revision=now.revision)
    assert [(one.grade, one.layer) for one in made] == [("top", "never"), ("secret", "never")]
    assert session.standing() is None
    now.refresh_from_db()
    assert (now.lines, now.entered, now.approved_by_id) == ("[]", 2, owner.pk)


def test_the_trail_tells_what_each_line_said_before_and_after(steward) -> None:
    now = session.begin_session(steward)
    now = session.keep_line(steward, now, 1, written(steward), revision=1)
    session.keep_line(steward, now, 1, written(steward, name="主軸の条件"), revision=now.revision)
    kept = Entry.objects.filter(event=events_life.SESSION_KEPT.id).order_by("index")
    told = [{one.field: (one.before, one.after) for one in entry.changes} for entry in kept]
    assert told[0]["name"] == ("", "主軸の送り条件")
    assert told[0]["why"][1].startswith("20年の試し削り")
    assert told[0]["answers"] == ([], [f"{asked}: {said}" for asked, said in sorted(ALL_FIVE.items())])
    assert told[1] == {"name": ("主軸の送り条件", "主軸の条件")}
    assert {one.part for entry in kept for one in entry.changes} == {"line:1"}
    assert {"after_name", "after_why"} <= set(kept[0].parts.personal)


def test_only_an_owner_approves_and_nothing_is_nothing(steward, acting) -> None:
    now = session.begin_session(steward)
    with pytest.raises(session.OwnerMissing):
        session.approve(steward, now, acting.person("steward"), revision=now.revision)
    with pytest.raises(session.NothingWritten):
        session.approve(steward, now, acting.person("owner"), revision=now.revision)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(steward, acting) -> None:
    now = session.begin_session(steward)
    session.keep_line(steward, now, 1, written(steward), revision=1)
    with pytest.raises(session.SessionMoved):
        session.keep_line(acting.actor("owner"), now, 1, written(steward, name="別の名前"), revision=1)


def test_the_lines_lie_sealed_in_the_database(steward, acting) -> None:
    now = session.begin_session(steward)
    session.keep_line(steward, now, 1, written(steward), revision=1)
    stored = type(now).objects.filter(pk=now.pk).values_list("lines", flat=True)[0]
    assert "主軸".encode() not in bytes(stored)


def test_the_rooms_above_read_what_reviews_and_rounds_say(steward, acting) -> None:
    asset = making.asset(steward)
    making.top(steward)
    reviewing.review_all(steward, {asset.pk: reviewing.Answered(ReviewChoice.SAME)})
    tasks_of.make_task(
        steward, "表示を付ける", owner_id=None, due_on=clock.today() - datetime.timedelta(days=1)
    )
    told = indicators(acting.organisation, clock.today())
    assert (told.secret, told.top) == (2, 1)
    assert (told.life.reviewed, told.life.tasks_open, told.life.tasks_overdue) == (1, 1, 1)
    assert told.life.stock_on is None
