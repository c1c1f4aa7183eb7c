"""Promises to a customer, for tests."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import openpyxl

from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.requests.models import CameBy, Promise, Word
from kuramori.work.requests.promising import recording

WHAT = "図面は鍵のかかる所に置く"


def customer(owner: Actor, name: str = "仮想重機") -> Partner:
    return add_partner(owner, PartnerWanted(name, is_customer=True))


def day(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def asked(what: str = WHAT, *, due: int | None = 20, **more: object) -> recording.Demanded:
    told: dict[str, object] = {"who": "調達部 例示 一", "scope": "第2工場"} | more
    due_on = None if due is None else day(due)
    return recording.Demanded(what, CameBy.AUDIT, day(-10), due_on=due_on, **told)  # type: ignore[arg-type]


def yes(words: str = "鍵付きの棚に置く", proof: str = "棚の鍵の帳面") -> recording.Answer:
    return recording.Answer(Word.YES, day(-5), words, proof)


def promise(
    owner: Actor, partner: Partner, what: str = WHAT, answer: recording.Answer | None = None
) -> Promise:
    return recording.record_promise(owner, partner, asked(what), answer)


def workbook(*rows: Sequence[object]) -> bytes:
    """An Excel list, as somebody hands it in."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
