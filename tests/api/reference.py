"""The list of operations in docs/reference/api.md, printed by `python -m tests.api` and held by a test."""

from __future__ import annotations

from pathlib import Path

from tests.api.described import OPERATIONS
from tests.api.world import CALLS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md"
MARK = "<!-- ここから下は openapi.json から作ります: python -m tests.api -->\n"


def printed() -> str:
    """Two tables: what needs no key, and what needs one, with the permissions that the matrix proves."""
    public, behind = [], []
    for name, (method, path, operation) in OPERATIONS.items():
        below = path.removeprefix("/api/v1").removeprefix("/o/{organisation}")
        row = f"| `{method} {below}` | {operation['summary']} |"
        if operation["security"]:
            needed = "、".join(f"`{can.value}`" for can in sorted(CALLS[name].needs)) or "（鍵だけ）"
            behind.append(f"{row} {needed} |")
        else:
            public.append(row)
    lines = [
        "",
        "### 鍵なしで（`/api/v1` の下）",
        "",
        "| 宛先 | すること |",
        "|---|---|",
        *public,
        "",
        "### 組織の鍵で（`/api/v1/o/組織の短い名前` の下）",
        "",
        "| 宛先 | すること | 要る権限 |",
        "|---|---|---|",
        *behind,
    ]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page: what people wrote, then what is printed."""
    written, mark, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    return written + mark + printed()
