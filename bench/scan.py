"""How quickly, and how surely, secrets are found in a folder of 2,000 invented Japanese office files.

Files per CPU-second, children included, of: the floor (read + SHA-256), reading alone, and reading with all matchers
(marks, 306 terms, 1,000 part numbers, fingerprints of 200 secrets). Then: every hidden word found or not, how many of
200 pasted passages of each length are found, false alarms on clean files, and an unchanged folder seen again.
"""

from __future__ import annotations

import hashlib
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import corpus
from bench.measure import arguments, tell
from kuramori.outside.seen_files import SeenFiles
from kuramori.press.scan.plan import Plan, Reading
from kuramori.press.scan.readers import Asked, Readers
from kuramori.rules import wording
from kuramori.work.ledger.scanning import sweep
from kuramori.work.ledger.scanning.known import Known, built_in_marks

SECRETS, PROBES = 200, 200
LENGTHS = (60, 120, 250)
KEY = bytes(range(32))


def main() -> None:
    args = arguments("looking for secrets in office files", share=100, rounds=3, clean=1000, unchanged=20_000)
    with tempfile.TemporaryDirectory(prefix="kuramori-bench-") as place:
        tell(_figures(Path(place), args), as_json=args.json)


def _figures(place: Path, args: object) -> dict[str, object]:
    share, rounds = getattr(args, "share"), getattr(args, "rounds")  # noqa: B009
    counts = {kind: max(1, count * share // 100) for kind, count in corpus.WHOLE.items()}
    made = list(corpus.make(place / "corpus", counts))
    files = [Asked(str(one.path), one.path.stat().st_size) for one in made]
    plan, secrets = _plan()
    speed = {
        "floor_read_and_sha256": _best(lambda: _floor(files), len(files), rounds),
        "read": _best(lambda: _through(Plan(), files), len(files), rounds),
        "all_matchers": _best(lambda: _through(plan, files), len(files), rounds),
    }
    by_kind = {
        kind: _best(
            lambda kind=kind: _through(Plan(), [one for one in files if f"/{kind}/" in one.path]),  # type: ignore[misc]
            counts[kind],
            1,
        )
        for kind in counts
    }
    return {
        "files": len(files),
        "mb": round(sum(one.size for one in files) / 1e6, 1),
        "files_per_cpu_second": speed,
        "read_per_cpu_second_by_kind": by_kind,
        "needles": {"hidden": len(made), "found": _needles_found(plan, files, made)},
        "recall_of_pasted_passages": _recall(plan, secrets),
        "false_alarms_per_1000_clean": _false_alarms(plan, place / "clean", getattr(args, "clean")),  # noqa: B009
        "unchanged_files_per_second": _unchanged(place / "many", getattr(args, "unchanged")),  # noqa: B009
    }


def _plan() -> tuple[Plan, list[str]]:
    secrets = [corpus.prose(random.Random(f"secret/{at}"), 1500) for at in range(SECRETS)]
    with Readers(Plan(key=KEY, gathers=True)) as readers:
        prints = {at: readers.read_bytes(text.encode(), "a.txt").prints for at, text in enumerate(secrets)}
    marks = [wording.compared(word) for mark in built_in_marks() for word in mark.words]
    numbers = [wording.number_hash(KEY, wording.number(f"KM-{at:04d}/A")) for at in range(1000)]
    return Plan(words=[*marks, *_terms()], numbers=numbers, prints=prints, key=KEY), secrets


def _terms() -> list[str]:
    return [wording.compared(term) for term in corpus.terms()]


def _floor(files: list[Asked]) -> None:
    for one in files:
        hashlib.sha256(Path(one.path).read_bytes()).digest()


def _through(plan: Plan, files: list[Asked]) -> dict[str, Reading]:
    with Readers(plan) as readers:
        return {one.path: reading for one, reading in readers.read(files)}


def _needles_found(plan: Plan, files: list[Asked], made: list[corpus.Made]) -> int:
    found = _through(plan, files)
    return sum(
        wording.compared(one.needle) in {plan.words[hit.word] for hit in found[str(one.path)].words}
        for one in made
    )


def _recall(plan: Plan, secrets: list[str]) -> dict[str, float]:
    told = {}
    with Readers(plan) as readers:
        for length in LENGTHS:
            hits = 0
            for at in range(PROBES):
                chance = random.Random(f"probe/{length}/{at}")
                number = chance.randrange(SECRETS)
                begin = chance.randrange(len(secrets[number]) - length)
                pasted = secrets[number][begin : begin + length]
                text = corpus.prose(chance, 400) + pasted + corpus.prose(chance, 400)
                reading = readers.read_bytes(corpus.docx(text.split("\n")), "a.docx")
                hits += number in {hit.asset for hit in reading.excerpts}
            told[f"{length}_characters"] = round(hits / PROBES, 4)
    return told


def _false_alarms(plan: Plan, place: Path, count: int) -> float:
    counts = {"docx": count // 2, "xlsx": count // 4, "txt": count - count // 2 - count // 4}
    made = corpus.make(place, counts, seed=77, needles=False)
    found = _through(plan, [Asked(str(one.path), one.path.stat().st_size) for one in made])
    return round(1000 * sum(bool(reading.excerpts) for reading in found.values()) / max(1, count), 2)


def _unchanged(place: Path, count: int) -> int:
    """A second run over small clean files, walk and all, in files a second of the clock."""
    known = Known(built_in_marks())
    for at in range(count):
        path = place / f"{at // 500:03d}" / f"{at:06d}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    state = place.parent / "state.db"
    with SeenFiles(state, known.digest()) as seen:
        for file in sweep.begin(str(place)).walked.files:
            seen.note_clean(file.path, file.size, file.changed_ns)
    began = time.perf_counter()
    with SeenFiles(state, known.digest()) as seen:
        begun = sweep.begin(str(place), lambda f: seen.is_unchanged(f.path, f.size, f.changed_ns))
    taken = time.perf_counter() - began
    assert not begun.to_read
    return round(count / taken)


def _best(work: Callable[[], object], count: int, rounds: int) -> int:
    taken = []
    for _ in range(rounds):
        with _cpu() as used:
            work()
        taken.append(used[0])
    return round(count / min(taken))


@contextmanager
def _cpu() -> Iterator[list[float]]:
    """CPU seconds of this process and of the children that ended meanwhile, starting them included."""
    used = [0.0]
    before = _used()
    yield used
    used[0] = _used() - before


def _used() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
