"""What a room knows about a thing of another room: one shape for `read.about`, so that `site` can fill any slot."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """One line: a title, a few words beside it, and the page where it stands (may be "")."""

    title: str
    note: str = ""
    url: str = ""
