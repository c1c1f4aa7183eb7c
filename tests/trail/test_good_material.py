"""What is genuine passes, and the verifier says how far its word reaches."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.trail import made


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(made.VERIFY_PY), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def log() -> made.MadeLog:
    return made.log_of(40)


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_pack_fits_together_and_tells_what_to_compare_by_another_way(
    tmp_path: Path, log: made.MadeLog, kind: int
) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(made.zipped(log.pack([3, 5, 17]), kind))
    done = run(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "○ 合っています" in done.stdout
    assert made.verifier().read_key(log.signer.verifier.text).fingerprint in done.stdout
    assert "別の方法" in done.stdout


def test_a_pack_unpacked_into_a_folder_is_judged_alike(tmp_path: Path, log: made.MadeLog) -> None:
    folder = made.laid(tmp_path / "pack", log.pack([3, 5, 17], **{"documents/a.txt": b"hello"}))
    assert made.judged(folder)[0] == 0


def test_a_pack_checked_with_a_key_from_outside_needs_no_comparing(tmp_path: Path, log: made.MadeLog) -> None:
    folder = made.laid(tmp_path / "pack", log.pack([3, 5]))
    code, reasons = made.judged(folder, keys=(log.signer.verifier.text,))
    assert code == 0
    assert "own_policy" not in reasons


def test_a_pack_of_another_key_than_the_one_given_is_refused(tmp_path: Path, log: made.MadeLog) -> None:
    folder = made.laid(tmp_path / "pack", log.pack([3, 5]))
    code, reasons = made.judged(folder, keys=(made.THIEF.verifier.text,))
    assert code == 1
    assert {"unsigned", "other_key"} <= reasons


def test_a_pack_without_any_entry_is_whole(tmp_path: Path, log: made.MadeLog) -> None:
    assert made.judged(made.laid(tmp_path / "pack", log.pack([])))[0] == 0


def test_an_erased_field_leaves_the_pack_whole_and_is_told(tmp_path: Path, log: made.MadeLog) -> None:
    log.beside[5]["personal"]["who"] = None
    code, reasons = made.judged(made.laid(tmp_path / "pack", log.pack([3, 5])))
    assert code == 0
    assert "hidden" in reasons


def test_a_proof_with_its_entry_and_key_is_good_and_without_the_key_nobody_can_tell(
    tmp_path: Path, log: made.MadeLog
) -> None:
    proof, entry = tmp_path / "one.tlog-proof", tmp_path / "one.entry.json"
    proof.write_text(log.proof(12), encoding="utf-8")
    entry.write_text(log.entry(12), encoding="utf-8")
    policy = tmp_path / "policy"
    policy.write_text(log.policy(), encoding="utf-8")
    assert made.judged(proof, entry, keys=(log.signer.verifier.text,))[0] == 0
    assert made.judged(proof, entry, policy=str(policy))[0] == 0
    assert made.judged(proof, entry) == (2, {"no_key", "nothing_outside"})
    assert made.judged(proof, keys=(log.signer.verifier.text,)) == (2, {"no_entry"})
    assert made.judged(entry) == (2, {"no_proof"})


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 700])
def test_a_whole_log_is_recomputed_and_its_past_sizes_with_it(tmp_path: Path, size: int) -> None:
    log = made.log_of(size)
    folder = made.laid(tmp_path / "log", log.tiles())
    held = []
    for at in {0, 1, 255, 256, 257, 300, 512, size - 1, size} & set(range(size + 1)):
        held.append(str(tmp_path / f"held-{at}"))
        Path(held[-1]).write_text(log.checkpoint(at), encoding="utf-8")
    code, reasons = made.judged(folder, keys=(log.signer.verifier.text,), held=tuple(held))
    assert (code, reasons) == (0, {"held_ok"})
    assert made.judged(folder) == (2, {"no_key", "nothing_outside"})


def test_deep_trees_fold_right(tmp_path: Path) -> None:
    log = made.MadeLog(leaves=[f"{number}" for number in range(65_536 + 300)])
    folder = made.laid(tmp_path / "log", log.tiles())
    held = tmp_path / "held"
    node = log.node()
    for size in (65_535, 65_536, 65_537, 65_792, 65_793, 40_000):
        text = made.notes.Checkpoint(log.signer.name, size, made.merkle.root(size, node)).text
        held.write_text(text, encoding="utf-8")  # three lines on paper are enough
        code, reasons = made.judged(folder, keys=(log.signer.verifier.text,), held=(str(held),))
        assert code == 0, size
        assert {"held_ok", "not_covered"} == reasons


def test_a_pack_says_how_far_a_held_checkpoint_reaches(tmp_path: Path, log: made.MadeLog) -> None:
    held = tmp_path / "held"
    held.write_text(log.checkpoint(), encoding="utf-8")
    folder = made.laid(tmp_path / "pack", log.pack([3, 5]))
    code, reasons = made.judged(folder, held=(str(held),))
    assert code == 0
    assert {"held_ok", "not_covered"} <= reasons


def test_a_held_checkpoint_that_no_proof_reaches_leaves_the_question_open(
    tmp_path: Path, log: made.MadeLog
) -> None:
    held, link = tmp_path / "held", tmp_path / "link"
    held.write_text(log.checkpoint(21), encoding="utf-8")
    folder = made.laid(tmp_path / "pack", log.pack([3, 5]))
    code, reasons = made.judged(folder, held=(str(held),))
    assert code == 2
    assert "held_no_path" in reasons
    link.write_text(log.link(21), encoding="utf-8")
    code, reasons = made.judged(folder, link, held=(str(held),))
    assert code == 0
    assert {"held_ok", "linked"} <= reasons


def test_two_checkpoints_fit_with_their_consistency_proof(tmp_path: Path, log: made.MadeLog) -> None:
    old, new, link = tmp_path / "old", tmp_path / "new", tmp_path / "link"
    old.write_text(log.checkpoint(13), encoding="utf-8")
    new.write_text(log.checkpoint(), encoding="utf-8")
    link.write_text(log.link(13), encoding="utf-8")
    keys = (log.signer.verifier.text,)
    assert made.judged(old, new, link, keys=keys)[0] == 0
    assert "no_link" in made.judged(old, new, keys=keys)[1]
    log.leaves[2] = log.leaves[3]
    link.write_text(log.link(13), encoding="utf-8")
    code, reasons = made.judged(old, link, keys=keys)
    assert code == 1
    assert "inconsistent" in reasons


def test_json_and_english_say_the_same(tmp_path: Path, log: made.MadeLog) -> None:
    folder = made.laid(tmp_path / "pack", log.pack([3]))
    (folder / "extra.txt").write_text("x", encoding="utf-8")
    done = run(folder, "--json", "--lang", "en")
    told = json.loads(done.stdout)
    assert (done.returncode, told["exit"], told["verdict"]) == (1, 1, "bad")
    assert [
        (one["place"], one["reason"]) for one in told["checked"][0]["findings"] if one["kind"] == "bad"
    ] == [("extra.txt", "extra")]
    assert run(folder, "--lang", "en").stdout.startswith("BAD")


@pytest.mark.parametrize("words", [[], ["--nonsense"], ["x", "--lang", "fr"]])
def test_a_wrong_command_line_is_64(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 64
    assert "Traceback" not in done.stderr


def test_what_is_not_recognised_cannot_be_told(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("拝啓", encoding="utf-8")
    assert made.judged(path) == (2, {"unknown"})
    assert made.judged(tmp_path / "none") == (2, {"unreadable"})
    assert made.judged(tmp_path) == (2, {"unknown"})


def test_newer_formats_are_told_apart_from_wrong_ones(tmp_path: Path, log: made.MadeLog) -> None:
    members = log.pack([3])
    manifest = members["manifest.json"].replace(b"pack@v1", b"pack@v2")
    folder = made.laid(tmp_path / "pack", {**members, "manifest.json": manifest})
    assert made.judged(folder) == (2, {"newer"})


def test_every_word_is_there_in_both_languages_with_the_same_gaps() -> None:
    import string

    for code, (ja, en) in made.verifier().WORDS.items():
        gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (ja, en)]
        assert gaps[0] == gaps[1], code
