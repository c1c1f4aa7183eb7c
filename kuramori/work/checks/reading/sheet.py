"""One sheet: every item with its answer, evidence and delegation, how far one is, and what the reader may do."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.catalogue import Item, Pack
from kuramori.work.checks.given import official_score_of
from kuramori.work.checks.guest.asking import Progress
from kuramori.work.checks.models import Answer, Delegation, Evidence, Route, Sheet
from kuramori.work.checks.note import mark_of
from kuramori.work.checks.reading.packs import pack_of, text_of
from kuramori.work.checks.reading.people import name_of
from kuramori.work.checks.reading.sheets import minutes_for


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What shows an answer: a file (`file_name`, `size` in bytes, `sha256`), a link (`url`), or a title alone."""

    id: uuid.UUID
    title: str
    url: str
    file_name: str
    size: int
    sha256: str
    added_at: datetime.datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """Who was asked for an item. `is_me`: the reader; `is_open`: not answered by that colleague yet."""

    id: uuid.UUID
    person: str
    is_me: bool
    asked_by: str
    message: str
    due_on: datetime.date | None
    is_open: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item and its answer. `standing` is open, done or na; `level` None unless done.

    `revision` counts the writes, 0 before the first. `is_carried`: nobody has touched it in this round.
    """

    id: str
    number: str
    title: str
    subtitle: str
    standing: str
    level: int | None
    level_name: str
    level_says: str
    na_reason: str
    comment: str
    revision: int
    answered_at: datetime.datetime | None
    answered_by: str
    is_carried: bool
    evidence: tuple[EvidenceLine, ...]
    delegation: DelegationLine | None
    may_answer: bool

    @property
    def is_mine(self) -> bool:
        """Was the reader asked, and has not answered yet?"""
        return self.delegation is not None and self.delegation.is_me and self.delegation.is_open


@dataclass(frozen=True, slots=True)
class MeasureLines:
    """The items of one measure group."""

    id: str
    mark: str
    title: str
    lines: tuple[ItemLine, ...]

    @property
    def done(self) -> int:
        return sum(line.standing != "open" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure group with those of its items that the reader wants to see."""

    measure: MeasureLines
    lines: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with this sheet as it is now: nothing changes a final one."""

    answer: bool
    delegate: bool
    finalise: bool
    revise: bool
    plan: bool
    read_files: bool
    report: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as a whole. `note_mark` goes back with a changed note; `official_score` is METI's own, 0–100 or None."""

    id: uuid.UUID
    name: str
    is_final: bool
    route: str
    pack_id: str
    pack_title: str
    pack_version: str
    digest: str
    begun_at: datetime.datetime
    begun_by: str
    finalised_at: datetime.datetime | None
    finalised_by: str
    previous_id: uuid.UUID | None
    official_label: str
    official_score: int | float | None
    note: str
    note_mark: str
    na_name: str
    measures: tuple[MeasureLines, ...]
    done: int
    all: int
    minutes_left: int
    may: May

    @property
    def lines(self) -> tuple[ItemLine, ...]:
        """Every item, in the pack's order of measures."""
        return tuple(line for measure in self.measures for line in measure.lines)

    @property
    def missing(self) -> tuple[ItemLine, ...]:
        """The items that still have no answer."""
        return tuple(line for line in self.lines if line.standing == "open")

    @property
    def asked(self) -> tuple[ItemLine, ...]:
        """The items that somebody was asked for."""
        return tuple(line for line in self.lines if line.delegation is not None)

    @property
    def mine(self) -> tuple[ItemLine, ...]:
        """The items that wait for the reader's answer because a colleague asked."""
        return tuple(line for line in self.lines if line.is_mine)

    def only(self, which: str) -> tuple[Shown, ...]:
        """The items that are `open`, `asked`, `mine`, or all of them, by measure; empty measures are left out."""
        wanted = {"open": self.missing, "asked": self.asked, "mine": self.mine}.get(which, self.lines)
        parts = (Shown(m, tuple(line for line in m.lines if line in wanted)) for m in self.measures)
        return tuple(part for part in parts if part.lines)

    def line(self, item_id: str) -> ItemLine:
        """The item; raises KeyError for an id the pack does not have."""
        return {line.id: line for line in self.lines}[item_id]


def sheet_view(actor: Actor, sheet: Sheet) -> SheetView:
    """The sheet, in three queries whatever its size. The caller has passed the door."""
    pack, text = pack_of(sheet), text_of(pack_of(sheet))
    lines = item_lines(actor, sheet, pack)
    done = sum(line.standing != "open" for line in lines.values())
    return SheetView(
        id=sheet.pk,
        name=sheet.name,
        is_final=sheet.is_final,
        route=str(Route(sheet.route).label),
        pack_id=sheet.pack_id,
        pack_title=text.title,
        pack_version=sheet.version,
        digest=sheet.digest,
        begun_at=sheet.begun_at,
        begun_by=name_of(sheet.begun_by),
        finalised_at=sheet.finalised_at,
        finalised_by=name_of(sheet.finalised_by),
        previous_id=sheet.previous_id,
        official_label=text.official_score_label or "",
        official_score=official_score_of(sheet),
        note=sheet.note,
        note_mark=mark_of(sheet),
        na_name=text.na_name,
        measures=tuple(
            MeasureLines(
                measure.id,
                measure.mark,
                text.measures[measure.id].title,
                tuple(lines[item.id] for item in pack.items_of_measure(measure.id)),
            )
            for measure in pack.measures
        ),
        done=done,
        all=len(lines),
        minutes_left=minutes_for(pack, len(lines) - done),
        may=may_of(actor, sheet),
    )


def item_lines(actor: Actor, sheet: Sheet, pack: Pack) -> dict[str, ItemLine]:
    """Every item of the pack with what stands on the sheet, by id, in the pack's order."""
    answers = {row.item: row for row in Answer.objects.filter(sheet=sheet).select_related("answered_by")}
    evidence: dict[str, list[Evidence]] = {}
    kept = Evidence.objects.filter(sheet=sheet, removed_at__isnull=True).order_by("added_at")
    for row in kept.select_related("file", "added_by"):
        evidence.setdefault(row.item, []).append(row)
    open_asks = Delegation.objects.filter(sheet=sheet, withdrawn_at__isnull=True)
    asked = {row.item: row for row in open_asks.select_related("person", "asked_by")}
    return {
        item.id: _item_line(
            actor, sheet, pack, item, answers.get(item.id), evidence.get(item.id, ()), asked.get(item.id)
        )
        for item in pack.items
    }


def may_of(actor: Actor, sheet: Sheet) -> May:
    """What this reader may do with this sheet now."""
    is_draft = not sheet.is_final
    return May(
        answer=is_draft and actor.may(Can.SHEET_ANSWER),
        delegate=is_draft and actor.may(Can.SHEET_DELEGATE),
        finalise=is_draft and actor.may(Can.SHEET_FINALISE),
        revise=sheet.is_final and actor.may(Can.SHEET_BEGIN),
        plan=actor.may(Can.PLAN_CHANGE),
        read_files=actor.may(Can.FILE_READ),
        report=actor.may(Can.REPORT_MAKE),
    )


def _item_line(
    actor: Actor,
    sheet: Sheet,
    pack: Pack,
    item: Item,
    row: Answer | None,
    evidence: Iterable[Evidence],
    asked: Delegation | None,
) -> ItemLine:
    text = text_of(pack)
    own, level = text.items[item.id], row.level if row else None
    delegation = _delegation_line(actor, asked) if asked else None
    given = row is not None and row.is_given
    asked_me = delegation is not None and delegation.is_me and actor.may(Can.SHEET_ANSWER_DELEGATED)
    return ItemLine(
        id=item.id,
        number=item.number,
        title=own.title,
        subtitle=own.subtitle or "",
        standing="open" if not given else "done" if level is not None else "na",
        level=level,
        level_name=text.levels[level].name if level is not None else "",
        level_says=own.levels[level] if level is not None else "",
        na_reason=row.na_reason if row else "",
        comment=row.comment if row else "",
        revision=row.revision if row else 0,
        answered_at=row.answered_at if row else None,
        answered_by=name_of(row.answered_by) if row else "",
        is_carried=given and row is not None and row.answered_at < sheet.begun_at,
        evidence=tuple(_evidence_line(one) for one in evidence),
        delegation=delegation,
        may_answer=not sheet.is_final and (actor.may(Can.SHEET_ANSWER) or asked_me),
    )


def _evidence_line(row: Evidence) -> EvidenceLine:
    return EvidenceLine(
        id=row.pk,
        title=row.title,
        url=row.url,
        file_name=row.file.name if row.file else "",
        size=row.file.size if row.file else 0,
        sha256=row.file.sha256 if row.file else "",
        added_at=row.added_at,
        added_by=name_of(row.added_by),
    )


def _delegation_line(actor: Actor, row: Delegation) -> DelegationLine:
    is_open = row.answered_at is None
    return DelegationLine(
        id=row.pk,
        person=row.person.name,
        is_me=row.person_id == actor.person_id,
        asked_by=name_of(row.asked_by),
        message=row.message,
        due_on=row.due_on,
        is_open=is_open,
        is_overdue=is_open and row.due_on is not None and row.due_on < clock.today(),
    )


def progress_of(sheet: Sheet, pack: Pack) -> Progress:
    """How far a sheet is, in one query."""
    given = Answer.objects.filter(sheet=sheet).filter(Q(level__isnull=False) | ~Q(na_reason=""))
    done, items = given.count(), len(pack.items)
    return Progress(done, items, minutes_for(pack, items - done))
