"""The folder of talks with one partner: a printed list, or a ZIP of the list and every paper."""

from __future__ import annotations

import datetime
import tempfile
import zipfile
from typing import IO, Any

from django.db import transaction
from django.utils.translation import override

from kuramori.ground.papers.store import take_out
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.work.ledger.papers import TEMPLATE as LIST
from kuramori.work.requests import events_talks as events
from kuramori.work.requests.models import Consultation, ConsultationPaper, ConsultationStep
from kuramori.work.requests.reading.talks import Folder
from kuramori.work.requests.support_content import support

NOTE = "この一覧は会社の記録を印刷したものです。相手の会社も、自分の記録を持ちます。"
HEADS = ("日付", "動き", "言った方", "額（円）", "話したこと", "書いた日")
IN_MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 256 * 1024


def folder_pdf(actor: Actor, folder: Folder) -> bytes:
    """A4 lying, a table for each talk; raises a `PressFault`."""
    made = _pdf(actor, folder)
    _tell(actor, folder, "PDF")
    return made


def folder_zip(actor: Actor, folder: Folder) -> IO[bytes]:
    """The list and all papers, read from their store in pieces; each paper's look is in the trail.

    Raises `PressFault`, `FileDamaged`.
    """
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("協議の記録.pdf", _pdf(actor, folder))
        rows = ConsultationPaper.objects.filter(consultation__in=[line.row.pk for line in folder.lines])
        for row in rows.select_related("consultation", "file").order_by("consultation__number", "added_at"):
            name = f"{row.consultation.number}/{row.pk.hex[:6]}-{_safe(row.file.name)}"
            with take_out(actor, row.file) as read, archive.open(name, "w") as written:
                while piece := read.read(CHUNK_BYTES):
                    written.write(piece)
    out.seek(0)
    _tell(actor, folder, "ZIP")
    return out


def _safe(name: str) -> str:
    """A name that is a name in every archive: no path, no control character."""
    kept = "".join("_" if one in '/\\:*?"<>|' or not one.isprintable() else one for one in name)
    return kept.strip(". ")[-120:] or "file"


def _pdf(actor: Actor, folder: Folder) -> bytes:
    today, says = clock.today(), support()
    with override("ja"):
        tables = [_table(line.row, folder.steps.get(line.row.pk, ())) for line in folder.lines]
    values: dict[str, Any] = {
        "lang": "ja",
        "title": "価格・費用の協議の記録",
        "author": actor.organisation.name,
        "organisation": actor.organisation.name,
        "made_on": [today.year, today.month, today.day],
        "foot": {
            "pack": actor.organisation.name,
            "number": f"印刷 {_day(today)}",
            "disclaimer": NOTE,
        },
        "stamps": [],
        "disclaimer": NOTE,
        "about": [[f"{folder.partner.name}との協議。{_day(folder.from_on)}から今日まで。"]],
        "facts": [
            ["相手", folder.partner.name],
            ["期間", f"{_day(folder.from_on)} – {_day(today)}"],
            ["残す期間", f"{says.keep_years}年　{says.keep_source}"],
        ],
        "tables": tables,
        "lying": True,
    }
    return pdf(LIST, values, made_on=today)


def _table(row: Consultation, steps: tuple[ConsultationStep, ...]) -> dict[str, Any]:
    who = "こちらから求めた" if row.is_asked_by_us else "相手から求められた"
    return {
        "title": f"{row.number}　{row.topic}（{who}・{row.get_state_display()}）",
        "heads": list(HEADS),
        "rows": [
            [
                _day(one.on),
                f"{'こちら' if one.is_ours else '相手'}：{one.get_step_display()}",
                one.person,
                "" if one.yen is None else f"{one.yen:,}",
                one.words,
                _day(clock.day_of(one.recorded_at)),
            ]
            for one in steps
        ],
        "none": "記録がありません。",
        "wide": False,
        "shares": [0, 0, 0, 0, 1, 0],
    }


def _day(on: datetime.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _tell(actor: Actor, folder: Folder, form: str) -> None:
    with transaction.atomic():
        record(
            actor,
            events.LIST_TAKEN,
            kind="partner",
            thing_id=folder.partner.pk,
            partner=folder.partner.name,
            form=form,
        )
