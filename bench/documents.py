"""How long documents take: the self-check report as PDF cold (a new process) and warm, XLSX, SVG and PNG."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import arguments, processes_below, pss_mb, spread, tell, times_ms
from kuramori.across.reports.render import KINDS, render, report

COLD = (
    "import time; began = time.perf_counter()\n"
    "from bench.documents import sample, render\n"
    "data = sample('self_check'); ready = time.perf_counter()\n"
    "render('self_check', data, 'pdf')\n"
    "print(time.perf_counter() - ready, ready - began)\n"
)


def sample(kind: str):  # type: ignore[no-untyped-def]
    """The kind's own sample data."""
    return report(kind).read(json.loads((KINDS / kind / "sample.json").read_text("utf-8")))


def _cold_ms() -> tuple[float, float]:
    began = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", COLD],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    ).stdout
    whole = (time.perf_counter() - began) * 1000
    return float(told.split()[0]) * 1000, whole


def main() -> None:
    args = arguments("PDF, XLSX, SVG and PNG of the self-check report", rounds=20)
    cold = [_cold_ms() for _ in range(5)]
    data = sample("self_check")
    figures: dict[str, object] = {
        "pdf_cold_ms": spread([render_ms for render_ms, _whole in cold]),
        "pdf_cold_with_python_start_ms": spread([whole for _render_ms, whole in cold]),
    }
    for format in report("self_check").formats:
        work = times_ms(lambda format=format: render("self_check", data, format), rounds=args.rounds)
        figures[f"{format}_warm_ms"] = spread(work)
        figures[f"{format}_bytes"] = len(render("self_check", data, format).content)
    figures["owner_page_pdf_warm_ms"] = spread(
        times_ms(lambda: render("owner_page", sample("owner_page"), "pdf"), rounds=args.rounds)
    )
    figures["child_pss_mb"] = pss_mb(set(processes_below(os.getpid())) - {os.getpid()})
    tell(figures, as_json=args.json)


if __name__ == "__main__":
    main()
