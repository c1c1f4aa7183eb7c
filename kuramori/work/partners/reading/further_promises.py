"""What rooms above keep of promises with a partner: 約束の一枚 shows it on its page and prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs import rooms
from kuramori.ground.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a text for each heading. `url` is where the first of them leads; `is_late`: a day of it has passed."""

    cells: tuple[str, ...]
    url: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table of its own: `shares` says how the paper gives width to the columns, `none` what stands there instead.

    `links` are words and addresses of where to go on.
    """

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    none: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> tuple[tuple[Row, tuple[tuple[str, str], ...]], ...]:
        """Each row with its texts beside their headings, for the page."""
        return tuple((row, tuple(zip(row.cells, self.heads, strict=True))) for row in self.rows)


Teller = Callable[[Actor, Partner], tuple[Part, ...]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let a room above tell its part; once, however often its module is read."""
    if teller not in _tellers:
        _tellers.append(teller)


def further_of(actor: Actor, partner: Partner) -> tuple[Part, ...]:
    """What the rooms above tell, as far as the actor may know it."""
    rooms.read_words()
    return tuple(part for teller in _tellers for part in teller(actor, partner))
