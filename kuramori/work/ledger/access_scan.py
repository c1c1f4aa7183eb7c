"""The door to sources, runs, findings, reference copies and terms. A stranger gets 404, a colleague 403."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access
from kuramori.work.ledger.models import Finding, Fingerprint, ScanRun, ScanSource, Term


def source_for(actor: Actor, source_id: uuid.UUID, can: Can) -> ScanSource:
    """One source that is still looked through."""
    found = _first(ScanSource.objects.filter(pk=source_id, retired_at__isnull=True))
    actor.require(can)
    return cast(ScanSource, found)


def run_for(actor: Actor, run_id: uuid.UUID, can: Can) -> ScanRun:
    """One run with its source."""
    found = _first(ScanRun.objects.filter(pk=run_id).select_related("source"))
    actor.require(can)
    return cast(ScanRun, found)


def finding_for(actor: Actor, finding_id: uuid.UUID, can: Can) -> Finding:
    """One finding with its asset; of a masked one only its existence is told, and it is not judged."""
    found = cast(Finding, _first(Finding.objects.filter(pk=finding_id).select_related("asset", "source")))
    actor.require(can)
    if found.asset is not None:
        access.require_open(actor, found.asset)
    return found


def copy_for(actor: Actor, copy_id: uuid.UUID, can: Can) -> Fingerprint:
    """One reference copy of an asset that the actor may change."""
    standing = Fingerprint.objects.filter(pk=copy_id, retired_at__isnull=True)
    found = cast(Fingerprint, _first(standing))
    found.asset = access.asset_for(actor, found.asset_id, can)
    return found


def term_for(actor: Actor, term_id: uuid.UUID, can: Can) -> Term:
    """One term of an asset that the actor may change."""
    found = cast(Term, _first(Term.objects.filter(pk=term_id, retired_at__isnull=True)))
    found.asset = access.asset_for(actor, found.asset_id, can)
    return found


def _first(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found
