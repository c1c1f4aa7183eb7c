"""Each day that comes is mailed once a step: by whom it concerns, whoever runs the job, whatever breaks between."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from typing import Any

import pytest
from django.db import connection as database
from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.ground.post.models import Delivery, Message
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.ledger import life, reminding, tasks_of
from kuramori.work.ledger.models import Asset, Reminder
from kuramori.work.ledger.reading import todo_life
from kuramori.work.ledger.tests import making
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
DAYS = {
    "review_on": "見直し",
    "public_next_on": "知られていないことの確認",
    "return_due_on": "返す期限",
    "back_due_on": "返してもらう期限",
    "keep_until": "保存期限",
}


@pytest.fixture(autouse=True)
def mail_on(settings: Any) -> None:
    mail = Mail(host="127.0.0.1", port=1, security="none", sender="kura@kakuu-seiko.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)


def due(actor: Actor, days: int = 5, **more: Any) -> Asset:
    """An asset of which every day falls due after so many days."""
    on = clock.today() + days * DAY
    values: dict[str, Any] = {**dict.fromkeys(DAYS, on), **more}
    return making.asset(actor, **values)


def mails() -> int:
    return Message.objects.count()


def test_one_mail_tells_every_day_of_the_life(acting: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr(reminding, "queue", lambda _actor, **said: texts.append(str(said["text"])))
    steward = acting.actor("steward")
    asset = due(steward)
    life.make_copy(steward, asset, life.CopyWanted(to_whom="外注先", due_on=clock.today() + 5 * DAY))
    assert reminding.remind(steward) == 1
    (text,) = texts
    for words in (*DAYS.values(), "写し1番を戻す期限"):
        assert words in text, words


def test_the_one_who_holds_a_copy_is_told_of_its_day(acting: Cast) -> None:
    steward = acting.actor("steward")
    asset = making.asset(steward)
    holder = acting.person("section")
    copy = life.make_copy(steward, asset, life.CopyWanted(holder=holder, due_on=clock.today()))
    assert reminding.remind(steward) == 1
    assert Delivery.objects.get().message.about_id == str(holder.pk)
    life.take_copy_back(steward, copy)
    with clock.standing_at(clock.now() + 10 * DAY):
        assert reminding.due_between(clock.today() - 30 * DAY, clock.today()) == ()


def test_a_copy_is_not_due_before_it_was_made(acting: Cast) -> None:
    steward = acting.actor("steward")
    wanted = life.CopyWanted(to_whom="外注先", due_on=clock.today() - DAY)
    with pytest.raises(life.BackBeforeMade):
        life.make_copy(steward, making.asset(steward), wanted)


def test_the_same_days_stand_among_the_deadlines(acting: Cast) -> None:
    steward = acting.actor("steward")
    asset = due(steward)
    life.make_copy(steward, asset, life.CopyWanted(to_whom="外注先", due_on=clock.today() + 5 * DAY))
    titles = [one.title for one in todo_life.deadlines(steward, clock.today(), clock.today() + 30 * DAY)]
    # Reviews are told as one line for all of them, elsewhere.
    for words in (
        "知られていないことの確認",
        "返す期限",
        "返してもらう期限",
        "保存期限",
        "写し1番を戻す期限",
    ):
        assert any(words in title for title in titles), words


def test_a_second_run_of_the_day_sends_nothing_more(acting: Cast) -> None:
    steward = acting.actor("steward")
    due(steward)
    assert [reminding.remind(steward) for _run in range(3)] == [1, 0, 0]
    assert mails() == 1


def test_each_step_is_mailed_once_as_the_day_comes_nearer(acting: Cast) -> None:
    steward, now = acting.actor("steward"), clock.now()
    making.asset(steward, review_on=clock.today() + 31 * DAY)
    counts = []
    for days in (0, 1, 2, 24, 25, 31, 32, 60):
        with clock.standing_at(now + days * DAY):
            reminding.remind(steward)
            counts.append(mails())
    assert counts == [0, 1, 1, 2, 2, 3, 3, 3]


def test_a_crash_before_the_end_sends_nothing_and_the_next_run_sends_all(
    acting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward = acting.actor("steward")
    due(steward)

    def crash(*_args: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(reminding, "record_all", crash)
        with pytest.raises(OSError, match="power"):
            reminding.remind(steward)
    assert (mails(), Reminder.objects.count()) == (0, 0)
    assert reminding.remind(steward) == 1
    assert mails() == 1


def test_a_crash_between_two_people_leaves_nobody_out_and_tells_nobody_twice(
    acting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward = acting.actor("steward")
    due(steward)
    due(acting.actor("owner"), name="見積の出し方")
    queued, calls = reminding.queue, []

    def crash_on_the_second(*args: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the power went")
        return queued(*args, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(reminding, "queue", crash_on_the_second)
        with pytest.raises(OSError, match="power"):
            reminding.remind(steward)
    assert mails() == 1
    assert reminding.remind(steward) == 1
    told = list(Message.objects.values_list("about_id", flat=True))
    assert len(told) == len(set(told)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        due(steward)
        due(cast.actor("owner"), name="見積の出し方")
    sent: list[int] = []
    troubles: list[BaseException] = []

    def work() -> None:
        try:
            with scope(organisation=cast.organisation):
                sent.append(reminding.remind(steward))
        except BaseException as trouble:  # noqa: BLE001  told to the test's own thread
            troubles.append(trouble)
        finally:
            database.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert troubles == []
    assert sum(sent) == 2
    with scope(organisation=cast.organisation):
        assert mails() == 2
        assert Reminder.objects.count() == 2 * len(DAYS)


def test_whoever_has_a_task_is_told_once_a_step_and_a_new_owner_anew(
    acting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    monkeypatch.setattr(reminding, "queue", lambda _actor, **said: texts.append(str(said["text"])))
    steward = acting.actor("steward")
    top = making.top(acting.actor("owner"), review_on=clock.today() + 300 * DAY)
    due_on = clock.today() + 5 * DAY
    section = acting.person("section")
    task = tasks_of.make_task(steward, "鍵を付ける", owner_id=section.pk, due_on=due_on)
    tasks_of.make_task(steward, f"{top.name}に付ける", owner_id=section.pk, due_on=due_on, asset=top)
    assert reminding.remind(steward) == 1
    assert "鍵を付ける" in texts[0]
    assert f"{top.number} について" in texts[0]
    assert top.name not in texts[0]
    assert reminding.remind(steward) == 0
    tasks_of.hand_on(steward, task, acting.person("staff"), due_on)
    assert reminding.remind(steward) == 1
    tasks_of.finish_task(steward, task, "付けた")
    with clock.standing_at(clock.now() + 5 * DAY):
        assert reminding.remind(steward) == 1
        assert "鍵を付ける" not in texts[-1]
