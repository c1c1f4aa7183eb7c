"""What the worker does for the trail."""

from __future__ import annotations

from kuramori.ground.jobs.ticks import every_second
from kuramori.ground.trail import fork
from kuramori.ground.trail.checkpoint import HistoryChanged, checkpoint
from kuramori.ground.trail.tree import TreeBroken


@every_second("trail:checkpoint")
def sign_what_is_new() -> None:
    """A checkpoint within a second of whatever was recorded; a history that changed is an alarm, not a signature."""
    try:
        checkpoint()
    except (HistoryChanged, TreeBroken):
        if fork.check_own():
            # Entries younger than the newest checkpoint are missing: no signature contradicts, so the log must tell.
            raise
