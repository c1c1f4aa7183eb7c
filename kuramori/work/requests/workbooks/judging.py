"""What one file of a drop is: whose, in which state, and what it would change. It changes nothing of any reply."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kuramori.outside import clock
from kuramori.press.reading import ReadBook
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests.models import Asked, AskedState, DroppedSheet, RequestState, SheetState
from kuramori.work.requests.workbooks import unpicking
from kuramori.work.requests.workbooks.comparing import differences
from kuramori.work.requests.workbooks.filled import Fault, Filled, text_of
from kuramori.work.requests.workbooks.making import items_of

JUDGED: Final = ("read", "state", "code", "asked", "changed", "faults")
"""The columns that are written down afterwards."""


def judge(row: DroppedSheet, book: ReadBook | str, known: Mapping[str, Asked], taken: set[uuid.UUID]) -> None:
    """By the number that the workbook carries. `known`: who was asked, by number; `taken`: of whom another file of
    the drop is, which this one joins. A text is why the file could not be read."""
    if isinstance(book, str):
        row.state, row.code = SheetState.UNREADABLE, book
        return
    told = unpicking.identity(book)
    asked = known.get(told["number"])
    if asked is None:
        row.state, row.code = SheetState.UNKNOWN, "strange-number" if told["number"] else "no-number"
        return
    judge_as(row, book, asked, twice=asked.pk in taken)
    if row.read:
        taken.add(asked.pk)


def judge_as(row: DroppedSheet, book: ReadBook, asked: Asked, *, twice: bool) -> None:
    """As the workbook of this partner, whatever number it carries."""
    row.asked = asked
    if code := _not_taken(asked):
        row.state, row.code = SheetState.REFUSED, code
        return
    try:
        filled = unpicking.unpicked(
            book, read_requirements(asked.request.content), items_of(asked.request), today=clock.today()
        )
    except unpicking.NoAnswerSheet:
        row.state, row.code = SheetState.UNREADABLE, "no-answers"
        return
    if not filled.answers and not filled.held:
        row.state, row.code = SheetState.UNREADABLE, "nothing-filled"
        return
    filled = _with_doubts(filled, asked, twice=twice)
    row.read, row.code = text_of(filled), ""
    row.changed = len(differences(asked, filled))
    row.faults = sum(not fault.is_harmless for fault in filled.faults)
    if not row.changed:
        row.state = SheetState.SAME
    else:
        row.state = SheetState.DOUBTS if filled.is_doubtful else SheetState.READY


def _not_taken(asked: Asked) -> str:
    """Why no reply of theirs is taken in, as `taking_in` would say."""
    if asked.request.state == RequestState.WITHDRAWN or asked.state == AskedState.WITHDRAWN:
        return "withdrawn"
    return "" if asked.request.state in {RequestState.SENT, RequestState.CLOSED} else "not-sent"


def _with_doubts(filled: Filled, asked: Asked, *, twice: bool) -> Filled:
    """What is odd about the workbook as a whole."""
    found = []
    if twice:
        found.append(Fault("same-partner"))
    if filled.content and filled.content != asked.request.content_digest:
        found.append(Fault("older-form"))
    if filled.given_on and filled.given_on > clock.today():
        found.append(Fault("given-on-later", values={"said": filled.given_on.isoformat()}))
    if not found:
        return filled
    return replace(filled, faults=(*found, *filled.faults))
