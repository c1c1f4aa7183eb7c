"""The other instances that the settings name: who witnesses our log, and whose logs we witness."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from kuramori.rules import notes
from kuramori.rules.notes import NoteUnreadable, Verifier

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """`label`: what the settings call it; `verifier` is None where its key cannot be read."""

    label: str
    url: str
    verifier: Verifier | None
    private_network: bool
    authorities: Path | None


def witnesses() -> tuple[KnownWitness, ...]:
    """Who cosigns our checkpoints, in the order of the settings."""
    return tuple(
        KnownWitness(
            label=one.name,
            url=one.url,
            verifier=_verifier(one.name, one.key, notes.COSIGNATURE),
            private_network=one.private_network,
            authorities=Path(one.authorities) if one.authorities else None,
        )
        for one in settings.INSTANCE.witness
    )


def witnessed_log(origin: str) -> Verifier | None:
    """The key of a log that we witness; its name is the log's origin."""
    for one in settings.INSTANCE.witnessed_log:
        verifier = _verifier(one.name, one.key, notes.LOG)
        if verifier is not None and verifier.name == origin:
            return verifier
    return None


def _verifier(label: str, text: str, kind: int) -> Verifier | None:
    try:
        found = notes.verifier_from(text)
    except NoteUnreadable:
        found = None
    if found is None or found.kind != kind:
        log.error("trail:key:unreadable", of=label)
        return None
    return found
