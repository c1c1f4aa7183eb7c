"""What must be in order for Kuramori to run, examined one by one. Imports no Django and makes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from kuramori.ground.packs.shelf import CONTENT, Shelf
from kuramori.site import folder, stamps
from kuramori.site.cli.words import say

State = Literal["ok", "care", "stop"]

FONTS = stamps.PACKAGE / "press" / "fonts"
FREE_CARE_BYTES = 1_000_000_000
FREE_STOP_BYTES = 50_000_000
# Nothing of ours was written before this: a clock that says so is wrong, and dates are what we keep.
WRITTEN_AFTER = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: `ok`, `care` (it runs, but look) or `stop` (it cannot run), and what to do."""

    id: str
    state: State
    text: str
    advice: str = ""


def surroundings(data: Path) -> Iterator[Finding]:
    """Python, SQLite, clock, fonts, packs: what holds without any record."""
    # An older Python could not have read this line.
    yield Finding("python", "ok", f"Python {sys.version.split()[0]}")
    yield Finding("sqlite", "ok", f"SQLite {sqlite3.sqlite_version}")
    yield _clock()
    yield _fonts()
    yield _packs(data)


def data_folder(data: Path) -> Iterator[Finding]:
    """The folder, its disk and its key. A folder that is not there yet is only a note."""
    where = say("保存先", "data folder")
    if not data.exists():
        yield Finding(
            "folder",
            "care",
            say(f"{where} {data} はまだありません", f"{where} {data} is not there yet"),
            say("./start で作られます。", "./start makes it."),
        )
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield Finding(
            "folder",
            "stop",
            say(f"{where} {data} に書き込めません", f"cannot write to the {where} {data}"),
            say("フォルダの持ち主と許可を確かめてください。", "Check its owner and permissions."),
        )
        return
    yield _private("folder", data, f"{where} {data}", 0o700)
    yield _room(data)
    kind = folder.network_kind(data)
    if kind and not os.environ.get("DATABASE_URL"):
        yield Finding(
            "disk",
            "care",
            say(f"ネットワーク上のディスク({kind})です", f"on a network disk ({kind})"),
            say("このコンピューターのディスクへ移すか、PostgreSQL を使ってください。", "Use a local disk."),
        )
    key = data / "secret.key"
    if key.exists():
        yield _private("key", key, say("鍵", "secret key"), 0o600)


def _clock() -> Finding:
    now = datetime.now(UTC)
    try:
        tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    except zoneinfo.ZoneInfoNotFoundError:
        return Finding(
            "clock",
            "stop",
            say("日本時間がわかりません", "the time zone Asia/Tokyo is unknown"),
            say("tzdata を入れてください(apt-get install tzdata)。", "Install tzdata."),
        )
    shown = f"{now.astimezone(tokyo):%Y-%m-%d %H:%M} (Asia/Tokyo)"
    if now < WRITTEN_AFTER:
        return Finding(
            "clock",
            "stop",
            say(f"時計が遅れています: {shown}", f"the clock is behind: {shown}"),
            say("コンピューターの時計を合わせてください。", "Set the computer's clock."),
        )
    return Finding("clock", "ok", say(f"時計 {shown}", f"clock {shown}"))


def _fonts() -> Finding:
    needed = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "NotoSansJP-Regular.otf")
    missing = [name for name in needed if not (FONTS / name).exists()]
    if missing:
        listed = ", ".join(missing)
        return Finding(
            "fonts",
            "stop",
            say(f"報告書の書体がありません: {listed}", f"fonts of the reports are missing: {listed}"),
            say("配られたものを入れ直してください。", "Install the distribution again."),
        )
    return Finding("fonts", "ok", say("報告書の書体がそろっています", "fonts of the reports are there"))


def _packs(data: Path) -> Finding:
    shelf = Shelf([CONTENT, data / "packs"])
    good, refused = shelf.packs(), shelf.refused()
    if not good:
        return Finding(
            "packs",
            "stop",
            say("使える設問・基準セットがありません", "no pack can be used"),
            say("kuramori packs check content で理由がわかります。", "Run `kuramori packs check content`."),
        )
    text = say(f"設問・基準セット {len(good)}件", f"{len(good)} packs")
    if refused:
        listed = ", ".join(str(entry.folder) for entry in refused)
        return Finding(
            "packs",
            "care",
            say(f"{text}。使えないもの: {listed}", f"{text}; refused: {listed}"),
            say("kuramori packs check でまちがいの場所がわかります。", "Run `kuramori packs check` on them."),
        )
    return Finding("packs", "ok", text)


def _private(id: str, path: Path, name: str, mode: int) -> Finding:
    """Others on this computer must not read it (POSIX permission bits)."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(
            id,
            "care",
            say(f"{name} をほかの人も読めます", f"others can read the {name}"),
            f"chmod {mode:o} {path}",
        )
    return Finding(id, "ok", name)


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    text = say(f"空き {free / 1e9:.1f} GB", f"{free / 1e9:.1f} GB free")
    if free >= FREE_CARE_BYTES:
        return Finding("room", "ok", text)
    advice = say(
        "要らないものを消すか、広いディスクへ移してください。", "Make room, or move to a larger disk."
    )
    return Finding("room", "stop" if free < FREE_STOP_BYTES else "care", text, advice)
