"""A file becomes lines: which partner, which class, why. Only what is read is kept, sealed, until it is taken in."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.importing.columns import SYNONYMS, plain
from kuramori.ground.contacts.importing.table import FileWrong, Table
from kuramori.ground.contacts.importing.table import read as read_table
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.work.requests import events_asking as events
from kuramori.work.requests.models import ClassSheet

PURPOSE = "class-sheet"
LASTS = datetime.timedelta(days=1)
LABELS: Final = {
    "code": gettext_lazy("取引先コード"),
    "name": gettext_lazy("会社名"),
    "number": gettext_lazy("法人番号"),
    "klass": gettext_lazy("区分"),
    "reason": gettext_lazy("わけ"),
    "employees": gettext_lazy("人数"),
}
_WORDS: Final = {
    "code": SYNONYMS["code"],
    "name": SYNONYMS["name"],
    "number": SYNONYMS["corporate_number"],
    "klass": "区分 取引先の区分 取引先区分 ランク 取引先ランク クラス 等級 重要度 class tier rank",
    "reason": "わけ 理由 区分のわけ 区分の理由 根拠 選定理由 reason",
    "employees": "人数 相手の人数 従業員数 社員数 employees headcount",
}
WHO: Final = frozenset({"code", "name", "number"})


class SheetGone(LookupError):
    """The rows were thrown away: the file has to be chosen again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it stands; `at` is its number in the sheet."""

    at: int
    code: str
    name: str
    number: str
    klass: str
    reason: str
    employees: str


def keep(actor: Actor, content: bytes) -> ClassSheet:
    """Read a file and keep its rows sealed; nothing else changes. Raises `FileWrong`, `NotAllowed`."""
    actor.require(Can.PROFILE_CHANGE)
    lines = lines_of(content)
    with transaction.atomic():
        # What nobody took in within a day is not kept any longer.
        forgotten = ClassSheet.objects.filter(taken_at__isnull=True, made_at__lt=clock.now() - LASTS)
        forgotten.exclude(sealed=b"").update(sealed=b"")
        sheet = ClassSheet(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=clock.now(),
            digest=hashlib.sha256(content).hexdigest(),
        )
        plain_bytes = zlib.compress(
            json.dumps([asdict(one) for one in lines], ensure_ascii=False).encode(), 6
        )
        sheet.sealed = _sealer(sheet).seal(plain_bytes, _context(sheet))
        sheet.save()
        record(
            actor,
            events.CLASSES_READ,
            kind="class_sheet",
            thing_id=sheet.pk,
            rows=len(lines),
            hash=sheet.digest[:12],
        )
    return sheet


def kept(sheet: ClassSheet) -> tuple[Line, ...]:
    """The rows. Raises `SheetGone`."""
    if not sheet.sealed:
        raise SheetGone(sheet.pk)
    try:
        told = json.loads(zlib.decompress(_sealer(sheet).open(bytes(sheet.sealed), _context(sheet))))
    except SealBroken:
        raise SheetGone(sheet.pk) from None
    return tuple(Line(**one) for one in told)


def throw_away(actor: Actor, sheet: ClassSheet) -> bool:
    """Not this file; False for one that was taken in. Raises `UnderHold`, `NotAllowed`."""
    actor.require(Can.PROFILE_CHANGE)
    with transaction.atomic():
        row = ClassSheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk).first()
        if row is None or row.taken_at is not None:
            return False
        remove(actor, row, "取り込まずにやめた区分けの表")
    return True


def lines_of(content: bytes) -> tuple[Line, ...]:
    """Every row that says anything. Raises `FileWrong`."""
    table = read_table(content, knows=_known, missing=_missing())
    at = columns_of(table.headings)
    found = []
    for number, row in enumerate(table.rows, start=table.first):
        told = {field: row[column].strip() if column < len(row) else "" for field, column in at.items()}
        if any(told.values()):
            found.append(Line(number, **{field: told.get(field, "") for field in LABELS}))
    _require_plain(table)
    return tuple(found)


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Which column (from 0) holds what; of two with one meaning the first."""
    meant = {plain(word): field for field, words in _WORDS.items() for word in words.split()}
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        field = meant.get(plain(heading), "")
        if field and field not in found:
            found[field] = at
    return found


def _known(headings: Sequence[str]) -> int:
    """How many of our columns a row of headings names; 0 where it is none."""
    found = columns_of(headings)
    return len(found) if "klass" in found and WHO & found.keys() else 0


def _require_plain(table: Table) -> None:
    at = columns_of(table.headings)["klass"]
    for row, columns in table.formulas.items():
        if at in columns:
            told = {"row": row}
            raise FileWrong(_("%(row)s行目の区分が計算式です。値にして保存し直してください。") % told)


def _missing() -> str:
    return _(
        "見出しの行が見つかりません。「区分」と、「取引先コード」「法人番号」「会社名」のどれかを見出しにしてください。"
    )


def narrow(written: str) -> str:
    """As codes and classes are compared: full width and half width are one."""
    return unicodedata.normalize("NFKC", written).strip()


def _sealer(sheet: ClassSheet):  # type: ignore[no-untyped-def]
    return settings.VAULT.sealer(PURPOSE, str(sheet.organisation_id))


def _context(sheet: ClassSheet) -> bytes:
    return f"{sheet.pk}:{sheet.digest}".encode()
