"""Django's PostgreSQL backend; whoever appends to the trail waits for a turn among the threads of this process.

The head of the trail is one row that each append locks until COMMIT. PostgreSQL lets those who wait for a row in by
no order: of 32 writers the unluckiest waited eight times as long as the median (measured). Who holds the turn may
still wait for a row of somebody who waits for the turn, which no deadlock detector sees; so nobody waits for it longer
than `LONGEST_SECONDS`, and goes on to PostgreSQL's own queue then.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from kuramori.site.gate import FairGate

LONGEST_SECONDS = 1.0

_gate = FairGate()


class DatabaseWrapper(base.DatabaseWrapper):
    """`_has_turn` is true from `wait_for_turn` until COMMIT, ROLLBACK or the end of the connection."""

    _has_turn = False

    def wait_for_turn(self) -> None:
        """Wait among this process' threads before locking what all of them lock; call it inside a transaction."""
        if not self._has_turn:
            self._has_turn = _gate.acquire(at_most_seconds=LONGEST_SECONDS)

    def _commit(self) -> Any:
        # A COMMIT that fails is followed by a rollback, which gives the turn back.
        result = super()._commit()  # type: ignore[misc]
        self._give_turn_back()
        return result

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _give_turn_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _gate.release()
