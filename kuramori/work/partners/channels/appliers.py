"""Who carries out which kind of statement: each room registers a function for the kinds it has rows for.

The room above registers its own (`words` of its AppConfig), so that this one need not know it; a test of the house
makes sure that no kind is without.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kuramori.ground.jobs import rooms
from kuramori.rules.statements.bodies import Body
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel

# The last argument is the statement's body, of the kind it was registered for.
Applier = Callable[[Peer, Channel, Statement, Any], None]

_appliers: dict[type[Body], Applier] = {}


def register(kind: type[Body], applier: Applier) -> None:
    """Let `applier` carry out statements of this kind. It records what it changes, in the transaction it runs in."""
    if _appliers.setdefault(kind, applier) is not applier:
        raise ValueError(f"two rooms carry out {kind.__name__}")


def of(kind: type[Body]) -> Applier:
    """The one that carries out this kind; raises `KeyError` where no room does."""
    rooms.read_words()
    return _appliers[kind]
