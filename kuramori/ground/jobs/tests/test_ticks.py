import threading
import time

import pytest

from kuramori.ground.jobs import ticks

FAST = 0.02


@pytest.fixture
def nothing_ticks(monkeypatch):
    monkeypatch.setattr(ticks, "_works", {})


def _until(reached, seconds=5.0):
    end = time.monotonic() + seconds
    while not reached() and time.monotonic() < end:
        time.sleep(0.005)
    assert reached()


def test_it_ticks_until_it_is_stopped(nothing_ticks):
    seen = []
    ticks.every_second("jobs:one")(lambda: seen.append(threading.current_thread().name))
    ticker = ticks.Ticker(FAST)
    ticker.start()
    _until(lambda: len(seen) >= 3)
    ticker.stop()
    assert not ticker.is_alive()
    count = len(seen)
    time.sleep(FAST * 4)
    assert len(seen) == count
    assert set(seen) == {"jobs-ticker"}


def test_one_that_fails_stops_neither_itself_nor_the_others(nothing_ticks, caplog):
    tries, others = [], []

    @ticks.every_second("jobs:failing")
    def failing():
        tries.append(1)
        if len(tries) < 4:
            raise OSError("極秘の図面.pdf")

    ticks.every_second("jobs:other")(lambda: others.append(1))
    ticker = ticks.Ticker(FAST)
    ticker.start()
    _until(lambda: len(tries) >= 6 and len(others) >= 6)
    ticker.stop()
    assert caplog.text.count("jobs:tick:stumbled") == 1
    assert caplog.text.count("jobs:tick:well_again") == 1
    assert "図面" not in caplog.text


def test_a_slow_one_is_never_run_twice_at_once_and_nothing_is_made_up_for(nothing_ticks):
    running, most, count = [], [0], [0]

    @ticks.every_second("jobs:slow")
    def slow():
        running.append(1)
        most[0] = max(most[0], len(running))
        count[0] += 1
        time.sleep(FAST * 3)
        running.pop()

    ticker, began = ticks.Ticker(FAST), time.monotonic()
    ticker.start()
    _until(lambda: count[0] >= 4)
    ticker.stop()
    assert most[0] == 1
    assert count[0] <= (time.monotonic() - began) / (FAST * 3) + 1


def test_a_name_ticks_once(nothing_ticks):
    ticks.every_second("jobs:one")(len)
    ticks.every_second("jobs:one")(len)
    with pytest.raises(ValueError, match="jobs:one"):
        ticks.every_second("jobs:one")(max)


@pytest.mark.django_db(transaction=True)
def test_a_tick_that_breaks_its_transaction_leaves_a_connection_that_works(nothing_ticks):
    from django.contrib.contenttypes.models import ContentType
    from django.db import IntegrityError, transaction

    seen = []

    @ticks.every_second("jobs:breaking")
    def breaking():
        with transaction.atomic():
            seen.append(ContentType.objects.count())
            raise IntegrityError("no")

    ticker = ticks.Ticker(FAST)
    ticker.start()
    _until(lambda: len(seen) >= 3)
    ticker.stop()
    assert not ticker.is_alive()
