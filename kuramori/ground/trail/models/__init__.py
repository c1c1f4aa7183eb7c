"""The tables of the trail. No foreign key goes in or out."""

from kuramori.ground.trail.models.anchor import Anchor, AnchorKind
from kuramori.ground.trail.models.early import EarlyEntry
from kuramori.ground.trail.models.entry import Entry, EntryIsPermanent
from kuramori.ground.trail.models.hold import Hold, HoldSubject
from kuramori.ground.trail.models.outside import Errand, Fork, How, Knock, Witnessed
from kuramori.ground.trail.models.tree import Checkpoint, Head, StoredTile

__all__ = [
    "Anchor",
    "AnchorKind",
    "Checkpoint",
    "EarlyEntry",
    "Entry",
    "EntryIsPermanent",
    "Errand",
    "Fork",
    "Head",
    "Hold",
    "HoldSubject",
    "How",
    "Knock",
    "StoredTile",
    "Witnessed",
]
