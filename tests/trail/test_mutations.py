"""No changed proof, checkpoint, entry or pack is ever called good.

What “good” may mean after a change is written here apart from the verifier: everything that the changed material
says (which leaf at which index, which values, which checkpoint, which files) was said by the genuine one as well.
Left out may be: a cosignature that the policy does not need, a value that the reader is not shown, and what a ZIP
says about itself. 2,000 changes in a usual run, 100,000 with KURAMORI_LONG=1.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kuramori.rules import notes
from tests.trail import made, mutating

RUNS = 100_000 if os.environ.get("KURAMORI_LONG") == "1" else 2_000
Says = Callable[[bytes], set[Any]]


def said_by_entry(data: bytes) -> set[Any]:
    told = json.loads(data)
    shown = {
        ("payload", json.dumps(told["payload"])),
        *((k, json.dumps(v)) for k, v in told["personal"].items()),
    }
    return {("leaf", told["index"], told["leaf"])} | {
        (told["index"], name, value) for name, value in shown if value != "null"
    }


def said_by_note(text: str) -> set[Any]:
    note = notes.note_from(text)
    notes.check_signed(note, made.LOG.verifier)
    return {("checkpoint", note.text)}


def said_by_proof(data: bytes) -> set[Any]:
    proof = notes.proof_from(data.decode())
    return {(proof.index, *said_by_note(proof.note))}


def said_by_members(members: dict[str, bytes]) -> set[Any]:
    told = said_by_note(members["checkpoint"].decode()) | said_by_entry(members["seal.json"])
    loose = {"checkpoint", "seal.json"}
    return told | {(name, data) for name, data in members.items() if name not in loose}


def said_by_zip(data: bytes) -> set[Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return said_by_members({name: archive.read(name) for name in archive.namelist()})


class Trial:
    """Change, ask, and compare what was accepted with what the genuine material says."""

    def __init__(self, folder: Path, log: made.MadeLog) -> None:
        self.folder, self.codes, self.wrong = folder, Counter[int](), list[str]()
        (folder / "policy").write_text(log.policy(), encoding="utf-8")
        self.policy = str(folder / "policy")

    def ask(self, names: dict[str, bytes], says: Says, changed: str, *genuine: set[Any]) -> None:
        """`genuine`: what each of the genuine things says that the changed one may be made of."""
        for name, data in names.items():
            (self.folder / name).write_bytes(data)
        code, reasons = made.judged(*(self.folder / name for name in names), policy=self.policy)
        self.codes[code] += 1
        if "internal" in reasons:
            self.wrong.append("uncaught")
        if code == 0 and not any(says(names[changed]) <= one for one in genuine):
            self.wrong.append(repr(names[changed][:2000]))


@pytest.fixture(scope="module")
def log() -> made.MadeLog:
    return made.log_of(200)


def test_no_changed_proof_or_checkpoint_or_entry_is_accepted(
    tmp_path: Path, log: made.MadeLog, record_property: Callable[[str, object], None]
) -> None:
    chance, trial = random.Random(1), Trial(tmp_path, log)
    other = made.log_of(150)
    proofs = {index: log.proof(index).encode() for index in (0, 77, 199)}
    foreign = {index: other.proof(index).encode() for index in (3, 77, 149)}
    signed = [(one.size, said_by_note(one.checkpoint())) for one in (log, other)]
    for _ in range(RUNS * 6 // 10):
        index = chance.choice([0, 77, 199])
        pair = {"a.tlog-proof": proofs[index], "a.entry.json": log.entry(index).encode()}
        if chance.random() < 0.7:
            spare = chance.choice([*proofs.values(), *foreign.values()])
            # Two logs that begin alike: pieces of both may make the proof of a third truth.
            genuine = {(n, *note) for size, note in signed for n in range(size)}
            pair["a.tlog-proof"] = mutating.changed(pair["a.tlog-proof"], spare, chance)
            trial.ask(pair, said_by_proof, "a.tlog-proof", genuine)
        else:
            genuine = said_by_entry(pair["a.entry.json"])
            spare = log.entry(chance.randrange(200)).encode()
            pair["a.entry.json"] = mutating.changed(pair["a.entry.json"], spare, chance)
            trial.ask(pair, said_by_entry, "a.entry.json", genuine)
    for _ in range(RUNS // 10):
        newest, earlier = log.checkpoint(), log.checkpoint(chance.randrange(1, 200))
        changed = mutating.changed(newest.encode(), earlier.encode(), chance)
        # The earlier note is genuine as well: only one put together of both may not pass.
        both = said_by_note(newest) | said_by_note(earlier)
        trial.ask({"checkpoint": changed}, lambda data: said_by_note(data.decode()), "checkpoint", both)
    record_property("changed proofs, entries and checkpoints", sum(trial.codes.values()))
    record_property("accepted, saying no more than the genuine", trial.codes[0])
    assert trial.wrong == []
    assert trial.codes[1] > 0.5 * sum(trial.codes.values())


def test_no_changed_pack_is_accepted(
    tmp_path: Path, log: made.MadeLog, record_property: Callable[[str, object], None]
) -> None:
    chance, trial = random.Random(2), Trial(tmp_path, log)
    members = log.pack([3, 50, 51, 120], **{"documents/手順.txt": "検証の手順".encode()})
    others = log.pack([4, 50, 130])
    archive, genuine = made.zipped(members), said_by_members(members)
    for _ in range(RUNS * 3 // 10):
        if chance.random() < 0.5:
            name = chance.choice([*members])
            spare = others.get(name, others["entries.jsonl"])
            data = made.zipped({**members, name: mutating.changed(members[name], spare, chance)})
        else:
            data = mutating.changed(archive, made.zipped(others), chance)
        # Replaced by the other pack as a whole, it is genuine; a mixture of both is not.
        trial.ask({"pack.zip": data}, said_by_zip, "pack.zip", genuine, said_by_members(others))
    record_property("changed packs", sum(trial.codes.values()))
    record_property("accepted, saying no more than the genuine", trial.codes[0])
    assert trial.wrong == []
    assert trial.codes[1] > 0.5 * sum(trial.codes.values())


def test_a_changed_byte_of_the_entries_is_exactly_1(tmp_path: Path, log: made.MadeLog) -> None:
    chance = random.Random(3)
    members = log.pack([3, 50])
    path = tmp_path / "pack.zip"
    for _ in range(100):
        data = mutating.changed(members["entries.jsonl"], b"x\n" * 9, chance)
        path.write_bytes(made.zipped({**members, "entries.jsonl": data}))
        assert made.judged(path)[0] == 1


@pytest.mark.parametrize("is_zip", [True, False])
def test_every_member_missing_or_changed_or_added_is_noticed(
    tmp_path: Path, log: made.MadeLog, is_zip: bool
) -> None:
    members = log.pack([3, 50], **{"documents/a.txt": b"a"})

    def judge(name: str, files: dict[str, bytes]) -> int:
        if not is_zip:
            return made.judged(made.laid(tmp_path / name, files))[0]
        (tmp_path / name).write_bytes(made.zipped(files))
        return made.judged(tmp_path / name)[0]

    for at, name in enumerate(members):
        less = {other: data for other, data in members.items() if other != name}
        assert judge(f"less-{at}", less) in {1, 2}, name
        assert judge(f"changed-{at}", {**members, name: members[name] + b"\n\n"}) in {1, 2}, name
    assert judge("more", {**members, "hidden.exe": b"MZ"}) == 1


def test_by_the_command_line_no_changed_material_passes_and_nothing_is_thrown(
    tmp_path: Path, log: made.MadeLog
) -> None:
    chance = random.Random(4)
    (tmp_path / "policy").write_text(log.policy(), encoding="utf-8")
    archive = made.zipped(log.pack([3, 50]))
    for number in range(40 if RUNS > 2_000 else 8):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(
            mutating.truncate(archive, b"", chance) if number % 4 else mutating.flip(archive, b"", chance)
        )
        command = [
            sys.executable,
            "-I",
            "-S",
            str(made.VERIFY_PY),
            str(path),
            "--policy",
            str(tmp_path / "policy"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode in {0, 1, 2}
        assert done.stderr == ""
        assert "Traceback" not in done.stdout
        if done.returncode == 0:
            assert said_by_zip(path.read_bytes()) == said_by_zip(archive)
