"""This instance as a witness of others (C2SP tlog-witness)."""

from __future__ import annotations

import dataclasses
import os
import threading
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client

from kuramori.ground.trail import fork, keys, witnessing
from kuramori.ground.trail.models import Entry, Fork, Knock, Witnessed
from kuramori.ground.trail.tests.another_log import AnotherLog
from kuramori.outside import clock
from kuramori.rules import notes
from kuramori.rules import witnessing as texts
from kuramori.rules.notes import Signer

ADDRESS = "/witness/add-checkpoint"


@pytest.fixture
def other(settings):
    log = AnotherLog().grow(5)
    known = SimpleNamespace(name="取引先", key=log.signer.verifier.text)
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witnessed_log=(known,))
    return log


def send(text, client=None):
    body = text.encode() if isinstance(text, str) else text
    return (client or Client()).post(ADDRESS, data=body, content_type="text/plain")


def cosigned_at(response, log, size=None):
    lines = texts.cosignatures_from(response.content.decode())
    text = notes.note_from(log.note(size)).text
    return notes.check_cosigned(text, lines, keys.witness_signer().verifier)


@pytest.mark.django_db
def test_the_first_checkpoint_and_those_that_grew_from_it_are_cosigned(other):
    first = send(other.submission(0))
    assert (first.status_code, first["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert abs(cosigned_at(first, other) - clock.now().timestamp()) < 60
    assert not first.cookies
    for old, more in ((5, 3), (8, 300), (308, 1)):
        other.grow(more)
        assert send(other.submission(old)).status_code == 200
    kept = Witnessed.objects.get()
    assert (kept.origin, kept.size, kept.note) == ("kuramori/other", 309, other.note())


@pytest.mark.django_db
def test_the_same_checkpoint_is_cosigned_again(other):
    send(other.submission(0))
    assert cosigned_at(send(other.submission(5)), other) > 0


@pytest.mark.django_db
def test_the_answer_is_byte_for_byte_what_the_standard_says(other):
    line = send(other.submission(0)).content.decode()
    key = keys.witness_signer().verifier
    dash, name, _encoded = line.split(" ")
    assert (dash, name) == ("—", key.name)
    assert line.endswith("\n")
    content = notes.signature_from(line.rstrip("\n"))
    assert content.key_id == key.id
    assert len(content.content) == 8 + 64
    assert keys.witness_signer().kind == 0x04
    path = witnessing.settings.VAULT.folder / "witness.key"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_another_old_size_is_answered_with_the_one_we_hold(other):
    send(other.submission(0))
    other.grow(4)
    for old in (0, 3, 6, 9):
        answer = send(other.submission(old))
        assert (answer.status_code, answer.content) == (409, b"5\n")
        assert answer["Content-Type"] == "text/x.tlog.size"
    assert Witnessed.objects.get().size == 5


@pytest.mark.django_db
def test_a_log_we_do_not_know_is_not_found_and_leaves_nothing(other):
    stranger = AnotherLog(Signer("kuramori/stranger", notes.LOG, os.urandom(32))).grow(2)
    assert send(stranger.submission(0)).status_code == 404
    assert not Witnessed.objects.exists()


@pytest.mark.django_db
def test_while_no_log_is_known_the_address_does_not_exist(settings):
    assert send(AnotherLog().grow(1).submission(0)).status_code == 404
    assert not Knock.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("signer", [Signer("kuramori/other", notes.LOG, bytes(32))])
def test_a_checkpoint_that_the_log_did_not_sign_is_forbidden(other, signer):
    forged = other.submission(0).replace(other.note(), other.note(signer=signer))
    assert send(forged).status_code == 403
    name, content = other.note().rsplit(" ", 1)
    spoiled = content[:-6] + ("AAAA" if content[-6:-2] != "AAAA" else "BBBB") + content[-2:]
    assert send(f"old 0\n\n{name} {spoiled}").status_code in {400, 403}
    assert not Witnessed.objects.exists()


@pytest.mark.django_db
def test_a_smaller_checkpoint_than_the_old_size_is_a_bad_request(other):
    send(other.submission(0))
    assert send(f"old 5\n\n{other.note(3)}").status_code == 400


@pytest.mark.django_db
def test_two_roots_of_one_size_raise_the_alarm_and_both_are_kept(other):
    send(other.submission(0))
    twin = AnotherLog(other.signer).grow(5, "y")
    answer = send(twin.submission(5))
    assert (answer.status_code, answer.content) == (409, b"5\n")
    found = Fork.objects.get()
    assert (found.first, found.second, found.is_proven) == (other.note(), twin.note(), True)
    (alarm,) = fork.alarms()
    assert (alarm.origin, alarm.is_ours, alarm.how) == ("kuramori/other", False, "log")
    assert Entry.objects.get().event == "trail:fork:found"
    send(twin.submission(5))
    assert (Fork.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_history_that_does_not_lead_here_is_not_cosigned_and_kept_without_an_alarm(other):
    send(other.submission(0))
    twin = AnotherLog(other.signer).grow(9, "y")
    assert send(twin.submission(5)).status_code == 422
    assert Witnessed.objects.get().note == other.note()
    found = Fork.objects.get()
    assert (found.is_proven, found.second) == (False, twin.note())
    assert found.proof.startswith("old 5\n")
    assert fork.alarms() == ()


@pytest.mark.django_db
def test_broken_proofs_of_a_published_checkpoint_cannot_fill_the_disk(other, monkeypatch):
    monkeypatch.setattr(fork, "MOST_UNPROVEN", 3)
    send(other.submission(0))
    for size in range(6, 12):
        other.grow(1)
        assert send(f"old 5\n\n{other.note(size)}").status_code == 422
    assert Fork.objects.count() == 3
    assert send(other.submission(5)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 0",
        "old 0\n\n",
        "old 00\n\nNOTE",
        "old -1\n\nNOTE",
        "old +0\n\nNOTE",
        "old  0\n\nNOTE",
        "old 0 \n\nNOTE",
        "OLD 0\n\nNOTE",
        "old 0\r\n\r\nNOTE",
        "old 0\n\n\nNOTE",
        "old 0\nNOTE",
        "old 0\nAAAA\n\nNOTE",
        "old 0\nnot base64\n\nNOTE",
        "old ٣\n\nNOTE",
        "old 99999999999999999999\n\nNOTE",
        "old 0\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + "\nNOTE",
        "old 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\nNOTE",
    ],
)
def test_what_is_not_of_the_form_is_a_bad_request(other, text):
    assert send(text.replace("NOTE", other.note())).status_code == 400
    assert not Witnessed.objects.exists()


@pytest.mark.django_db
def test_a_proof_where_none_belongs_is_refused(other):
    step = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    assert send(f"old 0\n{step}\n\n{other.note()}").status_code == 422


@pytest.mark.django_db
def test_large_binary_and_wrong_methods_are_refused(other):
    assert send(b"x" * (64 * 1024 + 1)).status_code == 413
    assert send(b"\xff\xfe").status_code == 400
    for method in ("get", "put", "delete", "head"):
        assert getattr(Client(), method)(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_no_form_token_is_asked_of_a_machine(other):
    assert send(other.submission(0), Client(enforce_csrf_checks=True)).status_code == 200


@pytest.mark.django_db
def test_who_asks_too_often_waits_a_minute(other, monkeypatch):
    monkeypatch.setattr(witnessing, "MOST_A_MINUTE", 3)
    moment = clock.now().replace(second=10)
    with clock.standing_at(moment):
        answers = [send(other.submission(0 if n == 0 else 5)).status_code for n in range(4)]
        assert answers == [200, 200, 200, 429]
        assert (
            Client(REMOTE_ADDR="192.0.2.9")
            .post(ADDRESS, data=other.submission(5).encode(), content_type="text/plain")
            .status_code
            == 200
        )
    with clock.standing_at(moment.replace(minute=(moment.minute + 1) % 60)):
        assert send(other.submission(5)).status_code == 200
    assert "127.0.0.1" not in repr(list(Knock.objects.values()))


@pytest.mark.django_db
def test_lines_of_other_keys_are_not_kept(other):
    more = notes.signed(notes.note_from(other.note()).text, Signer("stranger", notes.LOG, bytes(32)))
    asked = other.submission(0) + more.signatures[0].line
    assert send(asked).status_code == 200
    assert Witnessed.objects.get().note == other.note()


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_none_turns_the_witness_back(other):
    """Eight writers with eight sizes from the same old size: one wins, the others are told where we stand."""
    send(other.submission(0))
    other.grow(8)
    answers = {}
    start = threading.Barrier(8)

    def ask(size):
        start.wait()
        answers[size] = witnessing.cosign(other.submission(5, size))
        connection.close()

    threads = [threading.Thread(target=ask, args=(size,)) for size in range(6, 14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [size for size, reply in answers.items() if reply.status == 200]
    assert len(won) == 1
    assert Witnessed.objects.get().size == won[0]
    assert {reply.text for size, reply in answers.items() if size not in won} == {f"{won[0]}\n"}


@pytest.mark.django_db
def test_a_log_key_that_cannot_be_read_witnesses_nothing(settings, other):
    for key in ("x", "kuramori/other+00000000+AAAA", keys.witness_signer().verifier.text):
        known = SimpleNamespace(name="取引先", key=key)
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, witnessed_log=(known,))
        assert send(other.submission(0)).status_code == 404
