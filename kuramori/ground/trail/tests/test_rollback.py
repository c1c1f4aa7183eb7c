"""A log that went back to an old backup, seen from both sides: refused first, accepted by its witness's operator."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest
from django.test import Client

from kuramori.ground.trail import fork, keys, rollback, verifying
from kuramori.ground.trail.anchors import errands, witness
from kuramori.ground.trail.models import Entry, Fork, Witnessed
from kuramori.ground.trail.tests.another_log import AnotherLog
from kuramori.ground.trail.tests.another_witness import witness_serving
from kuramori.ground.trail.tests.test_witnesses import grow
from kuramori.rules import merkle, notes
from kuramori.rules.notes import NoteUnreadable, SignatureWrong
from kuramori.rules.rollback import Rollback, stated, statement_from

pytestmark = pytest.mark.django_db
WHY = "ディスクの故障で、昨日の写しから戻した"


@pytest.fixture
def there(settings):
    with witness_serving() as made:
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witness=(made.setting,))
        yield made


@pytest.fixture
def other(settings):
    """A log that we cosigned at ten entries; then its backup of six was put back and it grew on."""
    log = AnotherLog().grow(10)
    known = SimpleNamespace(name="取引先", key=log.signer.verifier.text)
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witnessed_log=(known,))
    assert _send(log.submission(0)).status_code == 200
    log.leaves = log.leaves[:6]
    return log.grow(2, "other")


def _send(text):
    return Client().post("/witness/add-checkpoint", data=text.encode(), content_type="text/plain")


def _statement(log, signer=None, **changed):
    size = len(log.leaves)
    said = Rollback(log.signer.name, size, merkle.root(size, log.node), WHY)
    return stated(dataclasses.replace(said, **changed), signer or log.signer)


def test_our_log_states_it_and_the_witness_goes_on_from_there(there):
    grow(8)
    there.size, there.root = 50, b"\x07" * 32  # It cosigned what our old backup does not have.
    assert witness.ask_all(at_once=True) == 0
    assert [one.how for one in fork.alarms()] == ["longer"]

    text = rollback.state(WHY)
    said, note = statement_from(text)
    notes.check_signed(note, keys.log_verifier())
    assert (said.origin, said.why) == (keys.log_verifier().name, WHY)
    assert Entry.objects.filter(event="trail:log:rolled_back").count() == 1
    fork.settle(fork.alarms()[0].id, WHY)

    there.size, there.root = said.size, said.root  # Its operator accepted.
    grow(2)
    assert witness.ask_all(at_once=True) == 1
    assert errands.state(witness.errand_of(there.signer.verifier)).trouble == ""
    assert verifying.verify().is_whole


def test_the_witness_refuses_until_its_operator_accepts(other):
    assert _send(other.submission(6)).status_code == 409
    assert rollback.accept(_statement(other), "電話で確かめた").size == 8
    kept = Witnessed.objects.get()
    assert (kept.size, bytes.fromhex(kept.root)) == (8, merkle.root(8, other.node))
    other.grow(3)
    assert _send(other.submission(8)).status_code == 200


def test_what_was_cosigned_before_stays_as_evidence_and_is_told(other):
    before = Witnessed.objects.get().note
    rollback.accept(_statement(other), "電話で確かめた")
    kept = Fork.objects.get()
    assert (kept.first, kept.second) == (before, _statement(other))
    assert kept.settled_why == "電話で確かめた"
    told = Entry.objects.get(event="trail:log:rollback_accepted").detail
    assert (told["held"], told["size"], told["why"]) == (10, 8, "電話で確かめた")
    assert fork.alarms() == ()


def test_an_open_alarm_about_the_log_is_settled_with_it(other):
    fork.met(fork.How.LOG, other.signer.name, "one", "two")
    rollback.accept(_statement(other), "電話で確かめた")
    assert fork.alarms() == ()
    assert Fork.objects.count() == 2


def test_the_same_statement_takes_the_log_back_once_only(other):
    text = _statement(other)
    rollback.accept(text, "電話で確かめた")
    other.grow(20)
    assert _send(other.submission(8)).status_code == 200
    with pytest.raises(rollback.AcceptedBefore):
        rollback.accept(text, "もう一度")
    assert Witnessed.objects.get().size == 28


@pytest.mark.parametrize("line", range(5))
def test_nothing_is_accepted_that_the_log_did_not_sign(other, line):
    text = _statement(other)
    lines = text.split("\n")
    lines[line] = {2: "9", 3: "A" * 43 + "="}.get(line, lines[line] + "x")
    with pytest.raises((SignatureWrong, NoteUnreadable, rollback.LogUnknown)):
        rollback.accept("\n".join(lines), "電話で確かめた")
    thief = dataclasses.replace(other.signer, seed=b"\x09" * 32)
    with pytest.raises(SignatureWrong):
        rollback.accept(_statement(other, thief), "電話で確かめた")
    assert Witnessed.objects.get().size == 10
    assert not Fork.objects.exists()


def test_a_checkpoint_is_no_statement_and_a_statement_no_checkpoint(other):
    with pytest.raises(NoteUnreadable):
        rollback.accept(other.note(), "電話で確かめた")
    with pytest.raises(NoteUnreadable):
        notes.checkpoint_from(notes.note_from(_statement(other)).text)


def test_a_log_that_we_do_not_witness_is_unknown(other):
    stranger = AnotherLog(signer=notes.Signer("kuramori/stranger", notes.LOG, b"\x05" * 32)).grow(3)
    with pytest.raises(rollback.LogUnknown):
        rollback.accept(_statement(stranger), "電話で確かめた")


@pytest.mark.parametrize("why", ["", "  ", "長" * 401])
def test_both_sides_say_why(other, why):
    with pytest.raises(fork.WhyMissing):
        rollback.state(why)
    with pytest.raises(fork.WhyMissing):
        rollback.accept(_statement(other), why)
