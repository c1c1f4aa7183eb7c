import datetime
import uuid

import pytest
from django_tasks_db.models import DBTaskResult

from kuramori.ground.jobs import kinds, read, tasks, workers
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Result, Trouble, job
from kuramori.ground.jobs.models import Job, State
from kuramori.outside import clock

HERE = uuid.uuid4()
calls: list[str] = []


@job("jobs:count")
def count(*, organisation_id, person_id, progress, up_to=3, **arguments):
    for number in range(up_to):
        progress(number + 1, up_to)
    calls.append(organisation_id)
    return Result(name="数.txt", media_type="text/plain", content=[b"1", b"23"])


@job("jobs:refuse")
def refuse(**arguments):
    raise Trouble("前提がそろっていません。")


@job("jobs:stumble")
def stumble(**arguments):
    raise OSError("極秘の図面.pdf")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path
    calls.clear()


def _queue(kind, **arguments):
    return enqueue(kind, organisation_id=HERE, person_id=None, **arguments)


@pytest.mark.django_db
def test_a_job_ends_with_its_file_and_full_progress():
    queued = _queue("jobs:count", up_to=4)
    assert DBTaskResult.objects.count() == 1
    tasks.run.call(str(queued.pk))
    done = read.view(Job.objects.get())
    assert (done.state, done.percent, done.done, done.total) == ("done", 100, 4, 4)
    with tasks.store().open(str(HERE), Job.objects.get().result_sha256) as content:
        assert content.read() == b"123"


@pytest.mark.django_db
def test_running_a_finished_job_again_does_nothing():
    queued = _queue("jobs:count")
    tasks.run.call(str(queued.pk))
    tasks.run.call(str(queued.pk))
    assert len(calls) == 1


@pytest.mark.django_db
def test_what_cannot_be_done_is_told_and_not_tried_again():
    queued = _queue("jobs:refuse")
    tasks.run.call(str(queued.pk))
    failed = Job.objects.get()
    assert (failed.state, failed.trouble, failed.attempts) == (State.FAILED, "前提がそろっていません。", 1)


@pytest.mark.django_db
def test_a_stumble_is_tried_three_times_and_tells_no_secret(caplog):
    queued = _queue("jobs:stumble")
    for _ in range(tasks.MOST_ATTEMPTS):
        assert Job.objects.get().state == State.QUEUED
        tasks.run.call(str(queued.pk))
    failed = Job.objects.get()
    assert (failed.state, failed.attempts, failed.trouble) == (State.FAILED, 3, "")
    assert DBTaskResult.objects.count() == 3
    assert "図面" not in caplog.text


@pytest.mark.django_db
def test_the_job_of_a_worker_that_died_is_taken_up_again():
    queued = _queue("jobs:count")
    Job.objects.update(
        state=State.RUNNING, attempts=1, lease_until=clock.now() - datetime.timedelta(seconds=1)
    )
    assert tasks.reap() == 1
    tasks.run.call(str(queued.pk))
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_job_under_a_living_lease_is_left_alone():
    queued = _queue("jobs:count")
    Job.objects.update(
        state=State.RUNNING, attempts=1, lease_until=clock.now() + datetime.timedelta(minutes=1)
    )
    assert tasks.reap() == 0
    tasks.run.call(str(queued.pk))
    assert calls == []


@pytest.mark.django_db
def test_another_organisation_does_not_find_the_job():
    queued = _queue("jobs:count")
    assert read.job_of(HERE, queued.pk) == queued
    assert read.job_of(uuid.uuid4(), queued.pk) is None


@pytest.mark.django_db
def test_the_worker_reports_that_it_lives():
    assert read.last_heartbeat() is None
    workers.beat()
    workers.beat()
    assert clock.now() - read.last_heartbeat() < datetime.timedelta(minutes=1)


def test_a_kind_has_one_function():
    with pytest.raises(ValueError, match="jobs:count"):
        job("jobs:count")(refuse)
    with pytest.raises(KeyError):
        kinds.work_of("jobs:unknown")
