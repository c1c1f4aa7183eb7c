"""Between looking and taking in: the lines of a file, sealed and kept by us for two hours.

Why here and not in the browser: a roster in a hidden field would lie in the browser's page cache and be as large as
any form may be, and a file chosen a second time need not be the file that was looked at. Sealed with the
organisation's own key, a copy of the database tells nothing of it; once taken in, thrown away or expired it is emptied.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import json
import uuid
import zlib

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people import events
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.importing.file import Fault, Line, Lines
from kuramori.ground.people.models import Kind, RosterDraft
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import ask, remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken

LASTS = datetime.timedelta(hours=2)
PURPOSE = "roster-draft"
SKIPPED = b":skipped"


class DraftGone(LookupError):
    """The draft was taken in, thrown away or has expired: the file has to be chosen again."""


def keep(actor: Actor, lines: Lines, content: bytes) -> RosterDraft:
    """Seal the lines of a file. Drafts that have expired are emptied on the way."""
    actor.require(Can.PEOPLE_CHANGE)
    now = clock.now()
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        empty_expired()
        draft = RosterDraft(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=now,
            expires_at=now + LASTS,
            digest=digest,
            total=len(lines.lines),
        )
        draft.sealed = _sealer(actor.organisation_id).seal(_packed(lines), _context(draft))
        draft.save()
        record(
            actor,
            events.ROSTER_READ,
            kind="roster",
            thing_id=draft.pk,
            rows=draft.total,
            hash=digest[:12],
        )
    return draft


def empty_expired() -> int:
    """Throw away what the acting organisation's expired drafts hold; how many there were."""
    expired: int = (
        RosterDraft.objects.filter(expires_at__lte=clock.now()).exclude(sealed=b"").update(sealed=b"")
    )
    return expired


def draft_for(actor: Actor, draft_id: uuid.UUID, *, to_see: bool = False) -> RosterDraft:
    """One draft of the actor's organisation, for whoever may change the roster: a colleague may finish it."""
    draft = RosterDraft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    if to_see:
        actor.require_to_see(Can.PEOPLE_CHANGE)
    else:
        actor.require(Can.PEOPLE_CHANGE)
    return draft


def lines_of(draft: RosterDraft) -> Lines:
    """What was read from the file. Raises `DraftGone`."""
    sealed = bytes(draft.sealed)
    if not sealed or draft.expires_at <= clock.now():
        raise DraftGone(draft.pk)
    try:
        plain = _sealer(draft.organisation_id).open(sealed, _context(draft))
    except SealBroken:
        raise DraftGone(draft.pk) from None
    told = json.loads(zlib.decompress(plain))
    return Lines(
        lines=tuple(_line(line) for line in told["lines"]),
        columns=tuple(told["columns"]),
        unknown=tuple(told["unknown"]),
    )


def skipped_of(draft: RosterDraft) -> list[tuple[int, str]]:
    """Row and reason of what was left out. A reason quotes what stood in a cell, so it lies sealed as the rows do."""
    try:
        sealed = base64.b64decode(draft.told["skipped"])
        told = json.loads(_sealer(draft.organisation_id).open(sealed, _context(draft) + SKIPPED))
    except (KeyError, SealBroken):
        return []
    return [(row, reason) for row, reason in told]


def sealed_skipped(draft: RosterDraft, skipped: list[tuple[int, str]]) -> str:
    """What `skipped_of` opens, as text for `told`."""
    plain = json.dumps(skipped, ensure_ascii=False).encode()
    sealed = _sealer(draft.organisation_id).seal(plain, _context(draft) + SKIPPED)
    return base64.b64encode(sealed).decode("ascii")


def throw_away(actor: Actor, draft: RosterDraft) -> None:
    """Remove a draft that is not wanted; one of which rows were taken in is emptied, and keeps what it tells of them.

    Raises `UnderHold` where the file must stay.
    """
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        held = RosterDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if held is None:
            return
        if held.begun_at is None:
            remove(actor, held, _("取り込まずにやめた名簿のファイル"))
        else:
            ask(held)
            RosterDraft.objects.filter(pk=held.pk).update(sealed=b"", expires_at=clock.now())


def _sealer(organisation_id: uuid.UUID):  # type: ignore[no-untyped-def]
    return settings.VAULT.sealer(PURPOSE, str(organisation_id))


def _context(draft: RosterDraft) -> bytes:
    return f"{draft.pk}:{draft.digest}".encode()


def _packed(lines: Lines) -> bytes:
    told = json.dumps(dataclasses.asdict(lines), ensure_ascii=False, default=str)
    return zlib.compress(told.encode(), 6)


def _line(told: dict[str, object]) -> Line:
    days = {name: _day(told[name]) for name in ("joined_on", "left_on")}
    faults = tuple(Fault(**fault) for fault in told["faults"])  # type: ignore[attr-defined]
    kind = Kind(str(told["kind"])) if told["kind"] else None
    return Line(**{**told, **days, "kind": kind, "faults": faults})  # type: ignore[arg-type]


def _day(text: object) -> datetime.date | None:
    return datetime.date.fromisoformat(str(text)) if text else None
