"""The check's pages under load: p50 and p95 at 1 and 8 clients, server CPU per request, SQL of a saved answer.

The floor is `/healthz`, a page without template or questions, in the same run. Clients and server share the two
cores, so the figures at 8 clients hold the clients' own work too.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.measure import arguments, cpu_seconds, processes_below, pss_mb, spread, tell
from bench.server import Client, Server, serving

ITEM = re.compile(rb'href="(/o/[^"]+/checks/[0-9a-f-]{36}/q01/)"')


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

    def guest(path: str, form: dict[str, str] | None = None) -> Callable[[], Callable[[], int]]:
        def make() -> Callable[[], int]:
            client = Client(server.port)
            client.get("/check/")
            return lambda: (client.post(path, form) if form else client.get(path))[0]

        return make

    def saving() -> Callable[[], int]:
        client = Client(server.port)
        client.sign_in("noriko@mihon-kanagata.example", password)
        save = _saver(client)
        return save

    return {
        "floor_healthz": guest("/healthz"),
        "entrance": guest("/check/"),
        "item": guest("/check/item/", {"route": "first", "at": "q05", "go": "next", **answers}),
        "result": guest("/check/result/", {"route": "first", **answers}),
        "answer_saved": saving,
    }


def _saver(client: Client) -> Callable[[], int]:
    """Saves answers of the demonstration's draft; each writer keeps to items of its own so that none is stale."""
    import itertools

    turn = next(_turns)
    items = [f"q{n:02}" for n in range(1, 20)][turn::8] or ["q01"]
    _status, body = client.get("/o/mihon-kanagata/checks/")
    sheet = re.search(rb"/o/mihon-kanagata/checks/([0-9a-f-]{36})/", body)[1].decode()
    levels, wheel = itertools.count(), itertools.cycle(items)

    def save() -> int:
        item = next(wheel)
        path = f"/o/mihon-kanagata/checks/{sheet}/{item}/"
        _status, page = client.get(path)
        revision = re.search(rb'name="revision" value="(\d+)"', page)[1].decode()
        began = time.perf_counter()
        status, _body = client.post(f"{path}answer/", {"level": str(next(levels) % 4), "revision": revision})
        save.last_ms = (time.perf_counter() - began) * 1000  # type: ignore[attr-defined]
        return status

    return save


_turns = iter(range(10_000))


def _measure(server: Server, make: Callable[[], Callable[[], int]], clients: int, requests: int) -> dict[str, object]:
    web = [pid for pid in processes_below(server.pid) if b"web" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    asks = [make() for _ in range(clients)]
    taken: list[float] = []
    statuses: set[int] = set()

    def run(ask: Callable[[], int]) -> None:
        for _ in range(max(1, requests // clients)):
            began = time.perf_counter()
            statuses.add(ask())
            whole = (time.perf_counter() - began) * 1000
            taken.append(getattr(ask, "last_ms", whole))

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
