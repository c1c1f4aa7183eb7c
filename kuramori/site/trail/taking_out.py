"""The trail as a file: CSV for people, JSON lines for checking by machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from kuramori.ground.people.calls import spoken
from kuramori.ground.trail import prove, read
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.leaves import canonical
from kuramori.site.trail.reading import changed

# What a spreadsheet would take for a formula, in both widths.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def as_csv(entries: Iterable[Entry], closed: Collection[int]) -> Iterator[bytes]:
    """One line an entry, with a mark that tells Excel the file is UTF-8; of the `closed` ones no change is told."""
    yield "\ufeff".encode()
    yield _row(
        [
            _("番号"),
            _("日時"),
            _("人"),
            _("どこから"),
            _("したこと"),
            _("出来事"),
            _("種類"),
            _("物の番号"),
            _("変更"),
        ]
    )
    for entry in entries:
        line = read.line_of(entry, spoken())
        at = line.at.astimezone(clock.TOKYO).strftime("%Y-%m-%d %H:%M:%S")
        yield _row(
            [
                str(line.index),
                at,
                line.who,
                line.via,
                line.sentence,
                line.event,
                line.kind,
                line.thing_id,
                _("極秘のため伏せています") if entry.index in closed else _changes(entry),
            ]
        )


def _changes(entry: Entry) -> str:
    return "; ".join(f"{one.label}: {one.before} → {one.after}" for one in changed(entry))


def as_json_lines(entries: Iterable[Entry], closed: Collection[int]) -> Iterator[bytes]:
    """One disclosed entry a line (docs/reference/trail.md); of the `closed` ones only the leaf."""
    for entry in entries:
        yield (canonical(prove.disclosed(entry, contents=entry.index not in closed)) + "\n").encode()


def _row(values: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_dead(value) for value in values])
    return text.getvalue().encode()


def _dead(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(LIVE) else value
