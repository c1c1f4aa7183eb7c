"""The backup of each night."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.conf import settings

from kuramori.ground.jobs.schedule import timetables
from kuramori.outside import clock
from kuramori.site.backup import daily, last

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = datetime.datetime(2026, 11, 22, 2, 30, tzinfo=clock.TOKYO)


def test_the_oldest_make_room_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "kuramori-tax.pdf").touch()
    for day in range(4):
        with clock.standing_at(FIRST + datetime.timedelta(days=day)):
            daily.keep_one_more(settings.DATA, tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kuramori-20261124-0230.kurabackup",
        "kuramori-20261125-0230.kurabackup",
        "kuramori-tax.pdf",
    ]
    made = last.read(settings.DATA)
    assert made is not None
    assert made.at == FIRST + datetime.timedelta(days=3)


def test_at_least_one_stays_whatever_is_set(tmp_path: Path) -> None:
    made = daily.keep_one_more(settings.DATA, tmp_path, keep=0)
    assert made.path.exists()


def test_it_is_due_each_night_and_does_nothing_without_a_folder(settings, tmp_path: Path) -> None:
    (found,) = [one for one in timetables() if one.name == "site:backup"]
    assert found.slot(FIRST + datetime.timedelta(minutes=1)) == FIRST
    settings.DATA = tmp_path
    daily.daily()
    assert list(tmp_path.iterdir()) == []
