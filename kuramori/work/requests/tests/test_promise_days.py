"""Days of promises: mailed once for each step to whoever looks after them, and no more once they were seen to."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from django_scopes import scope

from kuramori.ground.jobs import schedule
from kuramori.ground.people.models import Person
from kuramori.ground.post.models import Message
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.requests.models import Kept, Promise
from kuramori.work.requests.promising import recording, reminding
from kuramori.work.requests.promising.recording import Look
from kuramori.work.requests.tests.promised import asked, customer, day, promise, yes

pytestmark = pytest.mark.django_db
REMINDED = "requests:promise:reminded"


@pytest.fixture(autouse=True)
def mail_on(settings: Any) -> None:
    mail = Mail(host="127.0.0.1", port=1, security="none", sender="kura@kakuu-seiko.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    with scope(organisation=cast.organisation):
        yield customer(owner)


def _on(days: int) -> Any:
    return clock.standing_at(clock.now() + datetime.timedelta(days=days))


def test_a_day_is_told_once_for_each_step_until_the_promise_was_looked_at(owner, world):
    row = promise(owner, world, answer=yes())
    revision = row.revision
    assert (reminding.remind(owner), reminding.remind(owner)) == (1, 0)
    with _on(5):
        assert reminding.remind(owner) == 0
    with _on(14):
        assert (reminding.remind(owner), reminding.remind(owner)) == (1, 0)
    with _on(25):
        # The day passed while nobody could be told: once more, and never again.
        assert (reminding.remind(owner), reminding.remind(owner)) == (1, 0)
    row.refresh_from_db()
    assert (row.told_of, row.told_step, row.revision) == (row.next_on, 3, revision)
    recording.check_promise(
        owner, row, Look(Kept.KEPT, day(0), "見た", "", None, day(200)), revision=row.revision
    )
    with _on(25):
        assert reminding.remind(owner) == 0
    with _on(175):
        assert reminding.remind(owner) == 1
    assert Entry.objects.filter(event=REMINDED, thing_id=row.pk).count() == 4


def test_many_promises_of_one_keeper_are_one_mail_that_says_no_secret(owner, world):
    for n in range(3):
        promise(owner, world, f"求め{n}")
    assert reminding.remind(owner) == 1
    (mail,) = Message.objects.all()
    assert Promise.objects.filter(told_step=1).count() == 3
    letter = reminding._letter([*Promise.objects.select_related("partner").order_by("number")])
    assert letter.count("答える日") == 3
    assert "Y-0002 仮想重機" in letter
    assert "求め" not in letter
    assert mail.purpose == reminding.MAIL.id


def test_a_list_that_is_long_is_cut_and_counted(owner, world, monkeypatch):
    monkeypatch.setattr(reminding, "MOST_LINES", 2)
    rows = [promise(owner, world, f"求め{n}") for n in range(5)]
    assert "ほか3件" in reminding._letter(rows)


def test_the_keeper_hears_of_it_and_whoever_wrote_it_down_where_the_keeper_cannot(cast, owner, world):
    keeper = cast.person("section")
    recording.record_promise(owner, world, asked(keeper=keeper))
    assert reminding.remind(owner) == 1
    assert [one.about_id for one in Message.objects.all()] == [str(keeper.pk)]
    other = Person.objects.create(organisation=cast.organisation, name="去った 人")
    recording.record_promise(owner, world, asked("型を返す", keeper=other))
    assert reminding.remind(owner) == 1
    assert {one.about_id for one in Message.objects.all()} == {str(keeper.pk), str(owner.person_id)}


def test_what_was_refused_ended_or_lies_far_ahead_is_not_mailed(owner, world):
    refused = recording.Answer(recording.Word.NO, day(0), "できないわけ")
    promise(owner, world, answer=refused)
    recording.record_promise(owner, world, asked("遠い日", due=31))
    gone = promise(owner, world, "終わる求め")
    recording.end_promise(owner, gone, day(0), "取引が終わった", revision=gone.revision)
    assert reminding.remind(owner) == 0
    assert not Message.objects.exists()


def test_it_runs_every_morning_in_each_organisation_where_mail_is_on(cast, owner, world, settings):
    promise(owner, world)
    assert "requests:remind_promises" in {one.name for one in schedule.timetables()}
    on = settings.INSTANCE
    settings.INSTANCE = dataclasses.replace(on, mail=Mail())
    reminding.remind_all()
    assert not Message.objects.exists()
    settings.INSTANCE = on
    reminding.remind_all()
    assert Message.objects.count() == 1
