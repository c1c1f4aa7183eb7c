import threading
import time

import pytest
from django.db import connection, transaction

from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.record import Instance, record
from kuramori.site.gate import FairGate

SEEN = Event("trail:test:seen", "{seen}", "{seen}")


def test_who_came_first_goes_first():
    gate, order = FairGate(), []
    gate.acquire()

    def pass_through(number: int) -> None:
        gate.acquire()
        order.append(number)
        gate.release()

    waiters = []
    for number in range(8):
        waiter = threading.Thread(target=pass_through, args=(number,))
        waiter.start()
        waiters.append(waiter)
        while len(gate._waiting) <= number:
            time.sleep(0.001)
    gate.release()
    for waiter in waiters:
        waiter.join()
    assert order == list(range(8))


def test_the_gate_is_free_again_after_everybody_left():
    gate = FairGate()
    for _ in range(3):
        gate.acquire()
        gate.release()
    assert not gate._taken


def test_who_waits_no_longer_leaves_no_gap_behind():
    gate = FairGate()
    gate.acquire()
    assert not gate.acquire(at_most_seconds=0.01)
    gate.release()
    assert gate.acquire(at_most_seconds=0.01)
    gate.release()
    assert not gate._taken


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_kept", [True, False])
def test_the_turn_before_the_head_ends_with_the_transaction(is_kept):
    if connection.vendor != "postgresql":
        pytest.skip("the turn is PostgreSQL's; SQLite's gate stands before BEGIN")
    with transaction.atomic():
        record(Instance(), SEEN, seen=1)
        assert connection._has_turn
        transaction.set_rollback(not is_kept)
    assert not connection._has_turn
    assert Entry.objects.filter(event=SEEN.id).exists() is is_kept


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_all_write_and_none_is_refused():
    def write() -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    count = Entry.objects.count()
                    record(Instance(), SEEN, seen=count)
        except Exception as error:  # noqa: BLE001  told to the test's own thread
            troubles.append(error)
        finally:
            connection.close()

    troubles: list[Exception] = []
    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert troubles == []
    seen = sorted(entry.detail["seen"] for entry in Entry.objects.all())
    # On SQLite no two transactions overlap, so each saw another number of entries.
    assert len(seen) == 40
    if connection.vendor == "sqlite":
        assert seen == list(range(40))


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_the_gate_open_for_the_next():
    def fail() -> None:
        with transaction.atomic():
            record(Instance(), SEEN, seen="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction.atomic():
        record(Instance(), SEEN, seen="y")
    assert [entry.detail["seen"] for entry in Entry.objects.all()] == ["y"]
