"""The readers are killed where they must be, each file is told about once, and the run goes on."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import pytest

from bench import corpus, malformed
from kuramori.press.scan import trouble
from kuramori.press.scan.plan import Plan, Reading
from kuramori.press.scan.readers import Asked, Readers

COUNT = 10_000 if os.environ.get("KURAMORI_LONG") == "1" else 300
MOST_SECONDS, MOST_BYTES = 10.0, 512 * 1024 * 1024
LOOKED_FOR = Plan(words=("社外秘", "confidential"), prints={1: (1, 2)}, numbers=(bytes(8),), key=bytes(32))


def asked(path: Path) -> Asked:
    return Asked(str(path), path.stat().st_size)


def readings(plan: Plan, paths: list[Path], **how: float) -> dict[str, Reading]:
    with Readers(plan, **how) as readers:  # type: ignore[arg-type]
        return {Path(one.path).name: reading for one, reading in readers.read(map(asked, paths))}


def test_words_are_found_in_every_kind_of_file_and_every_place(tmp_path: Path) -> None:
    counts = {"docx": 16, "xlsx": 12, "pptx": 12, "pdf": 3, "txt": 24}
    made = list(corpus.make(tmp_path, counts, seed=7))
    words = [word.lower() for word in corpus.terms()]
    found = readings(Plan(words=words), [one.path for one in made], workers=2)
    missed = [
        (one.path.suffix, one.where)
        for one in made
        if words.index(one.needle) not in {hit.word for hit in found[one.path.name].words}
    ]
    assert missed == []


def test_damaged_files_cost_themselves_and_nothing_else(tmp_path: Path) -> None:
    paths = []
    for name, content in malformed.mutants(COUNT):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    began = time.monotonic()
    with Readers(LOOKED_FOR, workers=2) as readers:
        found = [reading for _asked, reading in readers.read(map(asked, paths))]
        peaks = [_peak(reader.process.pid) for reader in readers._idle]
    assert len(found) == COUNT
    assert {reading.trouble for reading in found} <= {
        "",
        trouble.BROKEN,
        trouble.ENCRYPTED,
        trouble.BOMB,
        trouble.MANY,
    }
    assert readers.killed == 0
    assert max(peaks) < MOST_BYTES
    assert time.monotonic() - began < MOST_SECONDS * COUNT / 10


def test_files_made_to_harm_end_within_time_and_memory(tmp_path: Path) -> None:
    paths = []
    for name, content in malformed.bombs().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    with Readers(LOOKED_FOR) as readers:
        last, slowest, found = time.monotonic(), 0.0, {}
        for one, reading in readers.read(map(asked, paths)):
            slowest, last = max(slowest, time.monotonic() - last), time.monotonic()
            found[Path(one.path).name] = reading.trouble
        assert all(_peak(reader.process.pid) < MOST_BYTES for reader in readers._idle)
    assert slowest < MOST_SECONDS
    assert len(found) == len(paths)
    assert trouble.SLOW not in found.values()
    assert trouble.DIED not in found.values()


def test_a_reader_that_hangs_is_killed_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "slow.txt").write_text("あ" * 8_000_000, encoding="utf-8")
    (tmp_path / "good.txt").write_text("社外秘", encoding="utf-8")
    paths = [Asked(str(tmp_path / "slow.txt"), 0), Asked(str(tmp_path / "good.txt"), 0)]
    with Readers(LOOKED_FOR, seconds=0.02) as readers:
        # Warm, so that the time to start does not count for it.
        assert readers.read_bytes("社外秘".encode(), "warm.txt").words
        found = {Path(one.path).name: reading for one, reading in readers.read(paths)}
    assert found["slow.txt"].trouble == trouble.SLOW
    assert found["good.txt"].words
    assert readers.killed == 1


def test_what_dies_over_a_file_is_replaced(tmp_path: Path) -> None:
    paths = []
    for name in ("a.txt", "b.txt", "c.txt"):
        paths.append(tmp_path / name)
        paths[-1].write_text("社外秘", encoding="utf-8")
    with Readers(LOOKED_FOR) as readers:
        readers.read_bytes(b"warm", "warm.txt")
        os.kill(readers._idle[0].process.pid, 9)
        readers._idle[0].process.wait()
        found = [reading for _asked, reading in readers.read(map(asked, paths))]
    assert [bool(reading.words) for reading in found].count(True) == 3


def test_the_memory_of_a_reader_is_limited(tmp_path: Path) -> None:
    with Readers(LOOKED_FOR) as readers:
        readers.read_bytes(b"warm", "warm.txt")
        limit = resource.prlimit(readers._idle[0].process.pid, resource.RLIMIT_AS)
    assert 0 < limit[0] < 1_500_000_000


def test_a_pipe_a_link_and_a_missing_file_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "target.txt").write_text("社外秘", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.txt")
    paths = [Asked(str(tmp_path / name), 0) for name in ("pipe.txt", "link.txt", "gone.txt")]
    with Readers(LOOKED_FOR) as readers:
        found = {Path(one.path).name: reading.trouble for one, reading in readers.read(paths)}
    assert found == {
        "pipe.txt": trouble.NOT_A_FILE,
        "link.txt": trouble.UNREADABLE,
        "gone.txt": trouble.UNREADABLE,
    }


def test_a_name_in_broken_encoding_is_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\x8e\xd0\x8aO\x94\xe9.txt"  # Shift_JIS
    Path(os.fsdecode(path)).write_bytes("社外秘".encode("cp932"))
    with Readers(LOOKED_FOR) as readers:
        found = [reading for _asked, reading in readers.read([Asked(os.fsdecode(path), 6)])]
    assert found[0].words


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("社外秘", True),
        ("【社外秘】第二工場の焼入温度と冷却時間について", True),
        ("これらの図面は社外秘として扱うことを全員に伝える。", False),
    ],
)
def test_a_mark_by_itself_is_told_from_a_sentence(text: str, alone: bool) -> None:
    with Readers(LOOKED_FOR) as readers:
        hits = readers.read_bytes(text.encode(), "a.txt").words
    assert [hit.alone for hit in hits] == [alone]


def test_confidentiality_is_not_confidential() -> None:
    with Readers(LOOKED_FOR) as readers:
        assert readers.read_bytes(b"A confidentiality agreement", "a.txt").words == ()
        assert readers.read_bytes(b"C O N F I D E N T I A L", "a.txt").words


def _peak(process_id: int) -> int:
    for line in Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")
