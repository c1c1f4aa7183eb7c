"""How quickly files are sealed and opened, against the floor of writing, hashing and reading them in clear.

Each figure is the best of several rounds, in MB of plain bytes a second. The floor writes, hashes and syncs the same
bytes to the same folder. `peak_mb` is how far the memory of the process rose while a file was written and read.
"""

from __future__ import annotations

import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import arguments, tell
from kuramori.outside.store import FileStore

MB = 1_000_000
PIECE = os.urandom(64 * 1024)


def main() -> None:
    args = arguments("files sealed at rest against a plain copy", mb=20, large_mb=512, rounds=5)
    with tempfile.TemporaryDirectory(prefix="kuramori-bench-") as place:
        figures = {
            f"{size}_mb": _measure(Path(place), size * MB, rounds)
            for size, rounds in ((args.mb, args.rounds), (args.large_mb, 1))
        }
    tell(figures, as_json=args.json)


def _measure(place: Path, size: int, rounds: int) -> dict[str, float]:
    store = FileStore(place / "sealed", lambda owner: hashlib.sha256(owner.encode()).digest())
    plain = place / "plain"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sha256 = store.put("bench", _pieces(size), limit=size).sha256

    def read() -> None:
        with store.open("bench", sha256) as content:
            while content.read(len(PIECE)):
                pass

    figures = {
        "write_plain": _best(lambda: _write_plain(plain, size), size, rounds),
        "write_sealed": _best(lambda: store.put("bench", _pieces(size), limit=size), size, rounds),
        "read_plain": _best(lambda: _read_plain(plain), size, rounds),
        "read_sealed": _best(read, size, rounds),
        "look_through_ms": round(
            size / MB / _best(lambda: store.check("bench", sha256), size, rounds) * 1000, 1
        ),
        "peak_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }
    figures["write_share"] = round(figures["write_sealed"] / figures["write_plain"], 2)
    figures["read_share"] = round(figures["read_sealed"] / figures["read_plain"], 2)
    return figures


def _pieces(size: int) -> Iterator[bytes]:
    for start in range(0, size, len(PIECE)):
        yield PIECE[: size - start]


def _write_plain(path: Path, size: int) -> None:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in _pieces(size):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _read_plain(path: Path) -> None:
    with path.open("rb") as file:
        while file.read(len(PIECE)):
            pass


def _best(work: Callable[[], object], size: int, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return round(size / MB / min(taken))


if __name__ == "__main__":
    main()
