"""Printed pages: a certificate with an empty place for the seal, a request on paper."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils.translation import override

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.work.partners import events_take_back as events
from kuramori.work.partners.models import Certificate

TEMPLATE = Path(__file__).resolve().parent / "certificate.typ"


def certificate(doer: Actor | Visitor, row: Certificate) -> bytes:
    """The certificate as a PDF, word for word as it was accepted; raises a `PressFault`.

    In Japanese for every reader: it is the text that somebody stood for.
    """
    assert row.text is not None  # noqa: S101  every certificate has its wording
    accepted = row.accepted
    values = {
        "title": row.text.title,
        "lines": str(row.text.body).split("\n"),
        "company": row.company,
        "person": row.person,
        "on": f"{row.certified_on.year}年{row.certified_on.month}月{row.certified_on.day}日",
        "hash": row.text.sha256,
        "how": _how(row) if accepted or row.paper_id else "",
        "seal": "印",
        "organisation": row.company,
        "author": row.company,
        "lang": "ja",
        "made_on": [row.certified_on.year, row.certified_on.month, row.certified_on.day],
        "foot": {
            "pack": row.text.title,
            "number": "",
            "disclaimer": "この紙は、文面に対する確認の記録を印刷したものです。押印は任意です。",
        },
    }
    with override("ja"):
        made = pdf(TEMPLATE, values, made_on=clock.today())
    with transaction.atomic():
        assets = row.hand_over.items.filter(asset__isnull=False).values_list("asset_id", flat=True)
        record(
            doer,
            events.CERTIFICATE_TAKEN,
            kind="hand_over",
            thing_id=row.hand_over_id,
            number=row.hand_over.number,
            shows=list(assets),
        )
    return made


def _how(row: Certificate) -> str:
    if row.accepted is None:
        return "紙の証明書の写しを保管しています。"
    moment = row.accepted.accepted_at.astimezone(clock.TOKYO)
    return (
        f"{moment:%Y年%m月%d日 %H:%M}に、この文面を確かめて証明しました（{row.accepted.get_way_display()}）。"
    )
