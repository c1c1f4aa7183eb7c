import datetime
import os
import uuid

import pytest
from django_tasks_db.models import DBTaskResult

from kuramori.ground.jobs import tasks, tidy
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Result, job
from kuramori.ground.jobs.models import Job
from kuramori.outside import clock

HERE = uuid.uuid4()


@job("jobs:write_down")
def write_down(*, text="", **arguments):
    return Result(name="x.txt", media_type="text/plain", content=[text.encode()])


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path


def _done(text: str, days_ago: int) -> Job:
    queued = enqueue("jobs:write_down", organisation_id=HERE, person_id=None, text=text)
    tasks.run.call(str(queued.pk))
    Job.objects.filter(pk=queued.pk).update(finished_at=clock.now() - datetime.timedelta(days=days_ago))
    for file in tasks.store().root.rglob("*"):
        os.utime(file, (0, 0))
    return Job.objects.get(pk=queued.pk)


@pytest.mark.django_db
def test_what_has_been_over_for_a_month_goes_with_its_file():
    old, new = _done("old", 31), _done("new", 29)
    tidy.tidy()
    assert list(Job.objects.all()) == [new]
    assert not tasks.store().holds(str(HERE), old.result_sha256)
    assert tasks.store().holds(str(HERE), new.result_sha256)


@pytest.mark.django_db
def test_a_file_that_a_newer_job_made_again_stays():
    old, new = _done("same", 31), _done("same", 1)
    assert old.result_sha256 == new.result_sha256
    tidy.tidy()
    assert tasks.store().holds(str(HERE), new.result_sha256)


@pytest.mark.django_db
def test_what_waits_or_runs_is_never_forgotten():
    waiting = enqueue("jobs:write_down", organisation_id=HERE, person_id=None, text="x")
    Job.objects.update(queued_at=clock.now() - datetime.timedelta(days=400))
    tidy.tidy()
    assert Job.objects.get() == waiting


@pytest.mark.django_db
def test_the_queues_own_notes_of_tasks_go_after_a_week():
    for days in (6, 8):
        enqueue("jobs:write_down", organisation_id=HERE, person_id=None, text="x")
        note = DBTaskResult.objects.ready().get()
        note.set_successful(None)
        DBTaskResult.objects.filter(pk=note.pk).update(
            finished_at=clock.now() - datetime.timedelta(days=days)
        )
    tidy.tidy()
    assert DBTaskResult.objects.count() == 1
