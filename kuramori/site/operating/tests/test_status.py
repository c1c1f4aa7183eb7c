"""The operator's page of how it goes."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kuramori.ground.jobs.models import Heartbeat, Job, State
from kuramori.outside import clock
from kuramori.site.backup import last
from kuramori.site.operating.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(cast) -> Client:
    return cast.client("operator")


@pytest.fixture
def fresh_backup(tmp_path: Path) -> None:
    last.note(settings.DATA, Path("/media/usb/x"), clock.now().isoformat(), 1_234_567)


def _text(client: Client) -> str:
    answer = client.get(reverse("operating:status"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_that_nothing_runs_and_no_backup_was_made(operator: Client) -> None:
    (settings.DATA / last.NOTE).unlink(missing_ok=True)
    text = _text(operator)
    assert "まだ1回も取っていません" in text
    assert "まだ動いたことがありません" in text
    assert "見てほしいところがあります" in text
    assert "まだ外部に固定していません" in text


def test_all_is_well_when_the_worker_lives_and_the_backup_is_fresh(
    operator: Client, fresh_backup: None
) -> None:
    Heartbeat.objects.create(worker="worker", at=clock.now())
    text = _text(operator)
    assert "みな、うまく動いています" in text
    assert "見てください" not in text


def test_an_old_backup_a_silent_worker_and_a_failed_job_each_take_that_away(fresh_backup: None) -> None:
    now = clock.now()
    beat = Heartbeat.objects.create(worker="worker", at=now)
    assert standing().is_well
    with clock.standing_at(now + datetime.timedelta(minutes=5)):
        assert not standing().is_worker_alive
    last.note(settings.DATA, Path("x"), (now - datetime.timedelta(days=8)).isoformat(), 1)
    found = standing()
    assert (found.is_backup_fresh, found.backup_days, found.is_well) == (False, 8, False)
    last.note(settings.DATA, Path("x"), now.isoformat(), 1)
    Job.objects.create(
        organisation_id=uuid.uuid4(),
        kind="reports:bundle",
        state=State.FAILED,
        queued_at=now,
        finished_at=now,
    )
    assert (standing().queue.failed, standing().is_well) == (1, False)
    assert beat.pk == "worker"


def test_nothing_of_an_organisation_is_on_it(operator: Client, cast) -> None:
    Job.objects.create(
        organisation_id=cast.organisation.pk,
        kind="reports:bundle",
        state=State.FAILED,
        trouble="秘密の金型",
        queued_at=clock.now(),
        finished_at=clock.now(),
    )
    text = _text(operator)
    assert "秘密の金型" not in text
    assert cast.organisation.name not in text
    assert str(cast.organisation.pk) not in text


def test_for_everybody_else_it_does_not_exist(cast) -> None:
    assert cast.client().get(reverse("operating:status")).status_code == 302
    assert cast.client("owner").get(reverse("operating:status")).status_code == 404
