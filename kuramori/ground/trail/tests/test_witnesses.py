"""Our checkpoints before witnesses elsewhere, honest and otherwise."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.db import connection, transaction

from kuramori.ground.trail import fork, keys, prove
from kuramori.ground.trail.anchors import errands, witness
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Anchor, Checkpoint, Entry, Errand, Fork, Head, StoredTile
from kuramori.ground.trail.record import Instance, record
from kuramori.ground.trail.tests.another_witness import witness_serving
from kuramori.outside import clock
from kuramori.rules import notes

GREW = Event("trail:test:grew", "記録 {number}", "entry {number}")
MINUTE = datetime.timedelta(seconds=61)

pytestmark = pytest.mark.django_db


def grow(count=1):
    with transaction.atomic():
        for number in range(count):
            record(Instance(), GREW, number=number)


@pytest.fixture
def there(settings):
    with witness_serving() as made:
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witness=(made.setting,))
        yield made


def trouble():
    return Errand.objects.get(name="witness:other/witness").trouble


def test_a_checkpoint_is_cosigned_and_the_line_stands_below_ours(there):
    grow(3)
    assert witness.ask_all() == 1
    signed = checkpoint()
    note = notes.note_from(prove.cosigned_note(signed))
    at = notes.check_cosigned(note.text, note.signatures, there.signer.verifier)
    anchor = Anchor.objects.get()
    assert (anchor.kind, anchor.name, anchor.size) == ("witness", "other/witness", 3)
    assert int(anchor.at.timestamp()) == at
    assert [line.name for line in note.signatures] == [keys.log_verifier().name, "other/witness"]
    assert errands.state("witness:other/witness").trouble == ""


def test_a_witness_is_asked_once_a_minute_and_only_when_something_is_new(there):
    grow(3)
    witness.ask_all()
    grow(2)
    assert witness.ask_all() == 0
    with clock.standing_at(clock.now() + MINUTE):
        assert witness.ask_all() == 1
    with clock.standing_at(clock.now() + 2 * MINUTE):
        assert witness.ask_all() == 0
    assert [(asked.old, there.size) for asked in there.seen] == [(0, 5), (3, 5)]
    grow(1)
    assert witness.ask_all(at_once=True) == 1


def test_consistency_is_proven_over_many_tiles(there):
    for count in (1, 255, 1, 300, 77):
        grow(count)
        assert witness.ask_all(at_once=True) == 1
    assert there.size == 634
    assert len(there.seen) == 5


def test_where_the_witness_is_ahead_of_what_we_know_the_talk_goes_on_from_there(there):
    """The answer to an earlier request was lost."""
    grow(4)
    witness.ask_all()
    Anchor.objects.all().delete()
    grow(3)
    assert witness.ask_all(at_once=True) == 1
    assert [asked.old for asked in there.seen] == [0, 0, 4]
    assert fork.alarms() == ()


def rewrite(index=0):
    """An administrator changes an entry and everything that follows from it, and signs anew."""
    with connection.cursor() as cursor:
        cursor.execute('UPDATE trail_entry SET leaf = %s WHERE "index" = %s', ['{"v":1}', index])
    StoredTile.objects.all().delete()
    Checkpoint.objects.all().delete()
    Anchor.objects.all().delete()


def test_a_rewritten_history_is_found_by_the_witness(there):
    grow(4)
    witness.ask_all()
    held = checkpoint().note
    rewrite()
    grow(2)
    assert witness.ask_all(at_once=True) == 0
    found = Fork.objects.get()
    assert found.how == "refused"
    assert found.second != held
    (alarm,) = fork.alarms()
    assert (alarm.is_ours, alarm.source) == (True, "other/witness")
    assert trouble() == "forked"
    assert Entry.objects.order_by("index").last().event == "trail:fork:found"


def test_an_open_alarm_is_not_raised_again_each_minute_but_after_it_was_settled(there):
    grow(4)
    witness.ask_all()
    rewrite()
    for _ in range(3):
        grow(1)
        witness.ask_all(at_once=True)
    assert Fork.objects.count() == 1
    (alarm,) = fork.alarms()
    fork.settle(alarm.id, "古い写しから戻した。11月22日に確認")
    assert fork.alarms() == ()
    with pytest.raises(fork.ForkUnknown):
        fork.settle(alarm.id, "もう一度")
    grow(1)
    witness.ask_all(at_once=True)
    assert len(fork.alarms()) == 1
    assert Fork.objects.count() == 2


@pytest.mark.parametrize("why", ["", "  ", "あ" * 401])
def test_an_alarm_is_settled_with_a_reason_only(there, why):
    grow(4)
    witness.ask_all()
    rewrite()
    grow(1)
    witness.ask_all(at_once=True)
    with pytest.raises(fork.WhyMissing):
        fork.settle(fork.alarms()[0].id, why)
    assert len(fork.alarms()) == 1


def test_a_rewritten_history_of_the_same_length_is_found_too(there):
    grow(4)
    witness.ask_all()
    rewrite()
    assert witness.ask_all(at_once=True) == 0
    assert Fork.objects.get().how == "refused"


def test_a_history_that_became_shorter_is_found(there):
    grow(4)
    witness.ask_all()
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM trail_entry WHERE "index" >= 2')
    Head.objects.update(size=2)
    for gone in (Checkpoint, Anchor):
        gone.objects.all().delete()
    assert witness.ask_all(at_once=True) == 0
    assert Fork.objects.get().how == "longer"


def test_entries_that_are_gone_are_noticed_before_anybody_is_asked(there):
    grow(4)
    witness.ask_all()
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM trail_entry WHERE "index" >= 2')
    Head.objects.update(size=2)
    assert witness.ask_all(at_once=True) == 0
    assert Fork.objects.get().how == "own"
    assert len(there.seen) == 1


def test_a_changed_tail_is_noticed_before_anything_is_signed(there):
    grow(4)
    checkpoint()
    with connection.cursor() as cursor:
        cursor.execute('UPDATE trail_entry SET leaf = %s WHERE "index" = 1', ['{"v":1}'])
    grow(1)
    assert witness.ask_all() == 0
    assert Fork.objects.get().how == "own"
    assert trouble() == "forked"
    assert there.seen == []


def test_a_witness_that_forgot_what_it_cosigned_is_told(there):
    grow(4)
    witness.ask_all()
    there.size, there.root = 2, bytes(32)
    grow(1)
    assert witness.ask_all(at_once=True) == 0
    found = Fork.objects.get()
    assert found.how == "forgot"
    assert "other/witness" in found.first
    assert found.proof == "HTTP 409\n2\n"


@pytest.mark.parametrize(
    ("instead", "word"),
    [
        (("404 Not Found", "text/plain", "no\n"), "unknown"),
        (("403 Forbidden", "text/plain", "no\n"), "key"),
        (("429 Too Many", "text/plain", "no\n"), "busy"),
        (("500 Error", "text/plain", "no\n"), "answer"),
        (("302 Found", "text/plain", "no\n"), "answer"),
        (("299 Odd", "text/plain", "no\n"), "answer"),
        (("200 OK", "text/plain", ""), "answer"),
        (("200 OK", "text/plain", "hello\n"), "answer"),
        (("200 OK", "text/plain", "— other/witness AAAA\n"), "answer"),
        (("409 Conflict", "text/x.tlog.size", "x\n"), "answer"),
        (("409 Conflict", "text/x.tlog.size", "-1\n"), "answer"),
        (("409 Conflict", "text/plain", "2\n"), "answer"),
        (("409 Conflict", "text/x.tlog.size", "0\n"), "answer"),
    ],
)
def test_other_answers_are_remembered_by_a_word_and_raise_no_alarm(there, instead, word):
    grow(3)
    there.instead = lambda asked: instead
    assert witness.ask_all() == 0
    assert trouble() == word
    assert fork.alarms() == ()
    assert not Anchor.objects.exists()


def test_a_cosignature_by_another_key_over_other_text_or_from_the_future_is_not_taken(there):
    grow(3)
    text = notes.note_from(checkpoint().note).text
    at = int(clock.now().timestamp())
    stranger = dataclasses.replace(there.signer, seed=bytes(32))
    named_alike = notes.cosigned(text, stranger, at=at)
    posing = dataclasses.replace(named_alike, key_id=there.signer.verifier.id)
    elsewhere = notes.cosigned(text.replace("3", "4"), there.signer, at=at)
    for line, word in (
        (named_alike.line, "signature"),
        (posing.line, "signature"),
        (elsewhere.line, "signature"),
        (notes.cosigned(text, there.signer, at=at + 3600).line, "clock"),
    ):
        there.instead = lambda asked, line=line: ("200 OK", "text/plain", line)
        assert witness.ask_all(at_once=True) == 0
        assert trouble() == word
    assert not Anchor.objects.exists()


def test_nobody_there_is_remembered_and_asked_again_later(settings, there):
    grow(1)
    there.url = "http://127.0.0.1:1/witness"
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witness=(there.setting,))
    assert witness.ask_all() == 0
    assert trouble() == "unreachable"


def test_a_key_that_cannot_be_read_asks_nobody(settings, there):
    wrong = there.setting
    wrong.key = "nonsense"
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witness=(wrong,))
    grow(1)
    assert witness.ask_all() == 0
    assert errands.state("witness:取引先").trouble == "setting"
    assert there.seen == []


def test_one_silent_witness_keeps_no_other_from_cosigning(settings, there):
    gone = there.setting
    gone.url, gone.key = "http://127.0.0.1:1/w", dataclasses.replace(there.signer, name="gone").verifier.text
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witness=(gone, there.setting))
    grow(2)
    assert witness.ask_all() == 1
