"""The check's pages under load: p50 and p95 at 1 and 8 clients, server CPU per request, SQL of a saved answer.

The floor is `/healthz`, a page without template or questions, in the same run. Clients and server share the two
cores, so the figures at 8 clients hold the clients' own work too.
"""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.measure import arguments, cpu_seconds, processes_below, pss_mb, spread, tell
from bench.server import Client, Server, serving
from kuramori.ground.packs.shelf import open_shelf

SHEET = re.compile(rb"/o/mihon-kanagata/checks/([0-9a-f-]{36})/")
REVISION = re.compile(rb'name="revision" value="(-?\d+)"')


def main() -> None:
    args = arguments("pages of the check under load", requests=400)
    with serving() as server:
        idle = pss_mb(processes_below(server.pid))
        figures: dict[str, object] = {"ready_seconds": server.ready_seconds, "pss_idle_mb": idle}
        for name, make in _scenes(server).items():
            for clients in (1, 8):
                figures[f"{name}_{clients}"] = _measure(server, make, clients, args.requests)
        figures["pss_after_mb"] = pss_mb(processes_below(server.pid))
    tell(figures, as_json=args.json)


def _scenes(server: Server) -> dict[str, Callable[[], Callable[[], int]]]:
    answers = {f"q{n:02}": str(n % 4) for n in range(1, 20)}
    password = (server.data / "demo.password").read_text().strip()

    pack = next(pack for pack in open_shelf().packs() if pack.public_check)
    answers |= {"pack": pack.id, "version": pack.version, "route": "first"}

    def guest(path: str, form: dict[str, str] | None = None) -> Callable[[], Callable[[], int]]:
        def make() -> Callable[[], int]:
            client = Client(server.port)
            client.get("/check/")
            return lambda: (client.post(path, form) if form else client.get(path))[0]

        return make

    def saving() -> Callable[[], int]:
        client = Client(server.port)
        client.sign_in("noriko@mihon-kanagata.example", password)
        return _saver(client)

    return {
        "floor_healthz": guest("/healthz"),
        "entrance": guest("/check/"),
        "item": guest("/check/item/", {"at": "q05", "go": "next", **answers}),
        "result": guest("/check/result/", answers),
        "answer_saved": saving,
    }


def _saver(client: Client) -> Callable[[], int]:
    """Saves answers of the demonstration's draft as the page does; each writer keeps to items of its own."""
    turn = next(_turns)
    items = [f"q{n:02}" for n in range(1, 20)][turn % 8 :: 8]
    _status, body = client.get("/o/mihon-kanagata/checks/")
    sheet = SHEET.search(body)[1].decode()
    places = {item: f"/o/mihon-kanagata/checks/{sheet}/items/{item}/" for item in items}
    revisions = {item: REVISION.search(client.get(place)[1])[1].decode() for item, place in places.items()}
    levels, wheel = itertools.count(turn), itertools.cycle(items)

    def save() -> int:
        item = next(wheel)
        form = {"csrfmiddlewaretoken": client.token, item: str(next(levels) % 4), "revision": revisions[item]}
        status, body = client.post(f"{places[item]}answer/", form, {"HX-Request": "true"})
        revisions[item] = REVISION.search(body)[1].decode()
        return status

    return save


_turns = iter(range(10_000))


def _measure(
    server: Server, make: Callable[[], Callable[[], int]], clients: int, requests: int
) -> dict[str, object]:
    web = [pid for pid in processes_below(server.pid) if b"web" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    asks = [make() for _ in range(clients)]
    taken: list[float] = []
    statuses: set[int] = set()

    def run(ask: Callable[[], int]) -> None:
        for _ in range(max(1, requests // clients)):
            began = time.perf_counter()
            statuses.add(ask())
            taken.append((time.perf_counter() - began) * 1000)

    for ask in asks:
        ask()
    cpu = cpu_seconds(web)
    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return {
        **spread(taken),
        "per_second": round(len(taken) / seconds, 1),
        "server_cpu_ms": round((cpu_seconds(web) - cpu) * 1000 / len(taken), 2),
        "statuses": sorted(statuses),
    }


if __name__ == "__main__":
    main()
