"""Django's SQLite backend; a transaction passes the gate before BEGIN IMMEDIATE and leaves it when it ends.

Other processes (the worker) are kept apart by SQLite's own lock; the gate orders the threads of this one.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from kuramori.site.gate import FairGate

# One file, one gate: databases of tests and of life never meet in one process.
_gate = FairGate()


class DatabaseWrapper(base.DatabaseWrapper):
    """`_holds_gate` is true from BEGIN until COMMIT, ROLLBACK or the end of the connection."""

    _holds_gate = False

    def _start_transaction_under_autocommit(self) -> None:
        _gate.acquire()
        self._holds_gate = True
        try:
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
            _gate.release()
