"""Whether the tables of usual values are in order, and how long ago they and the packs were compared with a source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kuramori.ground.packs.shelf import CONTENT, Shelf
from kuramori.outside import clock
from kuramori.rules.freshness import is_stale
from kuramori.rules.tables import Table, table
from kuramori.site.cli.words import chosen, say
from kuramori.site.examine import Finding

MOST_NAMED = 5


def content(data: Path, folder: Path = CONTENT) -> Iterator[Finding]:
    """Two findings: wrong numbers with file and line, and what was confirmed more than twelve months ago."""
    looked = {
        path: table(path.read_bytes(), path.relative_to(folder).as_posix(), path.stem)
        for path in _tables(folder)
    }
    yield _numbers(looked)
    confirmed = {path.relative_to(folder).as_posix(): one.confirmed_on for path, one in looked.items()}
    packs = Shelf([folder, data / "packs"]).packs()
    yield _days(confirmed | {pack.id: pack.confirmed_on for pack in packs})


def _tables(folder: Path) -> list[Path]:
    """Every file that is no part of a pack."""
    packs = [path.parent for path in folder.rglob("pack.yaml")]
    found = folder.rglob("*.yaml")
    return sorted(path for path in found if not any(path.is_relative_to(pack) for pack in packs))


def _numbers(looked: dict[Path, Table]) -> Finding:
    faults = [fault for one in looked.values() for fault in one.faults]
    if not faults:
        return Finding(
            "tables", "ok", say(f"目安の表 {len(looked)}件", f"{len(looked)} tables of usual values")
        )
    named = "; ".join(fault.full_line(chosen()) for fault in faults[:MOST_NAMED])
    return Finding(
        "tables",
        "stop",
        say(f"目安の表にまちがいがあります({len(faults)}件): {named}", f"{len(faults)} faults: {named}"),
        say(
            "content の中のこの行を直すか、配られたものに戻してください。",
            "Put these lines of content right, or bring the distributed files back.",
        ),
    )


def _days(confirmed: dict[str, date | None]) -> Finding:
    today = clock.today()
    stale = sorted((day, name) for name, day in confirmed.items() if day and is_stale(day, today))
    if not stale:
        return Finding(
            "confirmed",
            "ok",
            say(
                "目安の表と設問は、1年以内に確かめてあります", "tables and packs were confirmed within a year"
            ),
        )
    named = ", ".join(f"{name} ({day})" for day, name in stale[:MOST_NAMED])
    more = say(f"ほか{len(stale) - MOST_NAMED}件", f"{len(stale) - MOST_NAMED} more")
    named += f", {more}" if len(stale) > MOST_NAMED else ""
    return Finding(
        "confirmed",
        "care",
        say(
            f"確認日から1年が過ぎたものがあります: {named}",
            f"confirmed more than a year ago: {named}",
        ),
        say(
            "新しい版に上げるか、もとの資料と見くらべて confirmed_on を直してください。",
            "Upgrade, or compare them with their sources and put confirmed_on right.",
        ),
    )
