"""A mail and its deliveries are told from their entries alone, as they stood at any moment."""

from __future__ import annotations

import pytest

from kuramori.ground.post import again
from kuramori.ground.post.models import Delivery, Message, State
from kuramori.ground.post.tests.moves import HERE, Somebody, send, write_to
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.replay import replay
from kuramori.outside import clock
from kuramori.outside.tests.letterbox import CUT

pytestmark = pytest.mark.django_db

ITO, ABE = "ito@kakuu.example", "abe@mihon.example"


def _states(message: Message, until=None) -> dict[str, str]:
    known = replay(HERE, "message", message.pk, until=until)
    return {part: fields["state"] for part, fields in known.items() if part}


def test_each_delivery_is_told_from_the_queue_to_its_end(box):
    box.on_rcpt = lambda address: "550 5.1.1 no such user" if address == ABE else None
    message = write_to(ITO, ABE, about=("sheet", "one"))
    queued = clock.now()
    send()
    rows = {str(row.pk): row for row in Delivery.objects.all()}
    assert _states(message, queued) == dict.fromkeys(rows, State.QUEUED.value)
    assert _states(message) == {key: row.state for key, row in rows.items()}
    known = replay(HERE, "message", message.pk)
    assert known[""] == {"purpose": message.purpose, "about": "sheet:one"}
    failed = next(key for key, row in rows.items() if row.state == State.FAILED)
    assert (known[failed]["code"], known[failed]["enhanced"]) == (550, "5.1.1")


def test_a_repetition_names_the_one_it_repeats(box):
    box.on_data = lambda _address: CUT
    older = write_to(ITO)
    send()
    box.on_data = lambda _address: None
    newer = again.send_again(Somebody(), Delivery.objects.get())
    send()
    assert set(_states(older).values()) == {"unknown"}
    assert _states(newer.message) == {str(newer.pk): "sent"}
    assert replay(HERE, "message", newer.message_id)[str(newer.pk)]["again_of"] == str(newer.again_of_id)


def test_no_address_and_no_text_is_told(box):
    write_to(ITO, subject="内緒の件", text="内緒の本文\n")
    send()
    for entry in Entry.objects.filter(organisation_id=HERE):
        assert not [word for word in (ITO, "内緒", "宛名") if word in str(entry.detail)]
