"""Verbs: how an asset is known again. A reference copy is read once and not kept; terms lie sealed."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.scan.plan import Reading
from kuramori.press.scan.readers import Readers
from kuramori.rules import wording
from kuramori.work.ledger import access
from kuramori.work.ledger import events_scan as events
from kuramori.work.ledger.models import Asset, Fingerprint, Term
from kuramori.work.ledger.scanning.judging import judge
from kuramori.work.ledger.scanning.keyed import key_of, packed
from kuramori.work.ledger.scanning.known import Known, built_in_marks

LARGEST_COPY = 32 * 1024 * 1024
LONGEST_TERM = 60
MOST_TERMS = 200


class CopyRefused(ValueError):
    """Nothing was kept. `code` is one of `press.scan.trouble`, or "known" for a copy that is registered already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TermRefused(ValueError):
    """`code`: short, number, known or many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def register_copy(actor: Actor, asset: Asset, *, name: str, content: bytes) -> Fingerprint:
    """Keep the keyed hash and the fingerprints of a file, not the file. Raises `CopyRefused`, `NotAllowed`.

    A file whose contents cannot be read (CAD, pictures) is known again as a whole only.
    """
    access.require(actor, asset, Can.ASSET_CHANGE)
    access.require_open(actor, asset)
    known = Known(built_in_marks(), key=key_of(actor.organisation_id))
    reading = _read(known, name, content)
    digest = known.digest_of(reading.sha256)
    standing = Fingerprint.objects.filter(asset=asset, digest=digest, retired_at__isnull=True)
    with transaction.atomic():
        Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
        if standing.exists():
            raise CopyRefused("known")
        kept = Fingerprint.objects.create(
            organisation=actor.organisation,
            asset=asset,
            name=name[:200],
            digest=digest,
            prints=packed(reading.prints),
            characters=reading.characters,
            is_marked=_is_marked(name, reading, known),
            registered_by_id=actor.person_id,
            registered_at=clock.now(),
        )
        record(
            actor,
            events.COPY_REGISTERED,
            kind="asset",
            thing_id=asset.pk,
            number=asset.number,
            characters=reading.characters,
            changed={"copy": [None, str(kept.pk)]},
        )
    return kept


def retire_copy(actor: Actor, copy: Fingerprint) -> None:
    """It is no longer looked for. Raises `trail.holds.UnderHold`."""
    access.require(actor, copy.asset, Can.ASSET_CHANGE)
    with transaction.atomic():
        holds.ask(copy)
        standing = Fingerprint.objects.filter(pk=copy.pk, retired_at__isnull=True)
        if standing.update(retired_at=clock.now()):
            _record_gone(actor, events.COPY_RETIRED, copy.asset, "copy", copy.pk)


def add_term(actor: Actor, asset: Asset, *, text: str, is_number: bool) -> Term:
    """Look for a word or a part number of this asset from now on. Raises `TermRefused`, `NotAllowed`."""
    access.require(actor, asset, Can.ASSET_CHANGE)
    access.require_open(actor, asset)
    written = " ".join(text.split())[:LONGEST_TERM]
    if is_number and not wording.number(written):
        raise TermRefused("number")
    if not is_number and len(wording.compared(written)) < wording.SHORTEST_TERM:
        raise TermRefused("short")
    with transaction.atomic():
        Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
        standing = list(Term.objects.filter(asset=asset, retired_at__isnull=True))
        if any(one.is_number == is_number and one.text == written for one in standing):
            raise TermRefused("known")
        if len(standing) >= MOST_TERMS:
            raise TermRefused("many")
        term = Term.objects.create(
            organisation=actor.organisation,
            asset=asset,
            text=written,
            is_number=is_number,
            added_at=clock.now(),
        )
        record(
            actor,
            events.TERM_ADDED,
            kind="asset",
            thing_id=asset.pk,
            number=asset.number,
            changed={"term": [None, str(term.pk)]},
        )
    return term


def retire_term(actor: Actor, term: Term) -> None:
    """It is no longer looked for. Raises `trail.holds.UnderHold`."""
    access.require(actor, term.asset, Can.ASSET_CHANGE)
    with transaction.atomic():
        holds.ask(term)
        if Term.objects.filter(pk=term.pk, retired_at__isnull=True).update(retired_at=clock.now()):
            _record_gone(actor, events.TERM_RETIRED, term.asset, "term", term.pk)


def _read(known: Known, name: str, content: bytes) -> Reading:
    if not content or len(content) > LARGEST_COPY:
        raise CopyRefused("too-large" if content else "broken")
    with Readers(known.plan(gathers=True)) as readers:
        reading = readers.read_bytes(content, name)
    if reading.trouble and not reading.sha256:
        raise CopyRefused(reading.trouble)
    return reading


def _is_marked(name: str, reading: Reading, known: Known) -> bool:
    return any(found.why != "mark-in-text" for found in judge(name, reading, known))


def _record_gone(actor: Actor, event: Event, asset: Asset, part: str, part_id: object) -> None:
    record(
        actor,
        event,
        kind="asset",
        thing_id=asset.pk,
        number=asset.number,
        changed={part: [str(part_id), None]},
    )
