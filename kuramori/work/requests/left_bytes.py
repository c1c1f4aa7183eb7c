"""The bytes of evidence that was removed: gone from the store at once, or in one of the two nights that follow.

Bytes of the last day stay for a day, because the very same may just have been handed in anew; storage that does not
answer is asked again every night. What is left is noted, so that a certificate tells what is true.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import shelf
from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.outside.bucket import StorageAway
from kuramori.work.requests.models import Asked
from kuramori.work.requests.models.replying import LeftBytes

NIGHTS = datetime.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Left:
    """Of the evidence that one partner gave: how many files are gone and how many still lie in the store.

    `gone_at`: when the last of them went. `by_on`: the day by whose end those that are left go. `is_named`: some of
    them are left because another record has the very same file.
    """

    gone: int = 0
    left: int = 0
    gone_at: datetime.datetime | None = None
    by_on: datetime.date | None = None
    is_named: bool = False


def note(organisation: Organisation, hashes: Collection[str], asked: Asked | None = None) -> None:
    """Note what is to go; `asked`: whose certificate tells of it. In the transaction that removes its records."""
    now = clock.now()
    LeftBytes.objects.bulk_create(
        LeftBytes(organisation=organisation, asked=asked, sha256=one, noted_at=now) for one in sorted(hashes)
    )


def take_away(asked: Asked | None = None) -> int:
    """Take away what may go, of one partner or of the whole organisation; how many went."""
    rows = LeftBytes.objects.filter(gone_at__isnull=True)
    store, went = shelf(), 0
    for row in (rows if asked is None else rows.filter(asked=asked)).order_by("pk"):
        try:
            is_named = File.objects.filter(sha256=row.sha256).exists()
            if is_named or not store.take_away(str(row.organisation_id), row.sha256):
                continue
        except StorageAway:
            continue
        row.gone_at, row.sha256 = clock.now(), ""
        row.save(update_fields=["gone_at", "sha256"])
        went += 1
    return went


def left_of(asked: Asked) -> Left:
    """How it stands with the files of one partner."""
    rows = list(LeftBytes.objects.filter(asked=asked))
    waiting = [one for one in rows if one.gone_at is None]
    gone = [one.gone_at for one in rows if one.gone_at is not None]
    noted = max((one.noted_at for one in waiting), default=None)
    return Left(
        gone=len(gone),
        left=len(waiting),
        gone_at=max(gone, default=None),
        by_on=clock.day_of(noted + NIGHTS) if noted else None,
        is_named=File.objects.filter(sha256__in=[one.sha256 for one in waiting]).exists(),
    )
