"""Drop filled workbooks: keep them sealed, and read them one by one until somebody says which are to count.

Reading goes on where it stopped: each file knows whether it was read. It changes nothing of any reply.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadBook, read_any_book
from kuramori.work.requests import events_bulk as events
from kuramori.work.requests import facts_bulk as facts
from kuramori.work.requests.models import Asked, Drop, DroppedSheet, SheetState
from kuramori.work.requests.workbooks import unpicking
from kuramori.work.requests.workbooks.judging import JUDGED, judge
from kuramori.work.requests.workbooks.unpacking import MOST_FILES, DropRefused, Handed, unpacked

JOB = "requests:read_drop"
PURPOSE = "dropped-sheet"
READERS: Final = ("workbooks-1", "workbooks-2")
"""The offices that read side by side: the second core reads while the first one's answer is written down."""
FEW: Final = 8
AT_ONCE: Final = 40
AT_ONCE_SECONDS: Final = 3.0
MOST_ROWS: Final = 3_000
MOST_COLUMNS: Final = 120
READ_SECONDS: Final = 20.0


def drop(actor: Actor, files: Iterable[tuple[str, bytes]]) -> Drop:
    """Keep what was handed in (name, bytes); workbooks inside a ZIP count one by one, the same file twice once.

    Nothing is read yet. Raises `DropRefused`.
    """
    actor.require(Can.REPLY_TAKE)
    kept: Drop
    with transaction.atomic():
        kept = Drop.objects.create(
            organisation=actor.organisation, made_by_id=actor.person_id, made_at=clock.now()
        )
        files_kept = _keep_each(kept, unpacked(files))
        record(
            actor,
            events.DROPPED,
            kind="drop",
            thing_id=kept.pk,
            files=files_kept,
            **between(None, facts.drop(kept)),
        )
    return kept


def add(actor: Actor, kept: Drop, files: Iterable[tuple[str, bytes]]) -> Drop:
    """Put more files into a drop: thousands are too large for one upload. Raises `DropRefused`."""
    actor.require(Can.REPLY_TAKE)
    with transaction.atomic():
        row: Drop = Drop.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        if row.emptied_at is not None:
            raise DropRefused("emptied")
        before = facts.drop(row)
        added = _keep_each(row, unpacked(files))
        row.read_at = None
        row.save(update_fields=["read_at"])
        record(
            actor,
            events.ADDED,
            kind="drop",
            thing_id=row.pk,
            files=added,
            **between(before, facts.drop(row)),
        )
    return row


def read_soon(actor: Actor, kept: Drop) -> Drop:
    """Read as much as a page may take; the worker reads the rest."""
    actor.require(Can.REPLY_TAKE)
    if not read_on(kept, seconds=AT_ONCE_SECONDS):
        enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, drop=str(kept.pk))
    kept.refresh_from_db()
    return kept


@job(JOB)
def read_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: what was read is not read again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.REPLY_TAKE):
        raise Trouble(_("頼んだ方が、いまは回答を受け取れない役割です。"))
    with scope(organisation=actor.organisation):
        kept = Drop.objects.filter(pk=str(arguments["drop"])).first()
        if kept is not None:
            read_on(kept, progress=progress)


def read_on(kept: Drop, *, seconds: float | None = None, progress: Progress | None = None) -> bool:
    """Read what is left, for about `seconds` (None: to the end); whether all is read."""
    begun = monotonic()
    rows = DroppedSheet.objects.filter(drop=kept)
    total = rows.count()
    with ThreadPoolExecutor(len(READERS)) as readers:
        while portion := list(rows.filter(state=SheetState.WAITING).order_by("at")[:AT_ONCE]):
            _read_portion(kept, portion, readers)
            if progress is not None:
                progress(total - rows.filter(state=SheetState.WAITING).count(), total)
            if seconds is not None and monotonic() - begun > seconds:
                break
    is_read = not rows.filter(state=SheetState.WAITING).exists()
    if is_read:
        Drop.objects.filter(pk=kept.pk, read_at__isnull=True).update(read_at=clock.now())
    return is_read


def content_of(row: DroppedSheet) -> bytes:
    """The file as it was handed in; empty once it was emptied. Raises `SealBroken`."""
    if not row.sealed:
        return b""
    content: bytes = _sealer(row.organisation_id).open(bytes(row.sealed), _context(row))
    return content


def _keep_each(kept: Drop, files: Iterator[Handed]) -> int:
    """How many are new; the same bytes twice are one."""
    there = list(DroppedSheet.objects.filter(drop=kept).values_list("sha256", "at"))
    seen, at = {digest for digest, _at in there}, max((at for _digest, at in there), default=0)
    while portion := list(islice(files, AT_ONCE)):
        rows = []
        for handed in portion:
            at += 1
            row = _row(kept, at, handed)
            if row.sha256 not in seen:
                rows.append(row)
                seen.add(row.sha256)
        DroppedSheet.objects.bulk_create(rows)
        if len(seen) > MOST_FILES:
            raise DropRefused("too-many")
    return len(seen) - len(there)


def _row(kept: Drop, at: int, handed: Handed) -> DroppedSheet:
    digest = hashlib.sha256(handed.content or handed.name.encode()).hexdigest()
    row = DroppedSheet(
        organisation=kept.organisation,
        drop=kept,
        at=at,
        name=handed.name,
        sha256=digest,
        size=handed.size,
        sealed=b"",
        state=SheetState.UNREADABLE if handed.code else SheetState.WAITING,
        code=handed.code,
    )
    if handed.content:
        row.sealed = _sealer(kept.organisation_id).seal(handed.content, _context(row))
    return row


def _sealer(organisation_id: uuid.UUID) -> Any:
    return settings.VAULT.sealer(PURPOSE, str(organisation_id))


def _context(row: DroppedSheet) -> bytes:
    return f"{row.pk}:{row.sha256}".encode()


def _read_portion(kept: Drop, portion: Sequence[DroppedSheet], readers: ThreadPoolExecutor) -> None:
    contents = [content_of(row) for row in portion]
    # A second child process costs more than a handful of workbooks does.
    offices = [READERS[at % len(READERS)] if len(portion) > FEW else READERS[0] for at in range(len(portion))]
    books = list(readers.map(read_book, contents, offices))
    known = _known([book for book in books if isinstance(book, ReadBook)])
    with transaction.atomic():
        taken = _others_of(kept, portion)
        waiting = DroppedSheet.objects.filter(pk__in=[row.pk for row in portion], state=SheetState.WAITING)
        still = set(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
        for row, book in zip(portion, books, strict=True):
            # Somebody else may have read it meanwhile: whoever comes second says nothing.
            if row.pk in still:
                judge(row, book, known, taken)
                row.save(update_fields=JUDGED)


def read_book(content: bytes, office: str = READERS[0]) -> ReadBook | str:
    """The workbook, or why it could not be read. In a thread: touches no row."""
    try:
        return read_any_book(
            content,
            most_rows=MOST_ROWS,
            most_columns=MOST_COLUMNS,
            limit_seconds=READ_SECONDS,
            of=office,
        )
    except BookUnreadable as unreadable:
        return unreadable.code
    except PressFault:
        return "broken"


def _known(books: Sequence[ReadBook]) -> dict[str, Asked]:
    """Who was asked, by number."""
    numbers = {unpicking.identity(book)["number"] for book in books} - {""}
    also = [f"{path}{name}" for path in ("", "merged_into__") for name in ("request", "partner", "reply")]
    rows = Asked.objects.filter(number__in=numbers).select_related(*also)
    # What was written for a row that was merged counts for the one that goes on.
    return {row.number: row.merged_into or row for row in rows}


def _others_of(kept: Drop, portion: Sequence[DroppedSheet]) -> set[uuid.UUID]:
    """Who has a workbook in this drop already."""
    others = DroppedSheet.objects.filter(drop=kept, asked__isnull=False)
    found = others.exclude(pk__in=[row.pk for row in portion]).values_list("asked_id", flat=True)
    return set(found)
