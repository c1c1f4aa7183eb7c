"""The product's own code and verify.py, written apart, agree with each other and with published values."""

from __future__ import annotations

import base64
import contextlib
import random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kuramori.rules import merkle, notes, tiles
from tests.trail import made, mutating

# The tree that the authors of Certificate Transparency test with: eight leaves, and the root over the first n of them.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Published proofs over the same tree (transparency-dev/merkle, testdata): leaf 5 of 8; from size 1 to 8.
INCLUSION = [
    "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
    "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
]
CONSISTENCY = [
    "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
    "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
    "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
]
# The note that the Go project's package documents itself with.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""
# C2SP CCTV, ed25519: (key, signature, message, whether a strict verifier without cofactor takes it). All of them pass
# where the cofactor is multiplied in; keys and R of small order, and other spellings of them, must not pass here.
MIXED = "10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f"
CCTV = [
    ("00" * 32, "00" * 64, " 3", False),
    ("00" * 32, "00" * 64, " 11", False),
    (
        "00" * 32,
        "36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b"
        "05ba9a796274d80437afa36f1236563f2f3b0aa84cecddc3d20914615ba4fe02",
        " 3",
        False,
    ),
    (MIXED, "00" * 32 + "9472a69cd9a701a50d130ed52189e2455b23767db52cacb8716fb896ffeeac09", " 3", False),
    (
        MIXED,
        "36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b"
        "c02e2b9e63e385c058bf62b14b3a2b29ccefe8e38ddb536bc3f9865320a3d801",
        " 10",
        False,
    ),
    (
        MIXED,
        "36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b"
        "bbfd00bd9c259d8d222d15e67a3d8228585050dbb9b9585be20d8fadc721da03",
        "",
        True,
    ),
    ("ed" + "ff" * 30 + "7f", "00" * 64, " 6", False),
    (
        MIXED,
        "ed" + "ff" * 30 + "7f" + "ad7a355469b5c87e550469f6b2de409ee723acd584bf35f86b80c384e8ceb702",
        " 3",
        False,
    ),
]  # fmt: skip


def hashed(count: int) -> list[bytes]:
    return [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:count]]


def node_over(hashes: list[bytes]) -> merkle.Node:
    def node(level: int, index: int) -> bytes:
        return tiles.together(hashes[index << level : (index + 1) << level])

    return node


@pytest.mark.parametrize("size", range(1, 9))
def test_both_find_the_published_roots(size: int) -> None:
    hashes = hashed(size)
    assert made.verifier().tree(hashes).hex() == ROOTS[size - 1]
    assert merkle.root(size, node_over(hashes)).hex() == ROOTS[size - 1]


def test_both_take_the_published_proofs() -> None:
    module, root = made.verifier(), bytes.fromhex(ROOTS[7])
    path = [base64.b64decode(step) for step in INCLUSION]
    assert merkle.inclusion(5, 8, node_over(hashed(8))) == tuple(path)
    assert module.root_by(5, 8, hashed(8)[5], path) == root
    path = [base64.b64decode(step) for step in CONSISTENCY]
    assert merkle.consistency(1, 8, node_over(hashed(8))) == tuple(path)
    assert module.consistent(1, 8, bytes.fromhex(ROOTS[0]), root, path)


def test_both_read_the_note_of_the_go_project() -> None:
    module = made.verifier()
    notes.check_signed(notes.note_from(GO_NOTE), notes.verifier_from(GO_KEY))
    key = module.read_key(GO_KEY)
    assert module.check_signatures(module.read_note(GO_NOTE.encode()), [key]) == {key: 0}


@pytest.mark.parametrize("vector", CCTV)
def test_signatures_at_the_edges_are_judged_strictly(vector: tuple[str, str, str, bool]) -> None:
    key, signature, message, good = vector
    text = f"ed25519vectors{message}".encode()
    assert made.verifier().ed25519(bytes.fromhex(key), text, bytes.fromhex(signature)) is good


@given(size=st.integers(1, 600), data=st.data())
@settings(max_examples=200, deadline=None)
def test_every_proof_of_ours_leads_verify_py_to_our_root(size: int, data: Any) -> None:
    module = made.verifier()
    hashes = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    node = node_over(hashes)
    root = merkle.root(size, node)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(0, size))
    assert module.tree(hashes) == root
    path = list(merkle.inclusion(index, size, node))
    nodes: dict[Any, bytes] = {}
    assert module.root_by(index, size, hashes[index], path, nodes) == root
    # Whatever a proof lets one derive of an earlier size is the truth.
    assert module.root_from(nodes, old) in {None, merkle.root(old, node)}
    steps = list(merkle.consistency(old, size, node))
    assert module.consistent(old, size, merkle.root(old, node), root, steps)


@given(
    sizes=st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    kind=st.sampled_from(["flip", "drop", "add", "swap", "none", "old", "new", "index"]),
    at=st.integers(0, 50),
)
@example(sizes=(0, 1, 0), kind="new", at=24)  # an empty tree that claims another root
@settings(max_examples=600, deadline=None)
def test_both_refuse_the_same_wrong_proofs(sizes: tuple[int, int, int], kind: str, at: int) -> None:
    module = made.verifier()
    old, new, index = sizes[0], max(sizes[:2]), sizes[2]
    hashes = [merkle.leaf_hash(b"%d" % number) for number in range(41)]
    node = node_over(hashes)
    roots = merkle.root(old, node), merkle.root(new, node)
    path = list(merkle.consistency(old, new, node))
    told = (old + (kind == "old") * (at - 25), new + (kind == "new") * (at - 25))
    wrong = broken(path, kind, at)
    if min(told) >= 0:
        assert agrees(merkle.check_consistency, *told, *roots, wrong) == module.consistent(
            *told, *roots, wrong
        )
    if index < new:
        wrong = broken(list(merkle.inclusion(index, new, node)), kind, at)
        place = index + (kind == "index") * (at - 25)
        ours = agrees(merkle.check_inclusion, hashes[index], place, told[1], wrong, roots[1])
        theirs = False
        with contextlib.suppress(module.Bad):
            theirs = module.root_by(place, told[1], hashes[index], wrong) == roots[1]
        assert ours == theirs


def broken(path: list[bytes], kind: str, at: int) -> list[bytes]:
    path = list(path)
    if path and kind == "flip":
        path[at % len(path)] = made.flipped(path[at % len(path)], random.Random(at))
    elif path and kind == "drop":
        del path[at % len(path)]
    elif kind == "add":
        path.insert(at % (len(path) + 1), bytes(32))
    elif len(path) > 1 and kind == "swap":
        path[0], path[-1] = path[-1], path[0]
    return path


def agrees(check: Any, *values: Any) -> bool:
    try:
        check(*values)
    except merkle.ProofWrong:
        return False
    return True


def test_both_read_changed_notes_and_proofs_alike() -> None:
    """What one takes for a signed checkpoint or a proof, the other does not read as something else."""
    module, chance, log = made.verifier(), random.Random(6), made.log_of(50)
    key, texts = module.read_key(made.LOG.verifier.text), (log.proof(7).encode(), log.checkpoint().encode())
    for number in range(600):
        genuine = texts[number % 2]
        changed = mutating.changed(genuine, log.proof(9).encode(), chance)
        ours = theirs = None
        with contextlib.suppress(module.Bad):
            if number % 2:
                note = module.read_checkpoint(changed).note
                theirs = (note.body.decode(), key in module.check_signatures(note, [key]))
            else:
                proof = module.read_proof(changed)
                note = proof.checkpoint.note
                theirs = (
                    proof.number,
                    proof.path,
                    note.body.decode(),
                    key in module.check_signatures(note, [key]),
                )
        with contextlib.suppress(notes.NoteUnreadable, notes.SignatureWrong, UnicodeDecodeError):
            text = changed.decode()
            if number % 2:
                read = notes.note_from(text)
                notes.checkpoint_from(read.text)
                notes.check_signed(read, made.LOG.verifier)
                ours = (read.text, True)
            else:
                told = notes.proof_from(text)
                read = notes.note_from(told.note)
                notes.checkpoint_from(read.text)
                notes.check_signed(read, made.LOG.verifier)
                ours = (told.index, list(told.path), read.text, True)
        if ours is not None and theirs is not None:
            assert ours == theirs
        elif theirs is not None:
            assert theirs[-1] is False, changed
        else:
            # Numbers that JSON cannot carry exactly are refused by verify.py everywhere.
            assert ours is None or (isinstance(ours[0], int) and ours[0] > module.LARGEST), changed
