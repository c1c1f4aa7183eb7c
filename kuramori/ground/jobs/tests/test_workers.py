import datetime
import uuid

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kuramori.ground.jobs import tasks, workers
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Result, job
from kuramori.ground.jobs.models import Heartbeat, Job, State
from kuramori.outside import clock, sign_of_life

HERE = uuid.uuid4()


@job("jobs:hand_over")
def hand_over(**arguments):
    return Result(name="x.txt", media_type="text/plain", content=[b"x"])


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path


def _taken_by(worker: str) -> Job:
    queued = enqueue("jobs:hand_over", organisation_id=HERE, person_id=None)
    task = DBTaskResult.objects.get()
    task.claim(worker)
    Job.objects.update(
        state=State.RUNNING,
        attempts=1,
        worker=worker,
        lease_until=clock.now() + datetime.timedelta(minutes=5),
    )
    return queued


def _silent_for(seconds: int) -> None:
    Heartbeat.objects.update(at=clock.now() - datetime.timedelta(seconds=seconds))


def test_a_sign_of_life_ends_with_the_one_who_shows_it(tmp_path):
    sign = tmp_path / "workers" / "one"
    assert sign_of_life.lives(sign) is None
    with sign_of_life.shown(sign):
        assert sign_of_life.lives(sign) is True
        assert sign_of_life.lives(sign) is True
    assert sign_of_life.lives(sign) is None
    sign.write_text("")  # as kill -9 leaves it
    assert sign_of_life.lives(sign) is False


@pytest.mark.django_db
def test_a_worker_lives_while_it_is_at_work_and_has_an_id_of_its_own():
    with workers.at_work() as first:
        assert workers.living() == {first}
        assert workers.me() == first
    assert workers.me() == ""
    with workers.at_work() as second:
        assert second != first
        assert second in workers.living()


@pytest.mark.django_db
def test_one_on_this_computer_whose_process_is_gone_is_dead_at_once():
    with workers.at_work() as killed:
        pass
    (tasks.settings.DATA / "workers" / killed).write_text("")
    assert workers.living() == frozenset()


@pytest.mark.django_db
@pytest.mark.parametrize(("silent_seconds", "is_alive"), [(0, True), (50, True), (61, False)])
def test_one_on_another_computer_is_dead_after_a_minute_of_silence(silent_seconds, is_alive):
    workers.beat("elsewhere")
    _silent_for(silent_seconds)
    assert ("elsewhere" in workers.living()) is is_alive


@pytest.mark.django_db
def test_one_that_has_been_silent_for_a_day_is_forgotten():
    workers.beat("long-ago")
    file = tasks.settings.DATA / "workers" / "long-ago"
    file.parent.mkdir()
    file.write_text("")
    _silent_for(25 * 3600)
    assert workers.living() == frozenset()
    assert not Heartbeat.objects.exists()
    assert not file.exists()


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_goes_back_long_before_its_lease_ends():
    _taken_by("dead")
    assert tasks.reap() == 1
    again = Job.objects.get()
    assert (again.state, again.worker) == (State.QUEUED, "")
    assert DBTaskResult.objects.ready().count() == 1
    assert not DBTaskResult.objects.running().exists()


@pytest.mark.django_db
def test_the_job_of_a_living_worker_stays_however_long_it_takes():
    workers.beat("alive")
    _taken_by("alive")
    Job.objects.update(lease_until=clock.now() - datetime.timedelta(hours=1))
    assert tasks.reap() == 0
    assert Job.objects.get().state == State.RUNNING
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_a_job_whose_worker_died_before_beginning_is_queued_again():
    enqueue("jobs:hand_over", organisation_id=HERE, person_id=None)
    DBTaskResult.objects.get().claim("dead")
    assert not DBTaskResult.objects.ready().exists()
    tasks.reap()
    assert DBTaskResult.objects.ready().count() == 1


@pytest.mark.django_db
def test_work_that_kills_its_workers_is_given_up_after_three():
    _taken_by("dead-1")
    for number in range(2, tasks.MOST_ATTEMPTS + 1):
        tasks.reap()
        assert Job.objects.get().state == State.QUEUED
        Job.objects.update(state=State.RUNNING, attempts=number, worker=f"dead-{number}")
    tasks.reap()
    assert Job.objects.get().state == State.FAILED


@pytest.mark.django_db
def test_a_worker_that_was_taken_for_dead_changes_nothing_when_it_comes_back():
    queued = _taken_by("slow")
    late = Job.objects.get()
    tasks.reap()
    tasks.run.call(str(queued.pk))
    done = Job.objects.get()
    assert (done.state, done.attempts) == (State.DONE, 2)
    tasks._progress_of(late)(1, 9)
    tasks._finish(late, Result(name="late.txt", media_type="text/plain", content=[b"late"]))
    tasks._fail(late, "too late")
    assert Job.objects.values().get() == Job.objects.filter(pk=done.pk).values().get()
    assert (Job.objects.get().result_name, Job.objects.get().state) == ("x.txt", State.DONE)


@pytest.mark.django_db
def test_two_that_reap_at_once_queue_a_job_once():
    _taken_by("dead")
    seen_by_both = Job.objects.get()
    tasks._try_again_or_fail(seen_by_both, pauses=0)
    tasks._try_again_or_fail(seen_by_both, pauses=0)
    assert DBTaskResult.objects.ready().count() == 1
