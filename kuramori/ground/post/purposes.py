"""What mails are for: a room registers each purpose with the words that people read in the list of mails."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from kuramori.ground.jobs import rooms

_known: dict[str, Purpose] = {}


@dataclass(frozen=True, slots=True)
class Purpose:
    """`id` reads `room:thing`; `words` are a short noun, such as 招待 or 確認コード."""

    id: str
    words: str | Promise

    def __post_init__(self) -> None:
        if _known.setdefault(self.id, self) != self:
            raise ValueError(f"two purposes of mail are called {self.id}")


def words_of(purpose_id: str) -> str:
    """The words of a purpose; its id where no room tells them any more."""
    rooms.read_words()
    found = _known.get(purpose_id)
    return str(found.words) if found else purpose_id
