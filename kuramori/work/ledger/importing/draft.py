"""Between looking and taking in: the file and the plan, sealed and kept by us.

A file that nobody takes in is thrown away after a day. Sealed with the organisation's own key, a copy of the database
tells nothing of it.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import uuid
import zlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Length
from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import as_json
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.work.ledger import events_import
from kuramori.work.ledger.importing.opening import opened
from kuramori.work.ledger.importing.plan import Fault, Step, What
from kuramori.work.ledger.models import Heading, ImportDraft, ImportPart

LASTS = datetime.timedelta(days=1)
PURPOSE = "ledger-draft"
FILE, PLAN, LOOK = "file", "plan", "look"
STEPS_IN_PART = 2_000
_WHATS = {what.value: what for what in What}


class DraftGone(LookupError):
    """The draft was taken in, thrown away or has expired: the file has to be chosen again."""


def keep(actor: Actor, content: bytes) -> ImportDraft:
    """Seal a file that was handed in. Drafts that have expired are emptied on the way."""
    actor.require(Can.ASSET_IMPORT)
    now = clock.now()
    with transaction.atomic():
        empty_expired()
        draft = ImportDraft(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=now,
            expires_at=now + LASTS,
            digest=hashlib.sha256(content).hexdigest(),
        )
        draft.save()
        _put(draft, FILE, 0, _seal(draft, FILE, 0, content))
        record(
            actor,
            events_import.FILE_READ,
            kind="asset_import",
            thing_id=draft.pk,
            hash=draft.digest[:12],
        )
    return draft


def empty_expired() -> int:
    """Throw away what expired drafts of the acting organisation hold, unless taking in was begun; how many parts."""
    expired = ImportDraft.objects.filter(expires_at__lte=clock.now(), begun_at__isnull=True)
    return _empty(ImportPart.objects.filter(draft__in=expired))


def draft_for(actor: Actor, draft_id: uuid.UUID) -> ImportDraft:
    """One draft of the actor's organisation: a colleague with the right may finish it."""
    draft = ImportDraft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    actor.require(Can.ASSET_IMPORT)
    return draft


def throw_away(actor: Actor, draft: ImportDraft) -> None:
    """Empty a draft that is not wanted, unless taking in was begun."""
    actor.require(Can.ASSET_IMPORT)
    with transaction.atomic():
        waiting = ImportDraft.objects.filter(pk=draft.pk, begun_at__isnull=True)
        if waiting.update(expires_at=clock.now()):
            empty(draft)


def empty(draft: ImportDraft) -> None:
    """What the draft holds is not needed any more."""
    _empty(draft.parts.all())


def file_of(draft: ImportDraft) -> bytes:
    """The file. Raises `DraftGone`."""
    return _open(draft, FILE)[1]


def file_bytes(draft: ImportDraft) -> int:
    """How large the file is, as it lies sealed."""
    found = draft.parts.filter(kind=FILE).aggregate(bytes=Max(Length("sealed")))
    return int(found["bytes"] or 0)


def lies_here(draft: ImportDraft) -> bool:
    """Whether the draft still holds its file: it was neither thrown away nor emptied."""
    return bool(draft.parts.filter(kind=FILE).exclude(sealed=b"").exists())


class Plans:
    """Seals a plan while it is being worked out, so that it never lies in memory as a whole."""

    def __init__(self, draft: ImportDraft) -> None:
        self.draft = draft
        self.total = 0
        self.waiting: list[list[Any]] = []
        self.values: list[str] = []
        self.sealed: list[tuple[int, bytes]] = []

    def add(self, step: Step) -> None:
        """One more step; faults and what stays as it is are no part of a plan."""
        if step.what is not What.NEW and step.what is not What.CHANGED:
            return
        self.waiting.append([step.row, step.what.value, step.number, str(step.asset_id or ""), step.revision])
        self.values.append(as_json(step.values))
        if len(self.waiting) == STEPS_IN_PART:
            self._seal()

    def put(self) -> None:
        """Keep it in place of any earlier plan; the caller saves `draft.total`, in the same transaction."""
        self._seal()
        _empty(self.draft.parts.filter(kind=PLAN))
        for at, sealed in self.sealed:
            _put(self.draft, PLAN, at, sealed)
        self.draft.total = self.total

    def _seal(self) -> None:
        if self.waiting:
            # A line for all the heads, and one for the values of each: what a version keeps need not be written twice.
            told = "\n".join((as_json(self.waiting), *self.values)).encode()
            self.sealed.append((self.total, _seal(self.draft, PLAN, self.total, told)))
            self.total += len(self.waiting)
            self.waiting, self.values = [], []


def steps_from(draft: ImportDraft, done: int) -> list[Step]:
    """The next steps after the first `done`, some thousand at a time; none at the end. Raises `DraftGone`."""
    begin, plain = _open(draft, PLAN, done)
    heads, *lines = plain.decode().split("\n")
    heads, lines = json.loads(heads)[done - begin :], lines[done - begin :]
    known = opened(draft)
    return [
        Step(
            row,
            _WHATS[what],
            number,
            known.in_place(values),
            uuid.UUID(key) if key else None,
            revision,
            told="" if known.known else line,
        )
        for (row, what, number, key, revision), values, line in zip(
            heads, json.loads(f"[{','.join(lines)}]"), lines, strict=True
        )
    ]


def put_look(draft: ImportDraft, look: Mapping[str, Any]) -> None:
    """Keep what the page shows of it, in the caller's transaction."""
    told = json.dumps(look, ensure_ascii=False, default=_plain).encode()
    _put(draft, LOOK, 0, _seal(draft, LOOK, 0, told))


def look_of(draft: ImportDraft) -> dict[str, Any]:
    """What the page shows. Raises `DraftGone`."""
    told: dict[str, Any] = json.loads(_open(draft, LOOK)[1])
    return told


def remembered() -> dict[str, str]:
    """What headings meant the last time, by `columns.plain`."""
    return dict(Heading.objects.values_list("word", "field"))


def remember(actor: Actor, meant: Mapping[str, str]) -> None:
    """Keep what headings mean here, for the next file."""
    there = {row.word: row for row in Heading.objects.filter(word__in=meant)}
    for word, field in meant.items():
        row = there.get(word) or Heading(organisation=actor.organisation, word=word)
        if word and (row.pk is None or row.field != field):
            row.field = field
            row.save()


def _plain(value: object) -> Any:
    if isinstance(value, Fault):
        return dataclasses.asdict(value)
    return str(value)


def _sealer(draft: ImportDraft):  # type: ignore[no-untyped-def]
    return settings.VAULT.sealer(PURPOSE, str(draft.organisation_id))


def _put(draft: ImportDraft, kind: str, at: int, sealed: bytes) -> None:
    ImportPart.objects.update_or_create(
        draft=draft, kind=kind, at=at, defaults={"organisation": draft.organisation, "sealed": sealed}
    )


def _empty(parts: QuerySet[ImportPart]) -> int:
    return int(parts.exclude(sealed=b"").update(sealed=b""))


def _seal(draft: ImportDraft, kind: str, at: int, plain: bytes) -> bytes:
    sealed: bytes = _sealer(draft).seal(zlib.compress(plain, 1), _context(draft, kind, at))
    return sealed


def _open(draft: ImportDraft, kind: str, at: int = 0) -> tuple[int, bytes]:
    """The part in which `at` lies, with where it begins."""
    is_over = draft.expires_at <= clock.now() and draft.begun_at is None
    found = draft.parts.filter(kind=kind, at__lte=at).exclude(sealed=b"").order_by("at").last()
    if found is None or is_over:
        raise DraftGone(draft.pk)
    try:
        plain = _sealer(draft).open(bytes(found.sealed), _context(draft, kind, found.at))
    except SealBroken:
        raise DraftGone(draft.pk) from None
    return int(found.at), zlib.decompress(plain)


def _context(draft: ImportDraft, kind: str, at: int) -> bytes:
    return f"{draft.pk}:{draft.digest}:{kind}{at or ''}".encode()
