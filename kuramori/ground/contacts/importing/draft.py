"""Between looking and taking in: the table of a file, sealed and kept by us for a day.

What was shown is what is taken in, so the rows never travel through the browser. Sealed with the organisation's own
key, a copy of the database tells nothing of them; once taken in, thrown away or expired the draft is emptied.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import zlib
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from kuramori.ground.contacts import events
from kuramori.ground.contacts.importing.columns import plain, proposed
from kuramori.ground.contacts.importing.table import Table
from kuramori.ground.contacts.models import PartnerDraft, PartnerHeading
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken

LASTS = datetime.timedelta(days=1)
PURPOSE = "partner-draft"
SKIPPED = b":skipped"


class DraftGone(LookupError):
    """The draft was taken in, thrown away or has expired: the file has to be chosen again."""


def keep(actor: Actor, table: Table, content: bytes) -> PartnerDraft:
    """Seal what a file says. Drafts that have expired are emptied on the way."""
    actor.require(Can.PARTNER_CHANGE)
    now = clock.now()
    with transaction.atomic():
        empty_expired()
        draft = PartnerDraft(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=now,
            expires_at=now + LASTS,
            digest=hashlib.sha256(content).hexdigest(),
            meant=_meant(table),
        )
        draft.sealed = _sealer(draft).seal(_packed(table), _context(draft))
        draft.save()
        record(
            actor,
            events.FILE_READ,
            kind="partner_file",
            thing_id=draft.pk,
            rows=len(table.rows),
            hash=draft.digest[:12],
        )
    return draft


def empty_expired() -> int:
    """Throw away what the acting organisation's expired drafts hold, unless taking in was begun; how many."""
    waiting = PartnerDraft.objects.filter(expires_at__lte=clock.now(), begun_at__isnull=True)
    return int(waiting.exclude(sealed=b"").update(sealed=b""))


def table_of(draft: PartnerDraft) -> Table:
    """What was read from the file. Raises `DraftGone`."""
    is_over = draft.expires_at <= clock.now() and draft.begun_at is None
    if not draft.sealed or is_over:
        raise DraftGone(draft.pk)
    try:
        plain_bytes = _sealer(draft).open(bytes(draft.sealed), _context(draft))
    except SealBroken:
        raise DraftGone(draft.pk) from None
    told = json.loads(zlib.decompress(plain_bytes))
    return Table(
        headings=tuple(told["headings"]),
        first=told["first"],
        rows=tuple(tuple(row) for row in told["rows"]),
        hidden=frozenset(told["hidden"]),
        merged=frozenset(told["merged"]),
        formulas={int(row): columns for row, columns in told["formulas"].items()},
    )


def columns_of(draft: PartnerDraft) -> dict[int, str]:
    """Which field stands in which column (from 0)."""
    return {int(at): field for at, field in draft.meant.items() if field}


def choose_columns(actor: Actor, draft: PartnerDraft, meant: Mapping[int, str]) -> None:
    """Say what the columns hold ("": leave it out), and remember it for the next file. Raises `DraftGone`."""
    actor.require(Can.PARTNER_CHANGE)
    table = table_of(draft)
    with transaction.atomic():
        words = {plain(table.headings[at]): field for at, field in meant.items() if at < len(table.headings)}
        there = {row.word: row for row in PartnerHeading.objects.filter(word__in=words)}
        for word, field in words.items():
            row = there.get(word) or PartnerHeading(organisation=actor.organisation, word=word)
            if word and (row.pk is None or row.field != field):
                row.field = field
                row.save()
        told = {str(at): field for at, field in meant.items()}
        PartnerDraft.objects.filter(pk=draft.pk, begun_at__isnull=True).update(meant=told)
    draft.refresh_from_db()


def throw_away(actor: Actor, draft: PartnerDraft) -> None:
    """Not this file; one that was begun stays until it is done. Raises `UnderHold` where the file must stay."""
    actor.require(Can.PARTNER_CHANGE)
    with transaction.atomic():
        held = PartnerDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if held is not None and held.begun_at is None:
            remove(actor, held, "取り込まずにやめた取引先のファイル")


def skipped_of(draft: PartnerDraft) -> list[tuple[int, str]]:
    """Row and reason of what was left out. A reason quotes what stood in a cell, so it lies sealed as the rows do."""
    try:
        sealed = base64.b64decode(draft.told["skipped"])
        told = json.loads(_sealer(draft).open(sealed, _context(draft) + SKIPPED))
    except (KeyError, SealBroken):
        return []
    return [(row, reason) for row, reason in told]


def sealed_skipped(draft: PartnerDraft, skipped: list[tuple[int, str]]) -> str:
    """What `skipped_of` opens, as text for `told`."""
    plain_bytes = json.dumps(skipped, ensure_ascii=False).encode()
    return base64.b64encode(_sealer(draft).seal(plain_bytes, _context(draft) + SKIPPED)).decode("ascii")


def _meant(table: Table) -> dict[str, str]:
    remembered = dict(PartnerHeading.objects.values_list("word", "field"))
    return {str(at): field for at, field in proposed(table.headings, remembered).items()}


def _sealer(draft: PartnerDraft):  # type: ignore[no-untyped-def]
    return settings.VAULT.sealer(PURPOSE, str(draft.organisation_id))


def _context(draft: PartnerDraft) -> bytes:
    return f"{draft.pk}:{draft.digest}".encode()


def _packed(table: Table) -> bytes:
    told = {
        "headings": table.headings,
        "first": table.first,
        "rows": table.rows,
        "hidden": sorted(table.hidden),
        "merged": sorted(table.merged),
        "formulas": table.formulas,
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 6)
