import datetime
import threading

import pytest
from django.db import connection

from kuramori.ground.jobs import read, schedule, workers
from kuramori.ground.jobs.models import Heartbeat, Outcome, Schedule
from kuramori.outside import clock

MORNING = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=clock.TOKYO)
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """Nothing is scheduled but what the test schedules; what ran is noted here."""
    monkeypatch.setattr(schedule, "_timetables", {})
    return []


@pytest.fixture
def nightly(ran):
    @schedule.schedule("jobs:nightly", daily_at="03:00")
    def work():
        ran.append("nightly")

    return schedule.timetables()[0]


def at(moment: datetime.datetime):
    return clock.standing_at(moment)


def once(timetable, living=NOBODY) -> bool:
    """Look once, as a keeper does; whether it was ours to run."""
    row = schedule.take(timetable, living)
    if row is not None:
        schedule.run(timetable, row)
    return row is not None


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        ("2026-11-22T02:59:59", "2026-11-21T03:00:00"),
        ("2026-11-22T03:00:00", "2026-11-22T03:00:00"),
        ("2026-11-22T23:59:59", "2026-11-22T03:00:00"),
        ("2028-02-29T12:00:00", "2028-02-29T03:00:00"),
    ],
)
def test_a_nightly_slot_is_three_in_the_morning_in_tokyo(nightly, moment, slot):
    def in_tokyo(text):
        return datetime.datetime.fromisoformat(text).replace(tzinfo=clock.TOKYO)

    assert nightly.slot(in_tokyo(moment)) == in_tokyo(slot)
    assert nightly.slot(in_tokyo(moment).astimezone(datetime.UTC)) == in_tokyo(slot)


def test_what_is_due_each_quarter_of_an_hour_is_due_on_the_quarters(ran):
    schedule.schedule("jobs:often", every=datetime.timedelta(minutes=15))(lambda: None)
    slot = schedule.timetables()[0].slot(MORNING + datetime.timedelta(minutes=29))
    assert slot == MORNING + datetime.timedelta(minutes=15)


@pytest.mark.django_db
def test_a_new_schedule_waits_for_its_first_slot(nightly, ran):
    with at(MORNING):
        assert not once(nightly)
    with at(MORNING + 17 * HOUR):
        assert not once(nightly)
    with at(MORNING + 18 * HOUR):
        assert once(nightly)
    assert ran == ["nightly"]


@pytest.mark.django_db
def test_a_slot_is_run_once_however_often_one_looks(nightly, ran):
    with at(MORNING):
        once(nightly)
    for minutes in range(0, 60, 5):
        with at(MORNING + DAY + datetime.timedelta(minutes=minutes)):
            once(nightly)
    assert ran == ["nightly"]


@pytest.mark.django_db
def test_a_week_with_the_machine_off_is_made_up_for_once(nightly, ran):
    with at(MORNING):
        once(nightly)
    with at(MORNING + 7 * DAY):
        assert once(nightly)
        assert not once(nightly)
    with at(MORNING + 8 * DAY):
        assert once(nightly)
    assert ran == ["nightly"] * 2


@pytest.mark.django_db
def test_a_clock_put_back_a_little_runs_nothing_twice(nightly, ran):
    with at(MORNING):
        once(nightly)
    with at(MORNING + DAY):
        assert once(nightly)
    with at(MORNING + 12 * HOUR):
        assert not once(nightly)
    with at(MORNING + DAY + HOUR):
        assert not once(nightly)


@pytest.mark.django_db
def test_a_clock_that_was_years_ahead_does_not_silence_a_schedule_for_years(nightly, ran):
    with at(MORNING):
        once(nightly)
    with at(MORNING + 5000 * DAY):
        assert once(nightly)
    with at(MORNING + HOUR):
        assert not once(nightly)
    with at(MORNING + DAY):
        assert once(nightly)


@pytest.mark.django_db
def test_a_run_that_is_still_going_on_is_not_joined_by_a_second(nightly, ran):
    with at(MORNING):
        once(nightly)
    with at(MORNING + DAY), workers.at_work() as me:
        first = schedule.take(nightly, NOBODY)
        schedule._running.add(nightly.name)
        with at(MORNING + 2 * DAY):
            assert schedule.take(nightly, frozenset({me})) is None
            schedule.run(nightly, first)
            schedule._running.discard(nightly.name)
            assert once(nightly, frozenset({me}))
    assert ran == ["nightly"] * 2


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_taken_up_again_three_times_at_most(nightly, ran):
    with at(MORNING):
        once(nightly)
    with at(MORNING + DAY):
        for number in range(schedule.MOST_TRIES):
            row = schedule.take(nightly, NOBODY)
            assert row.tries == number + 1
            Schedule.objects.update(worker=f"dead-{number}")
        assert schedule.take(nightly, NOBODY) is None
        assert read.schedules()[0].outcome == Outcome.LOST
    with at(MORNING + 2 * DAY):
        assert once(nightly)
        assert read.schedules()[0].outcome == Outcome.DONE


@pytest.mark.django_db
def test_a_run_of_another_living_worker_is_left_alone(nightly):
    with at(MORNING):
        once(nightly)
    with at(MORNING + DAY):
        schedule.take(nightly, NOBODY)
        Schedule.objects.update(worker="another")
        assert schedule.take(nightly, frozenset({"another"})) is None


@pytest.mark.django_db
def test_a_run_that_fails_is_noted_without_its_words_and_tried_at_the_next_slot(ran, caplog):
    @schedule.schedule("jobs:stumbling", every=HOUR, says="つまずくもの")
    def stumble():
        ran.append("stumble")
        raise OSError("極秘の図面.pdf")

    timetable = schedule.timetables()[0]
    with at(MORNING):
        once(timetable)
    with at(MORNING + HOUR):
        assert once(timetable)
        assert not once(timetable)
        (told,) = read.schedules()
    assert (told.outcome, told.trouble, told.says) == (Outcome.FAILED, "OSError", "つまずくもの")
    assert told.last_run_at == MORNING + HOUR
    assert told.next_at == MORNING + 2 * HOUR
    assert told.took_seconds >= 0
    assert "図面" not in caplog.text
    with at(MORNING + 2 * HOUR):
        assert once(timetable)
    assert ran == ["stumble"] * 2


@pytest.mark.django_db
def test_one_that_never_ran_tells_when_it_will(nightly):
    with at(MORNING):
        (told,) = read.schedules()
    assert (told.outcome, told.last_run_at, told.took_seconds) == (Outcome.WAITING, None, None)
    assert told.next_at == MORNING + 18 * HOUR


@pytest.mark.django_db
def test_one_that_was_missed_is_due_in_the_past(nightly):
    with at(MORNING):
        once(nightly)
    with at(MORNING + 3 * DAY):
        assert read.schedules()[0].next_at == MORNING + 3 * DAY - 6 * HOUR


def test_a_name_has_one_function_and_a_time_that_exists(ran):
    schedule.schedule("jobs:one", every=HOUR)(len)
    with pytest.raises(ValueError, match="jobs:one"):
        schedule.schedule("jobs:one", every=HOUR)(max)
    for wrong in ({}, {"every": HOUR, "daily_at": "03:00"}, {"daily_at": "25:00"}):
        with pytest.raises(ValueError):
            schedule.schedule("jobs:wrong", **wrong)
    with pytest.raises(ValueError, match="ticks"):
        schedule.schedule("jobs:wrong", every=datetime.timedelta(seconds=59))


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_that_look_at_once_one_runs_it(nightly, ran, monkeypatch):
    names = frozenset(f"worker-{number}" for number in range(8))
    monkeypatch.setattr(workers, "me", lambda: threading.current_thread().name)
    with at(MORNING):
        once(nightly)
    ready = threading.Barrier(8)

    def look():
        ready.wait()
        try:
            once(nightly, names)
        finally:
            connection.close()

    with at(MORNING + DAY):
        keepers = [threading.Thread(target=look, name=name) for name in names]
        for keeper in keepers:
            keeper.start()
        for keeper in keepers:
            keeper.join()
    assert ran == ["nightly"]


@pytest.mark.django_db(transaction=True)
def test_a_keeper_runs_what_is_due_in_threads_and_notes_it(nightly, ran, settings, tmp_path):
    settings.DATA = tmp_path
    with at(MORNING):
        once(nightly)
    with at(MORNING + DAY), workers.at_work():
        for thread in schedule.begin_due():
            thread.join()
        assert schedule.begin_due() == []
    assert ran == ["nightly"]
    assert Schedule.objects.get().outcome == Outcome.DONE
    Heartbeat.objects.all().delete()
