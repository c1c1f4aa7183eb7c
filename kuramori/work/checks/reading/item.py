"""The page of one question: the cards as the guest's check shows them, and what an organisation adds around them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from kuramori.ground.people.actor import Actor
from kuramori.rules.catalogue import Pack
from kuramori.work.checks.guest import asking
from kuramori.work.checks.guest.asking import Question
from kuramori.work.checks.guest.state import NA, Given, State, blank
from kuramori.work.checks.models import Answer, Sheet
from kuramori.work.checks.reading.packs import language, pack_of, text_of
from kuramori.work.checks.reading.people import Colleague, colleagues, name_of
from kuramori.work.checks.reading.sheet import ItemLine, SheetView, sheet_view


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody entered on the page: a choice ("", a level as text, or "na"), a reason and a comment."""

    choice: str
    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers that stand against each other."""

    level: int | None
    says: str
    comment: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was first: what stands now (`theirs`, `revision`), and what was about to be written (`ours`)."""

    by: str
    at: datetime.datetime | None
    theirs: Side
    ours: Side
    revision: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One question of a sheet. `position` counts from 1; `before` and `after` are the neighbours' ids or ""."""

    sheet: SheetView
    line: ItemLine
    question: Question
    comment: str
    position: int
    before: str
    after: str
    colleagues: tuple[Colleague, ...]
    conflict: Conflict | None = None


def item_page(
    actor: Actor, sheet: Sheet, item_id: str, *, typed: Typed | None = None, wrong: str = ""
) -> ItemPage:
    """The page of one question, with what was typed instead of what stands where that could not be saved."""
    pack, view = pack_of(sheet), sheet_view(actor, sheet)
    line = view.line(item_id)
    shown = typed or Typed(_choice(line), line.na_reason, line.comment)
    ids = [item.id for item in pack.items]
    place = ids.index(item_id)
    return ItemPage(
        sheet=view,
        line=line,
        question=_question(pack, item_id, shown, wrong),
        comment=shown.comment,
        position=place + 1,
        before=ids[place - 1] if place else "",
        after=ids[place + 1] if place + 1 < len(ids) else "",
        colleagues=colleagues() if view.may.delegate else (),
    )


def conflict(pack: Pack, current: Answer, typed: Typed) -> Conflict:
    """What stands and what was typed, side by side."""
    given = _choice_of(current)
    return Conflict(
        by=name_of(current.answered_by),
        at=current.answered_at,
        theirs=_side(pack, current.item, Typed(given, current.na_reason, current.comment)),
        ours=_side(pack, current.item, typed),
        revision=current.revision,
    )


def state_of(pack: Pack, lines: dict[str, ItemLine]) -> State:
    """The sheet's answers as a guest would have entered them: the same pages are drawn from both."""
    given = {item: Given(_choice(line), line.na_reason) for item, line in lines.items()}
    return replace(blank(pack), given=given)


def _question(pack: Pack, item_id: str, shown: Typed, wrong: str) -> Question:
    state = blank(pack)
    state = replace(state, given={**state.given, item_id: Given(shown.choice, shown.reason)})
    question = asking.question(state, pack.item(item_id), language(), show_wrong=False)
    return replace(question, wrong=wrong)


def _side(pack: Pack, item_id: str, typed: Typed) -> Side:
    text = text_of(pack)
    if typed.choice == NA:
        return Side(None, f"{text.na_name}: {typed.reason}", typed.comment)
    if not typed.choice:
        return Side(None, "", typed.comment)
    level = int(typed.choice)
    return Side(level, f"{text.levels[level].name}: {text.items[item_id].levels[level]}", typed.comment)


def _choice(line: ItemLine) -> str:
    return {"open": "", "na": NA}.get(line.standing, str(line.level))


def _choice_of(row: Answer) -> str:
    if row.level is not None:
        return str(row.level)
    return NA if row.na_reason else ""
