"""What taking in a file would do, worked out against the roster of now. Nothing is read or written here."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.importing.columns import LABELS
from kuramori.ground.people.importing.file import Fault, Line
from kuramori.ground.people.models import Kind
from kuramori.ground.people.roster import Entry, RosterLine

_NOBODY = RosterLine(uuid.UUID(int=0), "", "", (), "", None, Entry.NONE)


class What(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    LEAVES = "leaves"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return str(WHAT_LABELS[self])


WHAT_LABELS = {
    What.NEW: gettext_lazy("新しい人"),
    What.CHANGED: gettext_lazy("変わる人"),
    What.LEAVES: gettext_lazy("退職・最後の日"),
    What.SAME: gettext_lazy("変わらない人"),
    What.FAULT: gettext_lazy("直すところがある行"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, as the page shows it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one row; `person_id` is None for somebody new."""

    line: Line
    what: What
    person_id: uuid.UUID | None = None
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order of the file. `departments` are names that the organisation does not have yet."""

    steps: tuple[Step, ...]
    departments: tuple[str, ...]

    @property
    def counts(self) -> dict[What, int]:
        counted = Counter(step.what for step in self.steps)
        return {what: counted[what] for what in What}

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(fault for step in self.steps for fault in step.faults)

    @property
    def does_nothing(self) -> bool:
        return all(step.what in {What.SAME, What.FAULT} for step in self.steps)

    def digest(self) -> str:
        """16 digits that differ where what would happen differs: what was shown is what is taken in."""
        told = [
            [step.line.row, step.what, str(step.person_id or ""), [[c.label, c.after] for c in step.changes]]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps([told, self.departments]).encode()).hexdigest()[:16]


def plan(
    lines: Sequence[Line],
    people: Sequence[RosterLine],
    departments: Sequence[str],
    *,
    opens_departments: bool = True,
) -> Plan:
    """Match every line with the roster. With `opens_departments` false a line with an unknown department is a fault."""
    matcher = _Matcher(people)
    doubled = _doubled(lines)
    unknown = list(
        dict.fromkeys(
            line.department for line in lines if line.department and line.department not in departments
        )
    )
    steps = []
    for line in lines:
        faults = [*line.faults, *doubled.get(line.row, ())]
        if line.department in unknown and not opens_departments:
            reason = _("部署「%(name)s」はまだありません。作るか、書き直してください。") % {
                "name": line.department
            }
            faults.append(Fault(line.row, str(LABELS["department"]), reason))
        steps.append(_step(line, matcher, faults))
    return Plan(steps=tuple(steps), departments=tuple(unknown))


def _step(line: Line, matcher: _Matcher, faults: list[Fault]) -> Step:
    person: RosterLine | None = None
    if not faults:
        person, doubt = matcher.find(line)
        if doubt:
            faults.append(Fault(line.row, "", doubt))
        elif person is not None:
            faults += _contradictions(line, person)
    if faults:
        return Step(line, What.FAULT, faults=tuple(faults))
    if person is None:
        return Step(line, What.NEW, changes=_told(line))
    changes = _changes(line, person)
    if not changes:
        return Step(line, What.SAME, person.id)
    leaves = line.left_on is not None and line.left_on != person.left_on
    return Step(line, What.LEAVES if leaves else What.CHANGED, person.id, changes)


class _Matcher:
    """Who on the roster a line means: by number, else by address, else by a name that only one has."""

    def __init__(self, people: Sequence[RosterLine]) -> None:
        self.by_number = {person.number: person for person in people if person.number}
        self.by_email: dict[str, list[RosterLine]] = {}
        self.by_name: dict[str, list[RosterLine]] = {}
        for person in people:
            self.by_name.setdefault(plain_name(person.name), []).append(person)
            if person.email:
                self.by_email.setdefault(person.email.lower(), []).append(person)

    def find(self, line: Line) -> tuple[RosterLine | None, str]:
        """The person, or None for somebody new; and a doubt in words where it cannot be told."""
        if line.number and line.number in self.by_number:
            return self.by_number[line.number], ""
        same_name = self.by_name.get(plain_name(line.name), [])
        if line.number:
            # A number nobody has: somebody on the roster who has none yet may be meant.
            same_name = [person for person in same_name if not person.number]
        mailed = [one for one in self.by_email.get(line.email, []) if one in same_name] if line.email else []
        found = mailed or same_name
        if len(found) > 1:
            return None, _("名簿に同じお名前の方が%(n)s人います。社員番号かメールを書いてください。") % {
                "n": len(found)
            }
        return (found[0] if found else None), ""


def plain_name(name: str) -> str:
    """A name as it is compared: without spaces, and full-width letters as narrow ones."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _doubled(lines: Sequence[Line]) -> dict[int, list[Fault]]:
    """Rows that tell of one person twice: the same number, or the same name with nothing to tell them apart."""
    seen: dict[tuple[str, str], int] = {}
    found: dict[int, list[Fault]] = {}
    for line in lines:
        if line.number:
            key = ("number", line.number)
            sentence = _("社員番号「%(value)s」が%(row)s行目にもあります。")
        else:
            key = ("name", f"{plain_name(line.name)} {line.email}")
            sentence = _("「%(value)s」さんが%(row)s行目にもあります。別の方なら、社員番号を書いてください。")
        if not line.number and not line.name:
            continue
        if key in seen:
            value = line.number or line.name
            reason = sentence % {"value": value, "row": seen[key]}
            found.setdefault(line.row, []).append(Fault(line.row, "", reason))
        else:
            seen[key] = line.row
    return found


def _contradictions(line: Line, person: RosterLine) -> list[Fault]:
    joined_on = line.joined_on or person.joined_on
    if line.left_on and joined_on and line.left_on < joined_on:
        reason = _("退職日が、名簿の入社日（%(day)s）より前です。") % {"day": _day(joined_on)}
        return [Fault(line.row, str(LABELS["left_on"]), reason)]
    if line.kind is Kind.OUTSIDE and person.needs_end_outside and line.left_on is None:
        reason = _("監査者の方を外部にするには、最後の日が要ります。退職日の欄に書いてください。")
        return [Fault(line.row, str(LABELS["left_on"]), reason)]
    return []


def _changes(line: Line, person: RosterLine) -> tuple[Change, ...]:
    """What differs. An empty cell changes nothing."""
    pairs: Mapping[str, tuple[str, str]] = {
        "number": (person.number, line.number),
        "name": (person.name, line.name),
        "kana": (person.kana, line.kana),
        "kind": (person.kind_label, str(line.kind.label) if line.kind else ""),
        "department": (person.department, line.department),
        "joined_on": (_day(person.joined_on), _day(line.joined_on)),
        "left_on": (_day(person.left_on), _day(line.left_on)),
        "email": (person.email, line.email),
    }
    return tuple(
        Change(str(LABELS[field]), before, after)
        for field, (before, after) in pairs.items()
        if after and after != before
    )


def _told(line: Line) -> tuple[Change, ...]:
    changes = _changes(line, _NOBODY)
    if line.kind is None:
        changes = (*changes, Change(str(LABELS["kind"]), "", str(Kind.EMPLOYEE.label)))
    return changes


def _day(day: datetime.date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""
