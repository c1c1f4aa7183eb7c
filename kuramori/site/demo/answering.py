"""What the suppliers of 仮想重機 answered behind their links: one shows its words, one its states, one still writes."""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager
from typing import Protocol

from kuramori.ground.people.codes import Visitor
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests import drafting, handing_in
from kuramori.work.requests.drafting import NOTHING, Wanted
from kuramori.work.requests.forms_answering import said_by_level
from kuramori.work.requests.models import Asked, ReplyDraft, RequestState
from kuramori.work.requests.reading.answering import Sheet, sheet_of

ASKS = "kasou-juki"
# Partner, the day it answered, how much it shows ("": not handed in yet), and what falls short of level 2.
ANSWERED: tuple[tuple[str, str, str, dict[int, Given]], ...] = (
    (
        "架空精工株式会社",
        "2026-11-12",
        "D4",
        {
            7: Given(Said.PART, 1, "置き場は決めたが、一覧に載せていない型がある。"),
            13: Given(
                Said.ALTERNATIVE, words="鍵付きの棚の代わりに、夜は部屋ごと施錠し、当番が見回っている。"
            ),
        },
    ),
    (
        "例示表面処理㈱",
        "2026-11-17",
        "D3",
        {
            4: Given(Said.PLANNED, 1, "", "めっき課の5名から始める", datetime.date(2027, 2, 26)),
            5: Given(Said.NOT, 0),
            9: Given(Said.PART, 1),
            12: Given(Said.PLANNED, 0, "", "検査室に鍵付きの図面棚を置く", datetime.date(2026, 12, 18)),
            17: Given(Said.PART, 1),
        },
    ),
    ("見本金型株式会社", "2026-11-19", "", {3: Given(Said.PART, 1)}),
)


class Standing(Protocol):
    """On that day."""

    def __call__(self, day: str) -> AbstractContextManager[None]: ...


def give_replies(slug: str, standing: Standing) -> None:
    """Inside the scope of one company; nothing for whoever asked nobody."""
    if slug != ASKS or ReplyDraft.objects.exists():
        return
    for name, day, disclosure, short in ANSWERED:
        row = (
            Asked.objects.filter(partner__name=name, request__state=RequestState.SENT, link__isnull=False)
            .select_related("request", "partner", "link", "reply")
            .first()
        )
        if row is None or row.link is None:
            continue
        with standing(day):
            _answer(row, Visitor(row.link), disclosure, short)


def _answer(row: Asked, visitor: Visitor, disclosure: str, short: dict[int, Given]) -> None:
    drafting.note_opened(visitor, row)
    sheet = sheet_of(row)
    drafting.save(visitor, row, _wanted(sheet, short, is_whole=bool(disclosure)))
    if disclosure:
        sheet = sheet_of(row)
        told = {"disclosure": disclosure, "given_by": visitor.name}
        digest = handing_in.digest_of(handing_in.composed(sheet, **told))
        handing_in.hand_in(visitor, sheet, **told, looked_at=digest)


def _wanted(sheet: Sheet, short: dict[int, Given], *, is_whole: bool) -> dict[str, Wanted]:
    required = sheet.requirements.required
    given = {}
    for n, one in enumerate(required if is_whole else required[:6]):
        said, level = said_by_level(one.level, one, sheet.requirements.best)
        given[one.item] = Wanted(short.get(n, Given(said, level)), NOTHING)
    return given
