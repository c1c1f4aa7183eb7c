"""Evidence on an answer: a file, a link, or the title of something on a shelf; and taking one off again."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import transaction

from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import keep, receive
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail import holds
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.document import FORBIDDEN
from kuramori.work.checks import access, events, facts_of
from kuramori.work.checks.answer import SheetAlreadyFinal, UnknownItem, lock_draft
from kuramori.work.checks.models import Evidence, Sheet

LONGEST_TITLE = 120
LONGEST_LINK = 500


class LinkRefused(ValueError):
    """Only http and https addresses of a reasonable length are taken as links."""


class NothingToShow(ValueError):
    """Neither a title nor a link nor a file."""


def attach_file(
    actor: Actor, sheet: Sheet, pack: Pack, item_id: str, *, title: str, name: str, chunks: Iterable[bytes]
) -> Evidence:
    """Keep a file and tie it to an answer.

    Raises the refusals of `papers.store`, `SheetAlreadyFinal`, `UnknownItem`.
    """
    access.require_may_answer(actor, sheet, item_id)
    number = _number(pack, item_id)
    if sheet.is_final:
        raise SheetAlreadyFinal(sheet.pk)
    received = receive(actor, name=name, chunks=chunks)
    with transaction.atomic():
        lock_draft(sheet)
        file = keep(actor, received)
        return _add(actor, sheet, item_id, number, title=_clean(title) or file.name, file=file)


def attach_link(
    actor: Actor, sheet: Sheet, pack: Pack, item_id: str, *, title: str, url: str = ""
) -> Evidence:
    """Tie a link, or only a title (「書庫Bの3段目」), to an answer.

    Raises `LinkRefused`, `NothingToShow`, `SheetAlreadyFinal`, `UnknownItem`.
    """
    access.require_may_answer(actor, sheet, item_id)
    number, title, url = _number(pack, item_id), _clean(title), url.strip()
    if url and not _is_link(url):
        raise LinkRefused(url)
    if not (title or url):
        raise NothingToShow
    with transaction.atomic():
        lock_draft(sheet)
        return _add(actor, sheet, item_id, number, title=title or url, url=url)


def remove_evidence(actor: Actor, evidence: Evidence, pack: Pack) -> None:
    """Take a piece of evidence off a draft. The row and the file stay; the page no longer shows them.

    Raises `trail.holds.UnderHold`.
    """
    access.require_may_answer(actor, evidence.sheet, evidence.item)
    with transaction.atomic():
        lock_draft(evidence.sheet)
        still_there = Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True)
        # Pressed twice, or by two people: the second one changes nothing and leaves no entry.
        if still_there.exists():
            holds.ask(evidence)
        before, now = facts_of.evidence(evidence), clock.now()
        if still_there.update(removed_at=now):
            record(
                actor,
                events.EVIDENCE_REMOVED,
                kind="sheet",
                thing_id=evidence.sheet_id,
                number=_number(pack, evidence.item),
                **between(before, before | {"removed_at": now}, part=evidence.pk),
            )


def _add(
    actor: Actor,
    sheet: Sheet,
    item_id: str,
    number: str,
    *,
    title: str,
    url: str = "",
    file: File | None = None,
) -> Evidence:
    evidence = Evidence.objects.create(
        organisation=actor.organisation,
        sheet=sheet,
        item=item_id,
        title=title[:LONGEST_TITLE],
        url=url,
        file=file,
        added_at=clock.now(),
        added_by_id=actor.person_id,
    )
    record(
        actor,
        events.EVIDENCE_ADDED,
        kind="sheet",
        thing_id=sheet.pk,
        number=number,
        **between(None, facts_of.evidence(evidence), part=evidence.pk, private=facts_of.TEXTS),
    )
    return evidence


def _number(pack: Pack, item_id: str) -> str:
    if item_id not in pack:
        raise UnknownItem(item_id)
    return pack.item(item_id).number


def _clean(title: str) -> str:
    return " ".join(FORBIDDEN.sub("", title).split())


def _is_link(url: str) -> bool:
    if len(url) > LONGEST_LINK or FORBIDDEN.search(url) or any(sign.isspace() for sign in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # Inside a company a host is often one word, so a dot is not asked for.
    return parts.scheme in ("http", "https") and bool(parts.hostname)
