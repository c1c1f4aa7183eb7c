"""Whatever is changed behind the product's back is found."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, transaction

from kuramori.ground.trail import checkpoint as checkpoints
from kuramori.ground.trail import early, keys, prove, sealing, tree
from kuramori.ground.trail.checkpoint import HistoryChanged, checkpoint
from kuramori.ground.trail.erase import erase_personal
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Checkpoint, EarlyEntry, Entry, StoredTile
from kuramori.ground.trail.record import Happened, record, record_all
from kuramori.ground.trail.tests.test_trail import LENT, Sato
from kuramori.ground.trail.verifying import verify
from kuramori.outside import clock
from kuramori.rules import leaves, merkle, notes

pytestmark = pytest.mark.django_db
KEPT = Event("trail:test:kept", "{person}", "{person}")


@pytest.fixture
def sato():
    return Sato(organisation_id=uuid.uuid4(), person_id=uuid.uuid4())


@pytest.fixture
def log(sato):
    for number in range(6):
        record(sato, LENT, kind="key", thing_id=number, number=number, person="田所")
    return checkpoint()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rules_broken(**given) -> set[str]:
    return {fault.rule for fault in verify(**given).faults}


def test_an_untouched_log_is_whole(log):
    verdict = verify(held=[log.note])
    assert (verdict.is_whole, verdict.entries, verdict.checkpoints) == (True, 6, 2)
    assert verdict.root == log.root


def test_an_empty_log_is_whole():
    assert checkpoint() is None
    assert verify().is_whole


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2001-01-01 00:00:00+00:00"), ("via", "api"), ("event", "trail:test:other"), ("kind", "door"),
        ("thing_id", "99"), ("audience", "case:1"),
    ],
)  # fmt: skip
def test_every_column_that_is_shown_or_searched_is_compared(log, column, value):
    sql(f'UPDATE trail_entry SET {column} = %s WHERE "index" = 3', value)
    fault = verify().faults[0]
    assert (fault.rule, fault.place, fault.detail) == ("column", "3", column)
    assert fault.sentence("ja") != fault.sentence("en")


@pytest.mark.parametrize("column", ["organisation_id", "person_id"])
def test_an_entry_given_to_somebody_else_is_found(log, column):
    other = uuid.uuid4()
    sql(
        f'UPDATE trail_entry SET {column} = %s WHERE "index" = 3',
        other if connection.vendor != "sqlite" else other.hex,
    )
    assert "column" in rules_broken()


@pytest.mark.parametrize("column", ["payload", "personal"])
def test_sealed_values_can_neither_be_changed_nor_swapped(log, column):
    sql(
        f'UPDATE trail_entry SET {column} = (SELECT {column} FROM trail_entry WHERE "index" = 2) WHERE "index" = 3'
    )
    assert rules_broken() == {column}
    sql(f"UPDATE trail_entry SET {column} = %s", b"\x01broken")
    assert rules_broken() == {column}


def test_a_changed_leaf_breaks_the_tree(log):
    entry = Entry.objects.get(index=3)
    sql('UPDATE trail_entry SET leaf = %s WHERE "index" = 3', entry.leaf.replace("lent", "kept"))
    assert {"root", "column"} <= rules_broken()


def test_a_removed_entry_and_a_cut_tail_are_found(log):
    sql('DELETE FROM trail_entry WHERE "index" = 5')
    assert {"cut", "head"} == rules_broken()
    sql('DELETE FROM trail_entry WHERE "index" = 2')
    assert {"missing", "cut", "head"} <= rules_broken()


def test_entries_that_changed_places_are_found(log):
    for change in (
        '"index" = -1 WHERE "index" = 1',
        '"index" = 1 WHERE "index" = 2',
        '"index" = 2 WHERE "index" = -1',
    ):
        sql(f"UPDATE trail_entry SET {change}")
    assert rules_broken() == {"root"}


def test_a_forged_checkpoint_is_found(log):
    sql("UPDATE trail_checkpoint SET root = %s", "0" * 64)
    assert {"signature", "root"} == rules_broken()


def test_whoever_holds_the_key_and_rewrites_everything_is_found_by_what_others_hold(sato, log):
    held = log.note
    rewritten = Entry.objects.get(index=1).leaf.replace("lent", "kept")
    sql('UPDATE trail_entry SET leaf = %s, event = %s WHERE "index" = 1', rewritten, "trail:test:kept")
    sql("DELETE FROM trail_checkpoint")
    assert checkpoint().root != log.root
    assert verify().is_whole  # with our own key alone nothing shows …
    assert rules_broken(held=[held]) == {"root"}  # … it shows by the root that somebody else kept


def test_anothers_checkpoint_proves_nothing_here(log):
    stranger = notes.Signer("kuramori/other", notes.LOG, b"\x05" * 32)
    foreign = notes.signed(
        notes.Checkpoint("kuramori/other", 6, bytes.fromhex(log.root)).text, stranger
    ).whole
    same_name = notes.Signer(keys.log_signer().name, notes.LOG, b"\x05" * 32)
    forged = notes.signed(notes.note_from(log.note).text, same_name).whole
    assert rules_broken(held=[foreign]) == {"foreign"}
    assert rules_broken(held=[forged]) == {"signature"}
    assert rules_broken(held=["no checkpoint"]) == {"held"}


def test_nothing_is_signed_over_a_changed_history(sato, log):
    sql(
        'UPDATE trail_entry SET leaf = %s WHERE "index" = 1',
        Entry.objects.get(index=1).leaf.replace("lent", "kept"),
    )
    record(sato, LENT, number=7)
    with pytest.raises(HistoryChanged):
        checkpoint()
    assert checkpoints.newest() == log


def test_a_changed_full_tile_is_found(sato):
    record_all(sato, [Happened(LENT, detail={"number": n}) for n in range(600)])
    checkpoint()
    assert StoredTile.objects.count() == 2
    assert verify().is_whole
    sql("UPDATE trail_tile SET hashes = %s WHERE number = 1", b"\x00" * 8192)
    assert rules_broken() == {"tile"}


def test_a_changed_hash_over_a_tile_is_found(sato):
    record_all(sato, [Happened(LENT, detail={"number": n}) for n in range(300)])
    checkpoint()
    sql("UPDATE trail_tile SET top = %s", b"\x00" * 32)
    assert rules_broken() == {"tile"}


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_every_entry_is_proved_under_a_checkpoint(sato, size):
    record_all(sato, [Happened(LENT, detail={"number": n}) for n in range(size)])
    signed = checkpoint()
    node = tree.node_at(size)
    for index in {0, size // 2, size - 1}:
        receipt = prove.prove(index)
        proof = notes.proof_from(receipt.proof)
        found = notes.checkpoint_from(notes.note_from(proof.note).text)
        leaf = Entry.objects.get(index=index).leaf.encode()
        merkle.check_inclusion(merkle.leaf_hash(leaf), index, found.size, proof.path, found.root)
        notes.check_signed(notes.note_from(proof.note), keys.log_verifier())
    old = size // 3
    path = prove.consistency_between(old, size)
    merkle.check_consistency(old, size, merkle.root(old, tree.node_at(old)), bytes.fromhex(signed.root), path)
    assert merkle.root(size, node).hex() == signed.root


def test_a_receipt_makes_the_checkpoint_it_needs(sato, log):
    index = record(sato, LENT, number=7)
    assert (
        notes.checkpoint_from(notes.note_from(notes.proof_from(prove.prove(index).proof).note).text).size == 7
    )
    with pytest.raises(IndexError):
        prove.prove(99)


def test_personal_fields_are_erased_without_breaking_a_proof(sato, log):
    before = prove.prove(3)
    assert erase_personal(sato, [3, 4], fields=["person"], reason="本人の求め") == 2
    entry = Entry.objects.get(index=3)
    assert (entry.people, entry.leaf) == ({"who": "佐藤"}, Entry.objects.get(index=3).leaf)
    verdict = verify(held=[log.note])
    assert (verdict.is_whole, verdict.erased_fields) == (True, 2)
    assert notes.proof_from(before.proof).path
    assert '"person":null' in prove.prove(3).entry
    assert erase_personal(sato, [3], fields=["person"], reason="もう一度") == 0
    stranger = Sato(organisation_id=uuid.uuid4())
    assert erase_personal(stranger, [3], fields=["who"], reason="よその組織") == 0
    assert Entry.objects.get(index=3).people == {"who": "佐藤"}


def test_a_personal_field_that_vanished_without_an_entry_is_found(sato, log):
    entry = Entry.objects.get(index=3)
    sealed = sealing.sealed_personal(entry.organisation_id, {}, entry.parts.payload)
    sql('UPDATE trail_entry SET personal = %s WHERE "index" = 3', sealed)
    assert [fault.detail for fault in verify().faults] == ["person", "who"]
    assert rules_broken() == {"erased"}


def test_entries_from_before_the_tree_are_taken_over_once(sato):
    for number in range(3):
        EarlyEntry.objects.create(
            at=clock.now(), organisation_id=sato.organisation_id, who="佐藤", via="browser", event=LENT.id,
            detail={"number": number, "person": "田所", "part": 0.5},
        )  # fmt: skip
    moments = list(EarlyEntry.objects.order_by("id").values_list("at", flat=True))
    assert early.take_over() == 3
    assert early.take_over() == 0
    entries = list(Entry.objects.all())
    assert [entry.at for entry in entries] == moments
    assert [(entry.who, entry.people["person"]) for entry in entries] == [("佐藤", "田所")] * 3
    assert verify().is_whole


def test_a_disclosed_entry_can_be_checked_by_its_salts(sato, log):
    told = prove.disclosed(Entry.objects.get(index=2), personal=["who"])
    leaf = leaves.leaf_from(told["leaf"])
    salt, value = bytes.fromhex(told["payload"]["salt"]), told["payload"]["value"]
    assert leaves.commitment("payload", salt, value) == leaf.payload
    assert told["personal"]["person"] is None
    who = told["personal"]["who"]
    assert leaves.commitment("personal/who", bytes.fromhex(who["salt"]), who["value"]) == leaf.personal["who"]


@pytest.mark.django_db(transaction=True)
def test_the_same_checkpoint_is_made_once_however_often_it_is_asked_for(sato):
    with transaction.atomic():
        record(sato, LENT, number=1)
    assert checkpoint() == checkpoint()
    assert Checkpoint.objects.count() == 1
