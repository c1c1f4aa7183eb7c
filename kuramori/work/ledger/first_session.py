"""まねされたら困る5つ: 45 minutes with the owner. Written as one goes, taken up again, approved at the end.

A line is: what it is called, why it is hard to copy, where it lies, who keeps it, and the five answers. Approving
enters all lines at once, or none.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.dealing import add_partner
from kuramori.ground.contacts.models import Partner
from kuramori.ground.contacts.wanted import PartnerWanted
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.classifying import Proposal, propose
from kuramori.work.ledger import content, entry, facts_life
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.life import line as tidy
from kuramori.work.ledger.models import Asset, FirstSession, Grade, Layer, Marked, Origin, Unit
from kuramori.work.ledger.register import register_all
from kuramori.work.places.models import Place

LINES = 5
PARTS = (1, 2, 1, 1, 3)
"""Minutes for each part of a line: what, why, where, who, and the five questions; 8 in all."""
MINUTES_AT_THE_END = 5


class LineUnfinished(EntryRefused):
    """Lines lack something. `numbers` count from 1."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(numbers)
        self.numbers = numbers

    @property
    def sentence(self) -> str:
        said = _("・").join(str(number) for number in self.numbers)
        return _("%(lines)s番がまだ途中です。埋めるか、空にしてから認めてください。") % {"lines": said}


class NothingWritten(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("まだ1つも書いていません。1つからでも登録できます。")


class OwnerMissing(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("認めた経営者の方を選んでください。")


@dataclass(frozen=True, slots=True)
class Line:
    """One of the five. `place` and `keeper` are ids or ""; `answers` question to option; grade and layer as chosen.

    `partner` is the name of the company whose it is, wanted of what somebody entrusted to the house.
    """

    name: str = ""
    why: str = ""
    place: str = ""
    keeper: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    grade: str = ""
    layer: str = ""
    partner: str = ""

    @property
    def is_received(self) -> bool:
        return self.answers.get("whose") == "received"

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.why)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """What a line that was begun still lacks, as the form calls it."""
        parts = (
            _("何か"),
            _("なぜまねしにくいか"),
            _("どこにあるか"),
            _("だれが持っているか"),
            _("区分の質問"),
        )
        lacking = [word for word, is_there in zip(parts, self._is_there, strict=True) if not is_there]
        if self.is_received and not self.partner:
            lacking.append(_("どの会社から預かったか"))
        return tuple(lacking)

    @property
    def minutes(self) -> int:
        """About how long it still takes: each part that is there makes it shorter."""
        return sum(minutes for minutes, is_there in zip(PARTS, self._is_there, strict=True) if not is_there)

    @property
    def _is_there(self) -> tuple[bool, ...]:
        said = (self.name, self.why, self.place, self.keeper, self.proposal)
        return tuple(map(bool, said))

    @property
    def proposal(self) -> Proposal | None:
        """What the answers lead to; None until all five are given."""
        wizard = content.wizard()
        if any(question.option(self.answers.get(question.id, "")) is None for question in wizard.questions):
            return None
        return propose(wizard.questions, wizard.thresholds, self.answers)

    @property
    def classes(self) -> tuple[str, str]:
        """Grade and layer: what was chosen, otherwise what is proposed."""
        proposed = self.proposal
        return (
            self.grade or (proposed.grade if proposed else ""),
            self.layer or (proposed.layer if proposed else ""),
        )


def standing() -> FirstSession | None:
    """The session that is being written, if any."""
    found: FirstSession | None = FirstSession.objects.filter(approved_at__isnull=True).first()
    return found


def begin_session(actor: Actor) -> FirstSession:
    """Begin, or go on with the one that stands."""
    actor.require(Can.ASSET_ADMIT)
    found = standing()
    if found is not None:
        return found
    with transaction.atomic():
        made: FirstSession = FirstSession(
            organisation=actor.organisation, begun_at=clock.now(), begun_by_id=actor.person_id
        )
        made.lines = "[]"
        made.save(force_insert=True)
        told = between(None, facts_life.session(made, 0))
        record(actor, events.SESSION_BEGUN, kind="first_session", thing_id=made.pk, **told)
    return made


def lines_of(session: FirstSession) -> tuple[Line, ...]:
    """The five lines, empty ones included."""
    kept: list[dict[str, Any]] = json.loads(str(session.lines))
    written = [Line(**one) for one in kept]
    return tuple(written + [Line()] * (LINES - len(written)))


def keep_line(
    actor: Actor, session: FirstSession, number: int, wanted: Line, *, revision: int
) -> FirstSession:
    """Keep line `number` (1 to 5) as it was written so far. Raises `LookupError` for another number.

    Raises `SessionMoved` where somebody else wrote meanwhile.
    """
    actor.require(Can.ASSET_ADMIT)
    if not 1 <= number <= LINES:
        raise LookupError(number)
    clean = replace(
        wanted, name=tidy(wanted.name, 120), why=tidy(wanted.why, 400), partner=tidy(wanted.partner, 120)
    )
    with transaction.atomic():
        row = _open(session)
        lines = list(lines_of(row))
        if lines[number - 1] == clean:
            return row
        if row.revision != revision:
            raise SessionMoved(row)
        told = between(
            facts_life.session_line(lines[number - 1]),
            facts_life.session_line(clean),
            part=f"line:{number}",
            private=facts_life.TEXTS,
        )
        lines[number - 1] = clean
        _write(row, lines)
        count = _written(lines)
        record(actor, events.SESSION_KEPT, kind="first_session", thing_id=row.pk, lines=count, **told)
    return row


class SessionMoved(ValueError):
    """Somebody else wrote meanwhile, or it was approved. `current` is what stands."""

    def __init__(self, current: FirstSession) -> None:
        super().__init__(current.pk)
        self.current = current


def owners() -> tuple[Person, ...]:
    """Who may say yes at the end: the 経営者 of today, by name."""
    held = Membership.objects.filter(held_on(), role=Role.OWNER.value)
    return tuple(Person.objects.filter(pk__in=held.values("person_id")).order_by("name"))


def approve(actor: Actor, session: FirstSession, owner: Person | None, *, revision: int) -> list[Asset]:
    """The owner says yes: all lines enter the ledger, or none.

    Raises `OwnerMissing`, `NothingWritten`, `LineUnfinished`, `SessionMoved`, `EntryRefused`.
    """
    actor.require(Can.ASSET_ADMIT)
    if owner is None or owner.pk not in {one.pk for one in owners()}:
        raise OwnerMissing
    with transaction.atomic():
        row = _open(session)
        if row.revision != revision:
            raise SessionMoved(row)
        lines = [(number, line) for number, line in enumerate(lines_of(row), start=1) if not line.is_empty]
        if not lines:
            raise NothingWritten
        unfinished = tuple(number for number, line in lines if not line.is_complete)
        if unfinished:
            raise LineUnfinished(unfinished)
        made = register_all(actor, [_wanted(actor, line) for _number, line in lines])
        before = facts_life.session(row, len(lines))
        row.lines, row.entered, row.approved_at, row.approved_by = "[]", len(made), clock.now(), owner
        row.revision += 1
        row.save()
        told = between(before, facts_life.session(row, 0))
        record(
            actor,
            events.SESSION_APPROVED,
            kind="first_session",
            thing_id=row.pk,
            owner=str(owner.pk),
            assets=[str(one.pk) for one in made],
            entered=len(made),
            **told,
        )
    return made


def minutes_left(lines: tuple[Line, ...]) -> int:
    """About how long it still takes."""
    return sum(line.minutes for line in lines) + MINUTES_AT_THE_END


def _wanted(actor: Actor, line: Line) -> entry.Wanted:
    grade, layer = line.classes
    place, keeper = Place.objects.get(pk=line.place), Person.objects.get(pk=line.keeper)
    more: dict[str, Any] = {}
    if grade == Grade.PUBLIC:
        more["marked"] = Marked.NOT_NEEDED  # nothing that anybody may see wants a mark
    if line.is_received:
        more |= {"origin": Origin.RECEIVED, "partner": _partner(actor, line.partner)}
    return entry.wanted(
        **more,
        name=line.name,
        what=line.why,
        grade=Grade(grade),
        layer=Layer(layer),
        unit=Unit.ITEM if grade == Grade.TOP else Unit.BUNDLE,
        place=place,
        keeper=keeper,
        review_on=content.lifecycle().next_review(grade, clock.today()),
        usefulness=line.why,
    )


def _partner(actor: Actor, name: str) -> Partner:
    """The partner of that name; one the house does not have yet is added as a customer."""
    standing = Partner.objects.filter(name=name, retired_on__isnull=True).order_by("pk").first()
    return standing or add_partner(actor, PartnerWanted(name, is_customer=True))


def _open(session: FirstSession) -> FirstSession:
    row: FirstSession = FirstSession.objects.select_for_update().get(pk=session.pk)
    if row.approved_at is not None:
        raise SessionMoved(row)
    return row


def _write(row: FirstSession, lines: list[Line]) -> None:
    row.lines = json.dumps([asdict(line) for line in lines], ensure_ascii=False)
    row.revision += 1
    row.save(update_fields=["lines", "revision"])


def _written(lines: list[Line]) -> int:
    return sum(not line.is_empty for line in lines)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a row."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
