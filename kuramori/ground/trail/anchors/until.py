"""Up to which moment the log is fixed outside: the sentence 「○時○分まで外部に固定済み」 on every page of the trail."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kuramori.ground.trail import tree
from kuramori.ground.trail.models import Anchor, Checkpoint


@dataclass(frozen=True, slots=True)
class Anchored:
    """Entries below `size` (of `total`), written until `until`, are fixed outside by `kinds` (see `AnchorKind`).

    `until` None: nothing is fixed yet. `is_whole`: nothing has happened since.
    """

    until: datetime.datetime | None
    size: int
    total: int
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.total > 0 and self.size >= self.total


# Asked by every page of every room, so in one question, as SQL.
_NEWEST = """
    SELECT held.id AS id, COALESCE(signed.at, held.at) AS at
    FROM trail_anchor held LEFT JOIN trail_checkpoint signed ON signed.size = held.size
    WHERE held.size > 0 AND held.size <= (SELECT MAX(size) FROM trail_head)
    ORDER BY held.size DESC, held.at LIMIT 1
"""


def fixed_until() -> datetime.datetime | None:
    """The moment alone of `anchored_until`."""
    return next((newest.at for newest in Anchor.objects.raw(_NEWEST)), None)


def anchored_until() -> Anchored:
    """How far others hold our log. The moment is when the fixed checkpoint was signed: later entries are not in it.

    Two or three short questions to the database.
    """
    total = tree.size()
    newest = (
        Anchor.objects.filter(size__gt=0, size__lte=total)
        .order_by("-size")
        .values_list("size", flat=True)
        .first()
    )
    if newest is None:
        return Anchored(None, 0, total)
    holding = list(
        Anchor.objects.filter(size=newest).order_by("kind", "name").values_list("kind", "name", "at")
    )
    signed_at = Checkpoint.objects.filter(size=newest).values_list("at", flat=True).first()
    return Anchored(
        until=signed_at or min(at for _kind, _name, at in holding),
        size=newest,
        total=total,
        kinds=tuple(dict.fromkeys(kind for kind, _name, _at in holding)),
        names=tuple(name for _kind, name, _at in holding),
    )
