"""A copy on its way to a slow reader: broken off within a second once its link is taken back."""

from __future__ import annotations

import io
import time
from typing import Final

from django_scopes import scope

from kuramori.work.partners.sharing_page.standing import Opened, require_still

LOOK_EVERY_SECONDS: Final = 0.5


class Pouring(io.RawIOBase):
    """The bytes of a copy. Reading raises `standing.Closed` once the page is not open to this person any more."""

    def __init__(self, content: bytes, opened: Opened) -> None:
        super().__init__()
        self._inner = io.BytesIO(content)
        self._opened = opened
        self._looked_at = time.monotonic()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        if time.monotonic() - self._looked_at >= LOOK_EVERY_SECONDS:
            with scope(organisation=self._opened.visitor.organisation):
                require_still(self._opened)
            self._looked_at = time.monotonic()
        return self._inner.readinto(buffer)  # type: ignore[arg-type]
