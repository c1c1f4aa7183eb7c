"""The trail: entries a second, waiting writers, sizes of proofs, and reading the whole log again.

Floors in the same run: how often the disk can write and sync 4 KiB, and one bare row inserted and committed by Django
(through a cursor, and through the ORM). `DATABASE_URL` measures PostgreSQL instead of SQLite. Each scene runs in a data
folder of its own below `TMPDIR`; put that on the disk that counts.
"""

from __future__ import annotations

import collections
import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench import house
from bench.measure import arguments, spread, tell
from kuramori.ground.jobs.models import Heartbeat
from kuramori.ground.trail import keys, prove, tree
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Anchor, AnchorKind
from kuramori.ground.trail.record import Happened, record, record_all
from kuramori.ground.trail.verifying import verify
from kuramori.outside import clock
from kuramori.rules import merkle, notes, tiles
from kuramori.rules.leaves import Leaf

BARE = "INSERT INTO bench_bare (at, who, what) VALUES (%s, %s, %s)"
TURNS = 8
VERIFIER = Path(__file__).parent.parent / "kuramori/ground/trail/offline/verify.py"


def main() -> None:
    args = arguments("the trail", seconds=4, writers=32, entries=1_000_000, rows=100_000)
    _set_up()
    figures: dict[str, Any] = {"fdatasync_per_second": _disk(house.PLACE, args.seconds)}
    figures |= _one_by_one(args.seconds)
    figures |= _batches(args.seconds)
    figures[f"record_{args.writers}_writers"] = _writers(args.writers, args.seconds, _one_entry)
    figures |= _proofs()
    figures |= _reading(args.rows)
    figures |= _stand_alone(house.PLACE / "tiles", args.entries)
    tell(figures, as_json=args.json)


def _set_up() -> None:
    house.tables()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (at varchar(40), who varchar(40), what varchar(400))")


class Doer:
    organisation_id = uuid.uuid4()
    person_id = uuid.uuid4()
    name = "測定 太郎"
    via = "browser"


def _one_entry() -> None:
    with transaction.atomic():
        record(
            Doer(),
            _event(),
            kind="sheet",
            thing_id=uuid.uuid4(),
            number="07",
            before="1",
            after="2",
            person="見本 花子",
        )


def _event() -> Any:
    return Event("bench:entry:written", "{number}", "{number}")


def _disk(place: Path, seconds: int) -> float:
    block = os.urandom(4096)
    with (place / "synced").open("wb") as file:
        return _rate(lambda: (file.write(block), file.flush(), os.fdatasync(file.fileno())), seconds)


def _rate(work: Callable[[], object], seconds: float) -> float:
    """How often a second `work` runs, one after the other."""
    work()
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        work()
        done += 1
    return round(done / (time.perf_counter() - began), 1)


def _one_by_one(seconds: int) -> dict[str, float]:
    """One entry a transaction beside one bare row a transaction, in turns, so that the disk's moods meet both alike."""
    cpu, rates = 0.0, collections.defaultdict[str, list[float]](list)
    works = {"bare": _bare_insert, "orm": _orm_insert, "entry": _one_entry}
    for _ in range(TURNS):
        for name, work in works.items():
            began = time.process_time()
            rates[name].append(_rate(work, seconds / TURNS))
            cpu += (time.process_time() - began) * (name == "entry")
    bare, orm, entry = (statistics.median(rates[name]) for name in works)
    return {
        "bare_insert_per_second": bare,
        "orm_insert_per_second": orm,
        "entries_per_second_batch_1": entry,
        "cpu_ms_batch_1": round(cpu * 1000 / (entry * seconds), 3),
        "batch_1_of_bare": round(entry / bare, 2),
        "batch_1_of_orm": round(entry / orm, 2),
    }


def _bare_insert() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE, [clock.now().isoformat(), "測定 太郎", "x" * 195])


def _orm_insert() -> None:
    with transaction.atomic():
        Heartbeat.objects.create(worker=uuid.uuid4().hex, at=clock.now())


def _batches(seconds: int) -> dict[str, float]:
    def batch(size: int) -> Callable[[], None]:
        def write() -> None:
            one = {"number": "07", "before": "1", "after": "2", "person": "見本 花子"}
            with transaction.atomic():
                record_all(Doer(), [Happened(_event(), "sheet", number, one) for number in range(size)])

        return write

    return {
        f"entries_per_second_batch_{size}": round(_rate(batch(size), seconds) * size, 1)
        for size in (100, 1000)
    }


def _writers(count: int, seconds: int, write: Callable[[], None]) -> dict[str, float]:
    """How long each waits while `count` write at once, counted from when all of them are connected."""
    taken: list[float] = []
    all_connected = threading.Barrier(count)

    def run() -> None:
        write()
        all_connected.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            write()
            taken.append((time.perf_counter() - began) * 1000)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        **spread(taken),
        "p99": round(statistics.quantiles(taken, n=100)[98], 2),
        "per_second": round(len(taken) / seconds, 1),
    }


def _proofs() -> dict[str, Any]:
    began = time.perf_counter()
    signed = checkpoint()
    first = time.perf_counter() - began
    text = notes.note_from(signed.note).text
    for number in range(3):
        witness = notes.Signer(
            f"witness{number}.example.co.jp/kuramori", notes.COSIGNATURE, bytes([number]) * 32
        )
        line = notes.cosigned(text, witness, at=1_790_000_000)
        Anchor.objects.create(
            kind=AnchorKind.WITNESS,
            name=witness.name,
            size=signed.size,
            at=clock.now(),
            content=line.line.strip().encode(),
        )
    made = [prove.prove(index) for index in range(0, tree.size(), max(1, tree.size() // 200))]
    began = time.perf_counter()
    for receipt in made:
        prove.prove(receipt.index)
    return {
        "log_size": signed.size,
        "checkpoint_first_seconds": round(first, 2),
        "proof_bytes_three_witnesses": max(len(receipt.proof.encode()) for receipt in made),
        "prove_ms": round((time.perf_counter() - began) * 1000 / len(made), 2),
    }


def _reading(rows: int) -> dict[str, float]:
    """`kuramori trail verify`, which opens and compares every sealed value, over at least `rows` entries."""
    while tree.size() < rows:
        with transaction.atomic():
            record_all(
                Doer(),
                [Happened(_event(), "sheet", n, {"number": "07", "person": "見本"}) for n in range(5000)],
            )
    checkpoint()
    began = time.perf_counter()
    verdict = verify()
    seconds = time.perf_counter() - began
    if not verdict.is_whole:
        raise SystemExit("the log that was just written does not verify")
    return {"trail_verify_entries": verdict.entries, "trail_verify_seconds": round(seconds, 2)}


def _stand_alone(folder: Path, entries: int) -> dict[str, Any]:
    """verify.py over the tiles of a log of `entries` leaves of usual length."""
    usual = Leaf(
        at="2026-11-22T01:02:03.456789Z",
        event="checks:sheet:answered",
        organisation="0" * 32,
        person=str(uuid.uuid4()),
        via="browser",
        kind="sheet",
        thing=str(uuid.uuid4()),
        payload="0" * 64,
        personal={"who": "0" * 64},
    ).text
    levels: list[list[bytes]] = [[]]
    for start in range(0, entries, tiles.WIDTH):
        leaves = [
            usual.replace("0" * 32, f"{n:032x}", 1).encode()
            for n in range(start, min(start + tiles.WIDTH, entries))
        ]
        levels[0] += [merkle.leaf_hash(leaf) for leaf in leaves]
        _write(folder / tiles.entries_path(start // tiles.WIDTH, len(leaves)), tiles.bundle(leaves))
    while len(levels[-1]) >= tiles.WIDTH:
        below = levels[-1]
        levels.append([tiles.together(below[at : at + 256]) for at in range(0, len(below) - 255, 256)])
    for tile in tiles.tiles_of(entries):
        first = tile.number * tiles.WIDTH
        _write(folder / tile.path, b"".join(levels[tile.level][first : first + tile.width]))
    frontier = merkle.Frontier()
    for one in levels[0]:
        frontier.append(one)
    signer = keys.log_signer()
    text = notes.Checkpoint(signer.name, entries, frontier.root()).text
    _write(folder / "checkpoint", notes.signed(text, signer).whole.encode())
    began = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(folder), "--key", signer.verifier.text, "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    if told.returncode:
        raise SystemExit(told.stdout + told.stderr)
    return {"verify_py_entries": entries, "verify_py_seconds": round(seconds, 2), "leaf_bytes": len(usual)}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main()
