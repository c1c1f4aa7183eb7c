"""Put somebody on the roster, and amend their line: with or without a login, nothing dated is overwritten."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people import events, facts_of, timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.appointing import check_last_day
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import (
    AccountManager,
    Department,
    Employment,
    Kind,
    Leaving,
    Membership,
    Person,
    Placement,
)
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.rows import insert
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Happened, record, record_all
from kuramori.outside import clock

FIELDS = {
    "name": _("お名前"),
    "kana": _("フリガナ"),
    "number": _("社員番号"),
    "email": _("メールアドレス"),
    "kind": _("区分"),
    "department": _("部門"),
    "joined_on": _("入社日"),
    "left_on": _("退職日"),
}


class NumberTaken(ValueError):
    """Another person of the roster has this employee number."""


class LeavesBeforeJoining(ValueError):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """A line of the roster. Empty text and None: not told, so that an amendment leaves it as it is."""

    name: str = ""
    kana: str = ""
    number: str = ""
    email: str = ""
    kind: Kind | None = None
    department: Department | None = None
    joined_on: datetime.date | None = None
    left_on: datetime.date | None = None


def kind_for(role: Role) -> Kind:
    """The kind that goes without saying when somebody is given this role and no kind was told."""
    return {Role.OWNER: Kind.OFFICER, Role.EXPERT: Kind.OUTSIDE}.get(role, Kind.EMPLOYEE)


def enrol(actor: Actor, told: Particulars) -> Person:
    """A new line of the roster, without a role and without a login. Raises `NumberTaken`, `LeavesBeforeJoining`.

    Without a kind it is an employee's, without a first day it begins today.
    """
    with transaction.atomic():
        [made] = enrol_all(actor, [told])
        if isinstance(made, ValueError):
            raise made
        person: Person = Person.objects.get(pk=made)
    return person


def enrol_all(
    actor: Actor, lines: Sequence[Particulars]
) -> list[uuid.UUID | NumberTaken | LeavesBeforeJoining]:
    """`enrol` of many, each with its own entry in the trail: for each line the new person's id, or why it was refused.

    Of a line that was refused nothing is kept. A few statements for all of them.
    """
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        taken = _taken_numbers(lines)
        made: list[uuid.UUID | NumberTaken | LeavesBeforeJoining] = []
        newcomers: list[_Newcomer] = []
        for told in lines:
            first = told.joined_on or min(clock.today(), told.left_on or clock.today())
            if told.left_on is not None and told.left_on < first:
                made.append(LeavesBeforeJoining(told.left_on))
            elif told.number and told.number in taken:
                made.append(NumberTaken(told.number))
            else:
                newcomers.append(_Newcomer(uuid.uuid4(), told, told.kind or Kind.EMPLOYEE, first))
                made.append(newcomers[-1].key)
                taken.add(told.number)
        _write_newcomers(newcomers)
        record_all(actor, [_entry(one) for one in newcomers])
    return made


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """A line that is to be: its key, what was told, and what holds where nothing was."""

    key: uuid.UUID
    told: Particulars
    kind: Kind
    joined_on: datetime.date

    @property
    def email(self) -> str:
        return str(AccountManager.normalize_email(self.told.email))


def _taken_numbers(lines: Sequence[Particulars]) -> set[str]:
    asked = [told.number for told in lines if told.number]
    return set(Person.objects.filter(number__in=asked).values_list("number", flat=True)) if asked else set()


def _write_newcomers(newcomers: Sequence[_Newcomer]) -> None:
    now = clock.now()
    insert(
        Person,
        ["id", "name", "kana", "number", "email"],
        [[one.key, one.told.name, one.told.kana, one.told.number, one.email] for one in newcomers],
    )
    days = ["from_on", "until_on", "recorded_at"]
    insert(
        Employment,
        ["id", "person_id", "kind", *days],
        [[uuid.uuid4(), one.key, one.kind.value, one.joined_on, one.told.left_on, now] for one in newcomers],
        trusted={"person_id"},
    )
    insert(
        Placement,
        ["id", "person_id", "department_id", *days],
        [
            [uuid.uuid4(), one.key, one.told.department.pk, one.joined_on, one.told.left_on, now]
            for one in newcomers
            if one.told.department is not None
        ],
        trusted={"person_id"},
    )


def _entry(one: _Newcomer) -> Happened:
    told = one.told
    days = [one.joined_on, told.left_on]
    facts = {
        "name": told.name,
        "kana": told.kana,
        "number": told.number,
        "email": one.email,
        "has_account": False,
        "roles": [],
        "kinds": [[one.kind.value, *days]],
        "departments": [[told.department.pk, *days]] if told.department else [],
    }
    detail = {"person": told.name, "kind_of": str(one.kind.label)}
    detail |= between(None, facts, private=facts_of.PERSONAL)
    return Happened(events.ENROLLED, "person", one.key, detail)


def amend(actor: Actor, person: Person, told: Particulars) -> tuple[str, ...]:
    """Change what is told and differs; returns the names of the changed fields. The last day is `leave`'s affair.

    Kind and department change from today on (from the first day, where that lies ahead); a corrected first day holds
    from then. An auditor without a last day who becomes one from outside comes until `left_on`. Raises `NumberTaken`,
    and for such an auditor `LastDayMissing`, `LastDayPast`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        before = facts_of.person(person)
        comes_until = _comes_until(person, told)
        changed = [*_amend_words(person, told), *_amend_days(person, told)]
        if comes_until is not None:
            for model in (Membership, Employment, Placement):
                timeline.end(model, {"person": person}, last_day=comes_until)
            changed.append("left_on")
        if changed:
            record(
                actor,
                events.AMENDED,
                kind="person",
                thing_id=person.pk,
                person=person.name,
                changes="・".join(str(FIELDS[name]) for name in changed),
                **between(before, facts_of.person(person), private=facts_of.PERSONAL),
            )
    return tuple(changed)


def correct_last_day(actor: Actor, person: Person, left_on: datetime.date) -> bool:
    """Whoever is gone already left on another day than was thought. For those who are still here see `leave`."""
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        before = facts_of.person(person)
        if not timeline.reopen(Employment, {"person": person}, last_day=left_on):
            return False
        timeline.end(Placement, {"person": person}, last_day=left_on)
        record(
            actor,
            events.AMENDED,
            kind="person",
            thing_id=person.pk,
            person=person.name,
            changes=str(FIELDS["left_on"]),
            **between(before, facts_of.person(person)),
        )
    return True


def come_in(
    person: Person, kind: Kind, department: Department | None, until_on: datetime.date | None
) -> None:
    """Whoever is given a role is on the roster from today, unless they are already. In the caller's transaction."""
    today = clock.today()
    if not Employment.objects.filter(held_on(), person=person).exists():
        last = until_on if kind is Kind.OUTSIDE else None
        timeline.lay(Employment, {"person": person}, {"kind": kind}, from_on=today, until_on=last)
    if department is not None:
        _place(person, department, today)
    Leaving.objects.filter(person=person, superseded_at__isnull=True, until_on__lt=today).update(
        superseded_at=clock.now()
    )


def _comes_until(person: Person, told: Particulars) -> datetime.date | None:
    """The last day that must be told with this change; None where it asks for none."""
    if told.kind is not Kind.OUTSIDE or _kind_of(person) == Kind.OUTSIDE:
        return None
    if not Membership.objects.filter(
        person=person, role=Role.AUDITOR, until_on__isnull=True, superseded_at__isnull=True
    ).exists():
        return None
    check_last_day(Role.AUDITOR, told.left_on, told.kind)
    return told.left_on


def _amend_words(person: Person, told: Particulars) -> list[str]:
    wanted = {
        "name": told.name,
        "kana": told.kana,
        "number": told.number,
        "email": AccountManager.normalize_email(told.email),
    }
    changed = [name for name, value in wanted.items() if value and value != getattr(person, name)]
    if "number" in changed:
        _check_number(told.number, person)
    for name in changed:
        setattr(person, name, wanted[name])
    if changed:
        person.save(update_fields=changed)
    return changed


def _amend_days(person: Person, told: Particulars) -> list[str]:
    changed, whose = [], {"person": person}
    rows = timeline.known(Employment, **whose)
    if not rows:
        # A line from before kinds were kept, or of one who held a role only.
        first = told.joined_on or clock.today()
        if told.kind or told.joined_on:
            timeline.lay(Employment, whose, {"kind": told.kind or Kind.EMPLOYEE}, from_on=first)
            changed += ["kind", *(["joined_on"] if told.joined_on else [])]
    else:
        run = timeline.newest_run(rows)
        if told.joined_on and run[-1].until_on is not None and told.joined_on > run[-1].until_on:
            # Back again: a new run beside the older one.
            kind = told.kind or Kind(run[-1].kind)
            timeline.lay(Employment, whose, {"kind": kind}, from_on=told.joined_on)
            changed.append("joined_on")
        elif told.joined_on and timeline.begin(Employment, whose, first_day=told.joined_on):
            timeline.begin(Placement, whose, first_day=told.joined_on)
            changed.append("joined_on")
        if told.kind and _kind_of(person) != told.kind:
            last = timeline.known(Employment, **whose)[-1]
            from_on = _from(last)
            timeline.lay(Employment, whose, {"kind": told.kind}, from_on=from_on, until_on=last.until_on)
            changed.append("kind")
    if told.department is not None and _place(person, told.department, _first_day(person)):
        changed.append("department")
    return changed


def _kind_of(person: Person) -> str:
    """The kind of the newest row; "" where nobody has told one."""
    rows = timeline.known(Employment, person=person)
    return str(rows[-1].kind) if rows else ""


def _from(last: Employment) -> datetime.date:
    """Today, or the nearest day that the newest row covers."""
    day = max(clock.today(), last.from_on)
    return min(day, last.until_on) if last.until_on else day


def _first_day(person: Person) -> datetime.date:
    rows = timeline.known(Employment, person=person)
    return _from(rows[-1]) if rows else clock.today()


def _place(person: Person, department: Department, from_on: datetime.date) -> bool:
    rows = timeline.known(Placement, person=person)
    if rows and rows[-1].department_id == department.pk and rows[-1].until_on is None:
        return False
    employed = timeline.known(Employment, person=person)
    last = employed[-1].until_on if employed else None
    begins = from_on
    if not rows and employed:
        # The first department told: as far as anybody knows, it was so from the first day on.
        begins = timeline.newest_run(employed)[0].from_on
    if rows and rows[-1].department_id == department.pk and rows[-1].until_on == last:
        return False
    return timeline.lay(
        Placement, {"person": person}, {"department": department}, from_on=begins, until_on=last
    )


def _check_number(number: str, person: Person | None) -> None:
    if not number:
        return
    others = Person.objects.filter(number=number)
    if person is not None:
        others = others.exclude(pk=person.pk)
    if others.exists():
        raise NumberTaken(number)
