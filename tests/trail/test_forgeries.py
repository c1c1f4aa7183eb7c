"""Forgeries by somebody who knows the formats well: keys, signatures, ZIPs and packs made to deceive."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules import notes
from tests.trail import made
from tests.trail.mutating import ORDER

SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    # The same points in spellings that are not canonical.
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]
# RFC 8032, section 7.1: secret key, message.
RFC8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
]
PUBLIC = [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
]
SIGNATURES = [
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
]


@pytest.mark.parametrize("at", range(3))
def test_the_examples_of_rfc_8032_verify(at: int) -> None:
    message = bytes.fromhex(RFC8032[at][1])
    assert made.verifier().ed25519(bytes.fromhex(PUBLIC[at]), message, bytes.fromhex(SIGNATURES[at]))
    assert not made.verifier().ed25519(
        bytes.fromhex(PUBLIC[at]), message + b"x", bytes.fromhex(SIGNATURES[at])
    )


@pytest.mark.parametrize("public", SMALL)
def test_keys_of_small_order_sign_nothing_and_are_no_keys(public: str) -> None:
    key = bytes.fromhex(public)
    for r in SMALL:
        for s in (bytes(32), b"\1" + bytes(31)):
            assert not any(made.verifier().ed25519(key, bytes([n]), bytes.fromhex(r) + s) for n in range(8))
    text = notes.Verifier("evil", notes.LOG, key).text
    with pytest.raises(made.verifier().Bad):
        made.verifier().read_key(text)


@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=200),
    at=st.integers(0, 63),
    bit=st.integers(0, 7),
)
@settings(deadline=None)
def test_signatures_are_judged_as_the_library_judges_them(
    seed: bytes, message: bytes, at: int, bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert made.verifier().ed25519(public, message, signature)
    changed = signature[:at] + bytes([signature[at] ^ 1 << bit]) + signature[at + 1 :]
    larger = int.from_bytes(signature[32:], "little") + ORDER
    for wrong in (changed, signature[:32] + larger.to_bytes(32, "little"), signature[:63], signature + b"\0"):
        with pytest.raises(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(public).verify(wrong, message)
        assert not made.verifier().ed25519(public, message, wrong)


def test_a_signature_of_the_log_is_no_cosignature_and_the_other_way_round(tmp_path: Path) -> None:
    """The same private key in both roles, 0x01 and 0x04, never stands for the other."""
    log = made.log_of(5)
    text = notes.note_from(log.checkpoint()).text
    as_witness = notes.Signer(made.LOG.name, notes.COSIGNATURE, made.LOG.seed)
    cosignature = notes.cosigned(text, as_witness, at=1)
    log_id = made.LOG.verifier.id
    forged = notes.Signature(made.LOG.name, log_id, cosignature.content).line
    path = tmp_path / "checkpoint"
    key = made.LOG.verifier.text
    for line in (
        forged,
        cosignature.line,
        notes.Signature(made.LOG.name, log_id, cosignature.content[8:]).line,
    ):
        path.write_text(text + "\n" + line, encoding="utf-8")
        assert made.judged(path, keys=(key,))[0] == 1
    policy = tmp_path / "policy"
    policy.write_text(f"log {key}\nwitness w {key}\nquorum w\n", encoding="utf-8")
    assert made.judged(path, policy=str(policy)) == (2, {"policy"})


def test_the_same_witness_twice_counts_once(tmp_path: Path) -> None:
    log = made.log_of(5)
    text = log.checkpoint(witnesses=1)
    again = notes.cosigned(notes.note_from(text).text, made.WITNESSES[0], at=1_795_000_100).line
    path, policy = tmp_path / "checkpoint", tmp_path / "policy"
    path.write_text(text + again, encoding="utf-8")
    policy.write_text(log.policy(), encoding="utf-8")
    assert made.judged(path, policy=str(policy)) == (1, {"quorum"})


WITNESSED = "log {log}\nwitness w {w}\n"
BROKEN_POLICIES = [
    "log {log}\n",
    "quorum none\nquorum none\nlog {log}\n",
    "log {log}\nquorum w\n",
    "log {log}\nlog {log}\nquorum none\n",
    "log {log}\nwitness none {w}\nquorum none\n",
    WITNESSED + "witness v {w}\nquorum w\n",
    WITNESSED + "group g 2 w\nquorum g\n",
    WITNESSED + "group g 0 w\nquorum g\n",
    WITNESSED + "group g any w w\nquorum g\n",
    WITNESSED + "group g any w\ngroup h any w\nquorum g\n",
    WITNESSED + "group g any none\nquorum g\n",
    "log {log}\ngroup g any g\nquorum g\n",
    "log {log}\nquorum none\x0b\n",
    "log {w}\nquorum none\n",
    "log {log} a b\nquorum none\n",
    "trust everybody\n",
]


@pytest.mark.parametrize("text", BROKEN_POLICIES)
def test_a_policy_that_breaks_the_rules_is_no_policy(text: str) -> None:
    filled = text.format(log=made.LOG.verifier.text, w=made.WITNESSES[0].verifier.text)
    with pytest.raises(made.verifier().Bad):
        made.verifier().read_policy(filled.encode())


def test_groups_of_groups_are_counted_as_the_policy_says() -> None:
    a, b, c = (one.verifier.text for one in made.WITNESSES)
    text = (
        f"# ours\n\n log\t{made.LOG.verifier.text}  https://log.example\nwitness a {a}\nwitness b {b}\nwitness c {c}\n"
        "group ab any a b\ngroup all-of all ab c\nquorum all-of\n"
    )
    policy = made.verifier().read_policy(text.encode())
    keys = {name: policy.witnesses[name] for name in "abc"}
    met = [
        names
        for names in ("", "a", "c", "ab", "ac", "bc", "abc")
        if policy.met(policy.quorum, {keys[n] for n in names})
    ]
    assert met == ["ac", "bc", "abc"]


def test_a_pack_rebuilt_with_a_stolen_log_key_falls_by_the_witnesses(tmp_path: Path) -> None:
    """Who holds the log's key but no witness's: the policy from outside asks for two of three."""
    log = made.log_of(30)
    policy = tmp_path / "policy"
    policy.write_text(log.policy(), encoding="utf-8")
    log.leaves[7] = log.leaves[7].replace('"person":"7"', '"person":"8"')
    members = log.pack([7])
    members["checkpoint"] = log.checkpoint(witnesses=0).encode()
    folder = made.laid(tmp_path / "pack", members)
    assert made.judged(folder, policy=str(policy)) == (1, {"quorum"})


def test_a_policy_in_the_pack_that_asks_for_nobody_does_not_help_against_one_from_outside(
    tmp_path: Path,
) -> None:
    log = made.log_of(30)
    policy = tmp_path / "policy"
    policy.write_text(log.policy(), encoding="utf-8")
    members = log.pack([7], policy=f"log {made.LOG.verifier.text}\nquorum none\n".encode())
    assert made.judged(made.laid(tmp_path / "a", members))[0] == 0
    members["checkpoint"] = log.checkpoint(witnesses=1).encode()
    assert made.judged(made.laid(tmp_path / "b", members), policy=str(policy)) == (1, {"quorum"})


def test_a_pack_around_a_fork_is_found_by_a_checkpoint_that_somebody_holds(tmp_path: Path) -> None:
    log = made.log_of(30)
    log.pack([7])
    held = tmp_path / "held"
    held.write_text(log.checkpoint(), encoding="utf-8")
    fork = made.log_of(30)
    fork.leaves[7] = fork.leaves[7].replace('"person":"7"', '"person":"8"')
    members = fork.pack([7])
    code, reasons = made.judged(made.laid(tmp_path / "pack", members), held=(str(held),))
    assert code == 1
    assert "rewritten" in reasons


def test_a_value_that_was_not_recorded_is_refused_by_its_commitment(tmp_path: Path) -> None:
    log = made.log_of(30)
    log.beside[7]["payload"] = {**log.beside[7]["payload"], "value": '{"after":"口頭・人まかせ","before":7}'}
    members = log.pack([7])
    assert made.judged(made.laid(tmp_path / "pack", members))[1] >= {"commitment"}


@pytest.mark.parametrize("change", ["sort", "twice", "reserved", "up", "missing", "float", "format"])
def test_a_manifest_that_breaks_the_rules_is_refused_even_when_it_is_sealed(
    tmp_path: Path, change: str
) -> None:
    log = made.log_of(10)
    members = log.pack([3])
    listed = json.loads(members["manifest.json"])
    if change == "sort":
        listed["members"].reverse()
    elif change == "twice":
        listed["members"].insert(0, listed["members"][0])
    elif change == "reserved":
        listed["members"].insert(0, {"name": "checkpoint", "sha256": "0" * 64, "size": 0})
    elif change == "up":
        listed["members"].insert(0, {"name": "../x", "sha256": "0" * 64, "size": 0})
    elif change == "missing":
        listed["members"].pop()
    elif change == "float":
        listed["members"][0]["size"] = float(listed["members"][0]["size"])
    else:
        listed["format"] = "another"
    manifest = made.canonical(listed).encode()
    seal = log.add("trail:pack:sealed", manifest=hashlib.sha256(manifest).hexdigest())
    node = log.node()
    lines = [
        made.canonical(
            {"index": at, "proof": [*map(notes._base64, made.merkle.inclusion(at, log.size, node))]}
        )
        for at in (3, seal)
    ]
    changed = {
        **members, "manifest.json": manifest, "seal.json": log.entry(seal).encode(),
        "checkpoint": log.checkpoint().encode(), "proofs.jsonl": "".join(f"{line}\n" for line in lines).encode(),
    }  # fmt: skip
    assert made.judged(made.laid(tmp_path / "pack", changed))[0] == 1


def _members() -> dict[str, bytes]:
    return made.log_of(10).pack([3])


def _zip_with(name: str, data: bytes = b"x", **info: int) -> bytes:
    out = io.BytesIO(made.zipped(_members()))
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo(name)
        for key, value in info.items():
            setattr(entry, key, value)
        archive.writestr(entry, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "C:/x",
        "a\\b",
        "a//b",
        "./a",
        "a/..",
        "con\x01",
        "entries.jsonl/",
        "Entries.JSONL",
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(_zip_with(name))
    code, reasons = made.judged(path)
    assert code == 1
    assert reasons & {"name", "twice", "special"}


def test_links_in_a_zip_or_a_folder_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(_zip_with("link", b"/etc/passwd", external_attr=0o120777 << 16, create_system=3))
    assert made.judged(path) == (1, {"special"})
    folder = made.laid(tmp_path / "pack", _members())
    (folder / "entries.jsonl").rename(tmp_path / "elsewhere")
    (folder / "entries.jsonl").symlink_to(tmp_path / "elsewhere")
    assert made.judged(folder)[0] == 1


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(_zip_with("entries.jsonl"))
    assert made.judged(path) == (1, {"twice"})


def test_bytes_hidden_before_between_or_after_the_members_are_refused(tmp_path: Path) -> None:
    archive = made.zipped(_members())
    start = struct.unpack("<I", archive[-6:-2])[0]
    end = archive[:-6] + struct.pack("<I", start + 4) + archive[-2:]
    for data in (b"MZ\0\0" + archive, archive + b"\0", archive[:start] + b"hide" + end[start:]):
        path = tmp_path / "pack.zip"
        path.write_bytes(data)
        assert made.judged(path)[0] in {1, 2}


def test_sizes_that_lie_are_refused_without_unpacking_it_all(tmp_path: Path) -> None:
    archive = bytearray(made.zipped(_members()))
    at = archive.index(b"PK\1\2")
    for offset, value in ((24, 3), (24, 0xFFFFFFFE), (20, 3), (16, 1)):
        changed = bytearray(archive)
        changed[at + offset : at + offset + 4] = struct.pack("<I", value)
        path = tmp_path / "pack.zip"
        path.write_bytes(bytes(changed))
        assert made.judged(path)[0] == 1


@pytest.mark.parametrize(("sign", "place"), [(b"PK\1\2", 6), (b"PK\3\4", 4)])
def test_a_pack_that_other_programs_could_not_open_is_refused(
    tmp_path: Path, sign: bytes, place: int
) -> None:
    archive = bytearray(made.zipped(_members()))
    at = archive.index(sign) + place
    archive[at : at + 2] = struct.pack("<H", 70)
    path = tmp_path / "pack.zip"
    path.write_bytes(bytes(archive))
    assert made.judged(path) == (1, {"zip"})


def test_a_bomb_is_given_up_without_filling_the_memory(tmp_path: Path) -> None:
    import tracemalloc

    bomb = bytes(300 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**_members(), "proofs.jsonl": bomb}.items():
            archive.writestr(name, data)
    del bomb
    path = tmp_path / "pack.zip"
    path.write_bytes(out.getvalue())
    tracemalloc.start()
    code, _ = made.judged(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == 1
    assert peak < 64 << 20


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"index":' + "9" * 100_000, '{"index":1e5}', '{"index":"\\ud800"}', "\ufeff{}"]
)
def test_hostile_json_is_refused_calmly(tmp_path: Path, text: str) -> None:
    members = {**_members(), "seal.json": text.encode()}
    assert made.judged(made.laid(tmp_path / "pack", members))[0] == 1
    (tmp_path / "one.entry.json").write_text(text, encoding="utf-8")
    assert made.judged(tmp_path / "one.entry.json")[0] in {1, 2}


def test_a_file_that_cannot_be_opened_cannot_be_told(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(b"PK\3\4" + base64.b64decode("AAAA"))
    assert made.judged(path)[0] in {1, 2}
    path.write_bytes(b"")
    assert made.judged(path) == (2, {"unknown"})


def test_the_entry_that_lies_beside_its_proof_comes_along(tmp_path):
    for name in ("a.tlog-proof", "a.entry.json", "b.tlog-proof"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    proofs = [str(tmp_path / "a.tlog-proof"), str(tmp_path / "b.tlog-proof")]
    assert made.verifier().with_entries(proofs) == [*proofs, str(tmp_path / "a.entry.json")]
