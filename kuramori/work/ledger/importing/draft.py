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
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.work.ledger import events_import
from kuramori.work.ledger.importing.plan import Fault, Step, What
from kuramori.work.ledger.models import Heading, ImportDraft

LASTS = datetime.timedelta(days=1)
PURPOSE = "ledger-draft"
FILE, PLAN, LOOK = b":file", b":plan", b":look"


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
        draft.sealed_file = _seal(draft, FILE, content)
        draft.save()
        record(
            actor,
            events_import.FILE_READ,
            kind="asset_import",
            thing_id=draft.pk,
            hash=draft.digest[:12],
        )
    return draft


def empty_expired() -> int:
    """Throw away what expired drafts of the acting organisation hold, unless taking in was begun."""
    expired: int = (
        ImportDraft.objects.filter(expires_at__lte=clock.now(), begun_at__isnull=True)
        .exclude(sealed_file=b"")
        .update(sealed_file=b"", sealed_plan=b"", sealed_look=b"")
    )
    return expired


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
    ImportDraft.objects.filter(pk=draft.pk, begun_at__isnull=True).update(
        sealed_file=b"", sealed_plan=b"", sealed_look=b"", expires_at=clock.now()
    )


def file_of(draft: ImportDraft) -> bytes:
    """The file. Raises `DraftGone`."""
    return _open(draft, FILE, draft.sealed_file)


def put_plan(draft: ImportDraft, steps: Iterable[Step]) -> None:
    """Keep what is to be done (faults and what stays apart) in the draft; the caller saves."""
    rows = [
        [step.row, step.what.value, step.number, step.values, str(step.asset_id or ""), step.revision]
        for step in steps
        if step.what in {What.NEW, What.CHANGED}
    ]
    draft.total = len(rows)
    draft.sealed_plan = _seal(draft, PLAN, json.dumps(rows, ensure_ascii=False).encode())


def plan_of(draft: ImportDraft) -> list[Step]:
    """The steps that are to be done. Raises `DraftGone`."""
    told = json.loads(_open(draft, PLAN, draft.sealed_plan))
    return [
        Step(row, What(what), number, values, uuid.UUID(key) if key else None, revision)
        for row, what, number, values, key, revision in told
    ]


def put_look(draft: ImportDraft, look: Mapping[str, Any]) -> None:
    """Keep what the page shows of it; the caller saves."""
    draft.sealed_look = _seal(draft, LOOK, json.dumps(look, ensure_ascii=False, default=_plain).encode())


def look_of(draft: ImportDraft) -> dict[str, Any]:
    """What the page shows. Raises `DraftGone`."""
    told: dict[str, Any] = json.loads(_open(draft, LOOK, draft.sealed_look))
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


def _seal(draft: ImportDraft, part: bytes, plain: bytes) -> bytes:
    sealed: bytes = _sealer(draft).seal(zlib.compress(plain, 1), _context(draft) + part)
    return sealed


def _open(draft: ImportDraft, part: bytes, sealed: bytes | memoryview[int]) -> bytes:
    is_over = draft.expires_at <= clock.now() and draft.begun_at is None
    if not bytes(sealed) or is_over:
        raise DraftGone(draft.pk)
    try:
        return zlib.decompress(_sealer(draft).open(bytes(sealed), _context(draft) + part))
    except SealBroken:
        raise DraftGone(draft.pk) from None


def _context(draft: ImportDraft) -> bytes:
    return f"{draft.pk}:{draft.digest}".encode()
