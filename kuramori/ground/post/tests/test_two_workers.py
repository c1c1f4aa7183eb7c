"""Several workers at the same outbox: each mail once. Real threads and real transactions, on both databases."""

from __future__ import annotations

import threading

import pytest
from django.db import connection as database

from kuramori.ground.post.models import Delivery
from kuramori.ground.post.send import send_due
from kuramori.ground.post.tests.moves import HERE, write_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_at_once_send_each_mail_once(box):
    for start in range(0, 240, 60):
        write_to(*(f"a{number}@torihiki.example" for number in range(start, start + 60)))
    troubles: list[BaseException] = []

    def work() -> None:
        try:
            send_due(organisation_id=str(HERE), person_id=None, progress=lambda _done, _total: None)
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
    assert len({to for to, _content in box.mails}) == len(box.mails) == 240
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
