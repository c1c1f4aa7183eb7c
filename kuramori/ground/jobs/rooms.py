"""The modules of all rooms that make something known when they are read, for the registries that ask for it.

A room's AppConfig names them: `works` hold its kinds of work, schedules and ticks; `words` its events, the labels of
its fields, what its mails and links are for, and who may read its entries. They are read when somebody first asks (the
worker does at once, the first page does not) so that a process is not late for what it may never need. A house test
finds whatever is missing in the lists.
"""

from __future__ import annotations

from django.apps import apps

from kuramori.outside import late

_were_read: set[str] = set()


def read_works() -> None:
    """Make every kind of work, schedule and tick known."""
    _read("works")


def read_words() -> None:
    """Make every event, label, purpose and audience known."""
    _read("words")


def _read(which: str) -> None:
    if which in _were_read:
        return
    for room in apps.get_app_configs():
        for part in getattr(room, which, ()):
            late.read(f"{room.name}.{part}")
    _were_read.add(which)
