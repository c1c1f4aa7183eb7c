"""A file that somebody handed in, kept until it is taken in: its cells as text, and which column is which."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.importing.file import FileWrong
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadSheet, Value, read_book
from kuramori.work.requests import events_promises as events
from kuramori.work.requests.models import PromiseFile
from kuramori.work.requests.promising.columns import FIELDS, proposed

LASTS: Final = datetime.timedelta(hours=2)
PURPOSE: Final = "promises-file"
LARGEST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, HEADING_WITHIN = 3_000, 60, 20
EXAMPLE: Final = ("（例）", "(例)")


class FileGone(LookupError):
    """It was taken in, thrown away or has expired: the file has to be chosen again."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells below the headings, as text; `numbers` are those of the rows in the file. `odd`: (row, column) of
    cells with a formula."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    odd: frozenset[tuple[int, int]]


def keep(actor: Actor, content: bytes) -> PromiseFile:
    """Read a file and seal what it says. Files that have expired are emptied on the way. Raises `FileWrong`."""
    actor.require(Can.PROMISE_CHANGE)
    table = _read(content)
    now, digest = clock.now(), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        PromiseFile.objects.filter(expires_at__lte=now).exclude(sealed=b"").update(sealed=b"")
        kept = PromiseFile(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=now,
            expires_at=now + LASTS,
            digest=digest,
            meant={str(at): field for at, field in proposed(table.headings).items()},
        )
        told = [table.headings, table.rows, table.numbers, sorted(table.odd)]
        kept.sealed = _sealer(kept).seal(
            zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 6), _context(kept)
        )
        kept.save()
        record(
            actor,
            events.FILE_READ,
            kind="promise_import",
            thing_id=kept.pk,
            rows=len(table.rows),
            hash=digest[:12],
        )
    return kept


def file_for(actor: Actor, file_id: uuid.UUID) -> PromiseFile:
    """One file of the actor's organisation: a colleague with the right may finish it."""
    found: PromiseFile | None = PromiseFile.objects.filter(pk=file_id).first()
    if found is None:
        raise Http404
    actor.require(Can.PROMISE_CHANGE)
    return found


def table_of(kept: PromiseFile) -> Table:
    """What was read. Raises `FileGone`."""
    sealed = bytes(kept.sealed)
    if not sealed or kept.expires_at <= clock.now():
        raise FileGone(kept.pk)
    try:
        headings, rows, numbers, odd = json.loads(zlib.decompress(_sealer(kept).open(sealed, _context(kept))))
    except SealBroken:
        raise FileGone(kept.pk) from None
    return Table(
        tuple(headings),
        tuple(tuple(row) for row in rows),
        tuple(numbers),
        frozenset((row, column) for row, column in odd),
    )


def meant_of(kept: PromiseFile) -> dict[int, str]:
    """Which column (from 0) holds which field."""
    return {int(at): field for at, field in kept.meant.items()}


def mean(actor: Actor, kept: PromiseFile, meant: Mapping[int, str]) -> None:
    """Say anew which column is which; of two with one meaning the first counts. Nothing else changes."""
    actor.require(Can.PROMISE_CHANGE)
    told: dict[str, str] = {}
    for at, field in sorted(meant.items()):
        if field in FIELDS and field not in told.values():
            told[str(at)] = field
    PromiseFile.objects.filter(pk=kept.pk, finished_at__isnull=True).update(meant=told)


def throw_away(actor: Actor, kept: PromiseFile) -> None:
    """Remove a file that is not wanted; one that was taken in stays with its numbers."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        held = PromiseFile.objects.select_for_update(of=("self",)).filter(pk=kept.pk).first()
        if held is not None and held.finished_at is None:
            remove(actor, held, _("取り込まずにやめた約束の一覧"))


def _read(content: bytes) -> Table:
    if not content or len(content) > LARGEST_BYTES:
        raise FileWrong(_("空でない、5MBまでの Excel（.xlsx）を選んでください。"))
    try:
        sheets = read_book(content, most_rows=MOST_ROWS + HEADING_WITHIN, most_columns=MOST_COLUMNS)
    except BookUnreadable as unreadable:
        raise FileWrong(_why(unreadable.code)) from None
    except PressFault:
        raise FileWrong(_("ファイルを読み終えられませんでした。新しいブックに写してください。")) from None
    for sheet in sheets:
        at = _heading(sheet)
        if at is not None:
            return _table(sheet, at)
    raise FileWrong(_("文字の入った見出しの行が見つかりません。1行目に見出しを書いてください。"))


def _heading(sheet: ReadSheet) -> int | None:
    """The row of headings: the one in which most are known; else the first with two texts."""
    rows = [[one if isinstance(one, str) else "" for one in row] for row in sheet.rows[:HEADING_WITHIN]]
    known = [(len(proposed(row)), -at) for at, row in enumerate(rows)]
    most, at = max(known, default=(0, 0))
    if most >= 2:
        return -at
    return next((at for at, row in enumerate(rows) if sum(bool(one.strip()) for one in row) >= 2), None)


def _table(sheet: ReadSheet, at: int) -> Table:
    wide = len(sheet.rows[at])
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2):
        cells = tuple(_text(row[place]) if place < len(row) else "" for place in range(wide))
        if any(cells) and not any(cell.startswith(EXAMPLE) for cell in cells):
            rows.append(cells)
            numbers.append(number)
    if not rows:
        raise FileWrong(_("見出しの下に、1件も書かれていません。"))
    if len(rows) > MOST_ROWS:
        raise FileWrong(_why("too-many-rows"))
    headings = tuple(_text(value)[:60] for value in sheet.rows[at])
    return Table(headings, tuple(rows), tuple(numbers), sheet.formulas)


def _text(value: Value) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:2_000]


def _why(code: str) -> str:
    told = {
        "encrypted": _("パスワードがかかっていて、読めません。外して保存し直してください。"),
        "old": _("古い形の Excel（.xls）です。.xlsx で保存し直してください。"),
        "too-many-rows": _("%(n)s行を超えています。ファイルを分けてください。") % {"n": MOST_ROWS},
    }
    return told.get(code, _("Excel（.xlsx）として読めません。開いて保存し直してから選んでください。"))


def _sealer(kept: PromiseFile) -> Any:
    return settings.VAULT.sealer(PURPOSE, str(kept.organisation_id))


def _context(kept: PromiseFile) -> bytes:
    return f"{kept.pk}:{kept.digest}".encode()
