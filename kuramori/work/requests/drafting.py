"""What somebody behind a link writes before handing in: saved as they go, by several colleagues at once.

Nobody of the asking side has a door to it, and the trail, which is theirs, tells nothing of what stands in it: only
that somebody has begun. Each answer remembers who wrote it and when; whoever writes names what they saw there, so that
nobody writes over a colleague's answer without having read it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kuramori.ground.people.codes import Visitor
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.requests.claiming import Held
from kuramori.rules.requests.outcomes import Given
from kuramori.rules.requests.reply_text import (
    LONGEST,
    Further,
    further_from,
    given_from,
    plain_further,
    plain_given,
)
from kuramori.rules.requests.requirements import Requirements, read_requirements
from kuramori.work.requests import events_replies as events
from kuramori.work.requests import facts_replies as facts
from kuramori.work.requests.link_purpose import KIND
from kuramori.work.requests.models import Asked, AskedState, ReplyDraft

NOTHING = ""
"""The mark of an item that nobody has answered yet."""


@dataclass(frozen=True, slots=True)
class Written:
    """One answer of a draft, who wrote it last and when."""

    given: Given
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """`held`: the equivalents the giver says to hold. `further`: what is volunteered of firms beyond it."""

    answers: Mapping[str, Written] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    further: Further | None = None
    disclosure: str = ""
    given_by: str = ""
    revision: int = 0
    handed_in_at: datetime.datetime | None = None

    @property
    def given(self) -> dict[str, Given]:
        return {item: one.given for item, one in self.answers.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to stand at one item (None: nothing). `seen`: the mark of what they saw there."""

    given: Given | None
    seen: str


@dataclass(frozen=True, slots=True)
class Saved:
    """`changed` and `conflicts` are items; what conflicts was not written."""

    draft: Draft
    changed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class AnswerRefused(ValueError):
    """`wrongs`: for each item the code of what cannot be saved there. Nothing was saved."""

    def __init__(self, wrongs: Mapping[str, str]) -> None:
        super().__init__(dict(wrongs))
        self.wrongs = dict(wrongs)


def asked_behind(visitor: Visitor) -> Asked | None:
    """What this link is about."""
    if visitor.link.kind != KIND:
        return None
    found: Asked | None = (
        Asked.objects.filter(pk=visitor.link.thing_id)
        .select_related("request", "partner", "contact", "reply", "merged_into")
        .first()
    )
    return found


def draft_of(asked: Asked) -> Draft:
    """As it stands; an empty one where nobody has begun."""
    row = ReplyDraft.objects.filter(asked=asked).first()
    return _read(row) if row else Draft()


def waits(asked: Asked) -> bool:
    """Whether something was written that was not handed in; what, is told to nobody."""
    row = ReplyDraft.objects.filter(asked=asked).only("handed_in_at", "changed_at").first()
    return row is not None and (row.handed_in_at is None or row.changed_at > row.handed_in_at)


def mark_of(given: Given | None) -> str:
    """Equal for equal answers."""
    if given is None:
        return NOTHING
    text = json.dumps(plain_given(given), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def note_opened(visitor: Visitor, asked: Asked) -> None:
    """Somebody whose link it is has opened the pages: told to the asking side once."""
    if asked.state == AskedState.SENT:
        with transaction.atomic():
            _move(visitor, asked, {AskedState.SENT}, AskedState.OPENED, events.OPENED)


def save(visitor: Visitor, asked: Asked, wanted: Mapping[str, Wanted]) -> Saved:
    """Write answers into the draft, whoever else is writing.

    An item that a colleague has changed since is left as it is and named. It is saved after the deadline too, and
    after a withdrawal: nothing that was written is lost. Raises `AnswerRefused`.
    """
    require_sense(read_requirements(asked.request.content), wanted)
    with transaction.atomic():
        row = _locked(asked)
        content = json.loads(str(row.content))
        changed, conflicts = write_in(content["answers"], wanted, visitor.name)
        if changed:
            _keep(row, content)
            _begun(visitor, asked)
    return Saved(_read(row), tuple(changed), tuple(conflicts))


def choose_equivalents(visitor: Visitor, asked: Asked, held: Iterable[Held]) -> Draft:
    """Say which of the accepted equivalents one holds, with the number of the proof and its last day where known."""
    known = {one.id for one in read_requirements(asked.request.content).equivalents}
    with transaction.atomic():
        row = _locked(asked)
        content = json.loads(str(row.content))
        content["equivalents"] = [
            {"id": one.id, "number": one.number, "until": one.valid_until and one.valid_until.isoformat()}
            for one in sorted(held, key=lambda one: one.id)
            if one.id in known
        ]
        _keep(row, content)
        _begun(visitor, asked)
    return _read(row)


def tell_further(visitor: Visitor, asked: Asked, told: Further | None) -> Draft:
    """Write down what is volunteered of firms that handle it further; None takes it back."""
    with transaction.atomic():
        row = _locked(asked)
        content = json.loads(str(row.content))
        content["further"] = None if told is None else plain_further(told)
        _keep(row, content)
        _begun(visitor, asked)
    return _read(row)


def remember(asked: Asked, *, disclosure: str, given_by: str) -> Draft:
    """What was chosen on the page that hands in, for the next look at it."""
    with transaction.atomic():
        row = _locked(asked)
        content = json.loads(str(row.content))
        content |= {"disclosure": disclosure, "given_by": given_by}
        _keep(row, content)
    return _read(row)


def handed_in(asked: Asked) -> None:
    """The draft became a reply. Inside the transaction in which it was taken in."""
    row = _locked(asked)
    row.handed_in_at = clock.now()
    row.save(update_fields=["handed_in_at"])


def tidy(text: str, longest: int | None = None) -> str:
    """Typed text without signs that nobody sees."""
    plain = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return plain if longest is None else plain[:longest]


def write_in(answers: dict[str, Any], wanted: Mapping[str, Wanted], by: str) -> tuple[list[str], list[str]]:
    """Write into the kept answers what was seen as it still stands; which items changed, and which were left alone."""
    changed, conflicts = [], []
    for item, want in wanted.items():
        now, mine = _mark_in(answers, item), mark_of(want.given)
        if mine in (now, want.seen):
            continue
        if want.seen != now:
            conflicts.append(item)
            continue
        _write(answers, item, want.given, by)
        changed.append(item)
    return changed, conflicts


def require_sense(requirements: Requirements, wanted: Mapping[str, Wanted]) -> None:
    """Raises `AnswerRefused` for what nobody can answer."""
    known, wrongs = set(requirements.items), {}
    for item, want in wanted.items():
        given = want.given
        if item not in known:
            wrongs[item] = "not-asked"
        elif given is not None and given.level is not None and not 0 <= given.level <= requirements.best:
            wrongs[item] = "level"
        elif given is not None:
            long = [name for name, most in LONGEST.items() if len(getattr(given, name)) > most]
            wrongs |= {item: f"{long[0]}-too-long"} if long else {}
    if wrongs:
        raise AnswerRefused(wrongs)


def _locked(asked: Asked) -> ReplyDraft:
    now = clock.now()
    ReplyDraft.objects.get_or_create(
        asked=asked,
        defaults={
            "organisation": asked.organisation,
            "content": json.dumps({"answers": {}, "equivalents": [], "disclosure": "", "given_by": ""}),
            "begun_at": now,
            "changed_at": now,
        },
    )
    row: ReplyDraft = ReplyDraft.objects.select_for_update(of=("self",)).get(asked=asked)
    return row


def _keep(row: ReplyDraft, content: dict[str, Any]) -> None:
    row.content = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row.revision += 1
    row.changed_at = clock.now()
    row.save(update_fields=["content", "revision", "changed_at"])


def _write(answers: dict[str, Any], item: str, given: Given | None, by: str) -> None:
    if given is None:
        del answers[item]
        return
    answers[item] = {"given": plain_given(given), "by": by, "at": clock.now().isoformat()}


def _mark_in(answers: dict[str, Any], item: str) -> str:
    return mark_of(given_from(answers[item]["given"])) if item in answers else NOTHING


def _read(row: ReplyDraft) -> Draft:
    return draft_from(str(row.content), row.revision, row.handed_in_at)


def draft_from(text: str, revision: int, handed_in_at: datetime.datetime | None) -> Draft:
    """A draft as it is kept."""
    said = json.loads(text)
    return Draft(
        answers={
            item: Written(given_from(one["given"]), one["by"], datetime.datetime.fromisoformat(one["at"]))
            for item, one in said["answers"].items()
        },
        held=tuple(map(_held, said.get("equivalents", ()))),
        further=further_from(said.get("further")),
        disclosure=said.get("disclosure", ""),
        given_by=said.get("given_by", ""),
        revision=revision,
        handed_in_at=handed_in_at,
    )


def _begun(visitor: Visitor, asked: Asked) -> None:
    _move(visitor, asked, {AskedState.SENT, AskedState.OPENED}, AskedState.ANSWERING, events.BEGUN)


def _move(visitor: Visitor, asked: Asked, before: set[AskedState], after: AskedState, event: Event) -> None:
    if asked.state not in before:
        return
    row: Asked = Asked.objects.select_for_update(of=("self",)).select_related("partner").get(pk=asked.pk)
    if row.state not in before:
        return
    was = facts.asked(row)
    row.state = after
    row.opened_at = row.opened_at or clock.now()
    row.revision += 1
    row.save(update_fields=["state", "opened_at", "revision"])
    record(
        visitor,
        event,
        kind="asked",
        thing_id=row.pk,
        number=row.number,
        partner=row.partner.name,
        **between(was, facts.asked(row)),
    )
    asked.state, asked.opened_at = row.state, row.opened_at


def _held(said: str | Mapping[str, Any]) -> Held:
    """Drafts begun before numbers and days were asked hold the id alone."""
    if isinstance(said, str):
        return Held(said)
    return Held(
        said["id"], said["number"], datetime.date.fromisoformat(said["until"]) if said["until"] else None
    )
