"""Between looking and taking in: the lines of a file, sealed and kept by us for two hours."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import uuid
import zlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.work.partners import events_agreements as events
from kuramori.work.partners.exchanging.reading import Line, Lines
from kuramori.work.partners.models import AgreementDraft

LASTS = datetime.timedelta(hours=2)
PURPOSE = "agreements-draft"


class DraftGone(LookupError):
    """The draft was taken in, thrown away or has expired: the file has to be chosen again."""


def keep(actor: Actor, lines: Lines, content: bytes) -> AgreementDraft:
    """Seal the lines of a file. Drafts that have expired are emptied on the way."""
    actor.require(Can.AGREEMENT_CHANGE)
    now, digest = clock.now(), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        AgreementDraft.objects.filter(expires_at__lte=now).exclude(sealed=b"").update(sealed=b"")
        draft = AgreementDraft(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=now,
            expires_at=now + LASTS,
            digest=digest,
            total=len(lines.lines),
        )
        told = json.dumps(dataclasses.asdict(lines), ensure_ascii=False).encode()
        draft.sealed = _sealer(draft).seal(zlib.compress(told, 6), _context(draft))
        draft.save()
        record(
            actor,
            events.FILE_READ,
            kind="agreement_import",
            thing_id=draft.pk,
            rows=draft.total,
            hash=digest[:12],
        )
    return draft


def draft_for(actor: Actor, draft_id: uuid.UUID) -> AgreementDraft:
    """One draft of the actor's organisation, for whoever may change agreements."""
    draft: AgreementDraft | None = AgreementDraft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    actor.require(Can.AGREEMENT_CHANGE)
    return draft


def lines_of(draft: AgreementDraft) -> Lines:
    """What was read from the file. Raises `DraftGone`."""
    sealed = bytes(draft.sealed)
    if not sealed or draft.expires_at <= clock.now():
        raise DraftGone(draft.pk)
    try:
        told = json.loads(zlib.decompress(_sealer(draft).open(sealed, _context(draft))))
    except SealBroken:
        raise DraftGone(draft.pk) from None
    lines = tuple(
        Line(one["row"], one["heading"], one["terms"], [(column, why) for column, why in one["faults"]])
        for one in told["lines"]
    )
    return Lines(lines, tuple(told["columns"]), tuple(told["unknown"]))


def throw_away(actor: Actor, draft: AgreementDraft) -> None:
    """Remove a draft that is not wanted; one of which rows were taken in is emptied only."""
    actor.require(Can.AGREEMENT_CHANGE)
    with transaction.atomic():
        held = AgreementDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if held is None:
            return
        if held.told:
            held.sealed = b""
            held.save(update_fields=["sealed"])
        else:
            remove(actor, held, _("取り込まずにやめた契約のファイル"))


def _sealer(draft: AgreementDraft) -> Any:
    return settings.VAULT.sealer(PURPOSE, str(draft.organisation_id))


def _context(draft: AgreementDraft) -> bytes:
    return f"{draft.pk}:{draft.digest}".encode()
