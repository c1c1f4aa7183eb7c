"""Django's SQLite backend; a transaction passes the gate before BEGIN IMMEDIATE and leaves it when it ends.

The gate orders the threads of this process, the turnstile the processes of the house: the pages, the worker, a command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from kuramori.site.gate import FairGate
from kuramori.site.turnstile import Turnstile

# One file, one gate: databases of tests and of life never meet in one process.
_gate = FairGate()
_turnstiles: dict[str, Turnstile] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    """`_holds_gate` is true from BEGIN until COMMIT, ROLLBACK or the end of the connection."""

    _holds_gate = False

    def _start_transaction_under_autocommit(self) -> None:
        _gate.acquire()
        self._holds_gate = True
        try:
            if (turnstile := self._turnstile()) is not None:
                turnstile.acquire()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> Any:
        # A COMMIT that fails is followed by a rollback, which leaves the gate.
        result = super()._commit()  # type: ignore[misc]
        self._leave_gate()
        return result

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _leave_gate(self) -> None:
        if self._holds_gate:
            self._holds_gate = False
            if (turnstile := self._turnstile()) is not None:
                turnstile.release()
            _gate.release()

    def _turnstile(self) -> Turnstile | None:
        """The one before this connection's file; None where the database lives in memory, for one process alone."""
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db():
            return None
        if name not in _turnstiles:
            _turnstiles[name] = Turnstile(Path(name))
        return _turnstiles[name]
