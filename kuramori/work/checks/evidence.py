"""Evidence on an answer: a file, a link, or the title of something on a shelf; and taking one off again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import store
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import access, events
from kuramori.work.checks.answer import lock_draft
from kuramori.work.checks.models import Evidence, Sheet


class LinkRefused(ValueError):
    """Only http and https addresses are taken as links."""


def attach_file(
    actor: Actor, sheet: Sheet, pack: Pack, item_id: str, *, title: str, name: str, chunks: Iterable[bytes]
) -> Evidence:
    """Keep a file and tie it to an answer. Raises the refusals of `papers.store`, `SheetAlreadyFinal`."""
    access.require_may_answer(actor, sheet, item_id)
    file = store(actor, name=name, chunks=chunks)
    return _add(actor, sheet, pack, item_id, title=title or file.name, file=file)


def attach_link(
    actor: Actor, sheet: Sheet, pack: Pack, item_id: str, *, title: str, url: str = ""
) -> Evidence:
    """Tie a link, or only a title (「書庫Bの3段目」), to an answer. Raises `LinkRefused`, `SheetAlreadyFinal`."""
    access.require_may_answer(actor, sheet, item_id)
    if url and not url.lower().startswith(("https://", "http://")):
        raise LinkRefused(url)
    return _add(actor, sheet, pack, item_id, title=title or url, url=url)


def remove_evidence(actor: Actor, evidence: Evidence, pack: Pack) -> None:
    """Take a piece of evidence off a draft. The row and the file stay; the page no longer shows them."""
    access.require_may_answer(actor, evidence.sheet, evidence.item)
    with transaction.atomic():
        lock_draft(evidence.sheet)
        evidence.removed_at = clock.now()
        evidence.save(update_fields=["removed_at"])
        number = pack.item(evidence.item).number
        record(actor, events.EVIDENCE_REMOVED, kind="sheet", thing_id=evidence.sheet_id, number=number)


def _add(
    actor: Actor,
    sheet: Sheet,
    pack: Pack,
    item_id: str,
    *,
    title: str,
    url: str = "",
    file: File | None = None,
) -> Evidence:
    number = pack.item(item_id).number
    with transaction.atomic():
        lock_draft(sheet)
        evidence = Evidence.objects.create(
            organisation=actor.organisation,
            sheet=sheet,
            item=item_id,
            title=title.strip()[:120],
            url=url,
            file=file,
            added_at=clock.now(),
            added_by_id=actor.person_id,
        )
        record(actor, events.EVIDENCE_ADDED, kind="sheet", thing_id=sheet.pk, number=number)
    return evidence
