from __future__ import annotations

import pytest

from kuramori.rules import leaves, notes
from kuramori.rules.notes import NoteUnreadable, SignatureWrong

LOG = notes.Signer("kuramori/0a1b", notes.LOG, b"\x01" * 32)
WITNESS = notes.Signer("witness.example/w", notes.COSIGNATURE, b"\x02" * 32)
TEXT = notes.Checkpoint("kuramori/0a1b", 12, b"\x07" * 32).text

# The example of C2SP signed-note, with the verifier key it was made for.
PUBLISHED = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"  # noqa: E501
)


def test_a_published_note_is_read_with_its_empty_line():
    note = notes.note_from(PUBLISHED)
    assert note.text.endswith("ed è subito sera.\n")
    assert [line.name for line in note.signatures] == ["quasimodo.example/salvatore"]
    assert note.whole == PUBLISHED


def test_a_note_is_signed_and_checked():
    note = notes.signed(TEXT, LOG)
    assert notes.note_from(note.whole) == note
    notes.check_signed(note, LOG.verifier)
    with pytest.raises(SignatureWrong):
        notes.check_signed(notes.Note(TEXT.replace("12", "13"), note.signatures), LOG.verifier)
    with pytest.raises(SignatureWrong):
        notes.check_signed(note, notes.Signer("kuramori/0a1b", notes.LOG, b"\x03" * 32).verifier)


def test_a_witness_signs_the_time_too():
    line = notes.cosigned(TEXT, WITNESS, at=1_700_000_000)
    assert notes.check_cosigned(TEXT, [line], WITNESS.verifier) == 1_700_000_000
    later = notes.Signature(line.name, line.key_id, (1_700_000_001).to_bytes(8, "big") + line.content[8:])
    with pytest.raises(SignatureWrong):
        notes.check_cosigned(TEXT, [later], WITNESS.verifier)
    with pytest.raises(SignatureWrong):
        notes.check_cosigned(TEXT, [], WITNESS.verifier)


def test_a_logs_signature_is_no_cosignature():
    as_log = notes.Signer(WITNESS.name, notes.LOG, WITNESS.seed)
    with pytest.raises(SignatureWrong):
        notes.check_cosigned(TEXT, notes.signed(TEXT, as_log).signatures, WITNESS.verifier)


@pytest.mark.parametrize("signer", [LOG, WITNESS])
def test_keys_survive_being_written_down(signer):
    assert notes.signer_from(signer.text + "\n") == signer
    assert notes.verifier_from(signer.verifier.text) == signer.verifier
    assert repr(signer.seed) not in repr(signer)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "a+b",
        "a+00000000+AAAA",
        LOG.verifier.text[:-4],
        LOG.verifier.text.replace("0a1b", "0a1c"),
        LOG.text,
    ],
)
def test_a_broken_key_is_refused(broken):
    with pytest.raises(NoteUnreadable):
        notes.verifier_from(broken)


def test_checkpoint_and_proof_survive_being_written_down():
    checkpoint = notes.checkpoint_from(TEXT)
    assert (checkpoint.size, checkpoint.root, checkpoint.text) == (12, b"\x07" * 32, TEXT)
    note = notes.signed(TEXT, LOG).whole
    for extra in (None, b"", b"more"):
        proof = notes.Proof(3, (b"\x01" * 32, b"\x02" * 32), note, extra)
        assert notes.proof_from(proof.text) == proof
    assert notes.proof_from(notes.Proof(0, (), note).text).path == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("12\n", "012\n"), ("12\n", "-1\n"), ("12\n", "\n"), ("12\n", "１２\n"), ("=\n", "\n"), ("kuramori/0a1b\n", "\n"),
     ("12\n", "12\n\n")],
)  # fmt: skip
def test_a_broken_checkpoint_is_refused(old, new):
    with pytest.raises(NoteUnreadable):
        notes.checkpoint_from(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("index 3", "index 03"),
        lambda text: text.replace("index 3", "index -3"),
        lambda text: text.replace("index 3\n", ""),
        lambda text: text.replace("@v1", "@v2"),
        lambda text: text.replace("\n\n", "\n", 1),
        lambda text: text.replace("AQEB", "AQE", 1),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("— ", "- "),
        lambda text: text.replace("BAQE=", "BAQF="),
    ],
)
def test_a_broken_proof_is_refused(change):
    text = notes.Proof(3, (b"\x01" * 32,), notes.signed(TEXT, LOG).whole).text
    assert change(text) != text
    with pytest.raises(NoteUnreadable):
        notes.proof_from(change(text))


LEAF = leaves.Leaf(
    "2026-11-22T01:02:03.456789Z", "a:b:c", "0" * 32, "p", "browser", "k", "t", "0" * 64, {"who": "1" * 64}
)


def test_a_leaf_is_read_back_only_in_its_one_form():
    assert leaves.leaf_from(LEAF.text).text == LEAF.text
    for broken in (
        LEAF.text + " ",
        LEAF.text.replace('"v":1', '"v":2'),
        LEAF.text.replace(",", ", ", 1),
        "[]",
        "{",
        "{}",
    ):
        with pytest.raises(leaves.LeafUnreadable):
            leaves.leaf_from(broken)


def test_a_commitment_depends_on_label_salt_and_value():
    found = {
        leaves.commitment(label, salt, value)
        for label in ("payload", "personal/who")
        for salt in (b"\0" * 16, b"\1" * 16)
        for value in ("", "田所 勝")
    }
    assert len(found) == 8
