"""One asset as a line of a list, masked where it must be."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from kuramori.outside import clock
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.ledger.models import Asset, Grade, Layer, Marked, Stage

SOON_DAYS = 30
LAYER_SIGNS = {Layer.NEVER: "door-shut", Layer.NDA: "door-key", Layer.OPEN: "door-open"}


LACKS_MARK = Q(marked__in=(Marked.NONE, Marked.SOME)) & ~Q(grade=Grade.PUBLIC)
"""What should bear a mark, and bears none or not everywhere."""


@dataclass(frozen=True, slots=True)
class AssetLine:
    """A line. Of a masked one `name`, `what` and `place` are ""; `days_left` is negative when the review is overdue."""

    id: uuid.UUID
    number: str
    name: str
    what: str
    grade: str
    grade_name: str
    layer: str
    layer_name: str
    place: str
    keeper: str
    marked: str
    review_on: datetime.date | None
    days_left: int | None
    is_masked: bool
    is_received: bool
    partner: str
    stage: str
    revision: int
    proposed_by: str = ""
    proposed_at: datetime.datetime | None = None

    @property
    def called(self) -> str:
        """Number and name, or the number alone."""
        return f"{self.number} {self.name}".strip()

    @property
    def layer_sign(self) -> str:
        return LAYER_SIGNS[Layer(self.layer)]

    @property
    def marked_name(self) -> str:
        return FIELDS["marked"].word(self._told_marked)

    @property
    def marked_state(self) -> str:
        """`ok`, `care` or `stop`, as a state chip is drawn."""
        return {Marked.SOME: "care", Marked.NONE: "stop"}.get(self._told_marked, "ok")

    @property
    def _told_marked(self) -> Marked:
        """What anybody may see lacks no mark."""
        marked = Marked(self.marked)
        return Marked.NOT_NEEDED if self.grade == Grade.PUBLIC and marked == Marked.NONE else marked

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_over(self) -> int:
        return -(self.days_left or 0)

    @property
    def is_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON_DAYS

    @property
    def is_proposed(self) -> bool:
        return self.stage == Stage.PROPOSED


def lines_of(assets: Iterable[Asset], names: dict[str, str]) -> tuple[AssetLine, ...]:
    """Lines for assets from `access` (they know `is_masked`); `names` are what the grades are called."""
    today = clock.today()
    return tuple(line_of(asset, names, today) for asset in assets)


def line_of(asset: Asset, names: dict[str, str], today: datetime.date) -> AssetLine:
    hidden = asset.is_masked
    return AssetLine(
        id=asset.pk,
        number=asset.number,
        name="" if hidden else asset.name,
        what="" if hidden else asset.what,
        grade=asset.grade,
        grade_name=names[asset.grade],
        layer=asset.layer,
        layer_name=str(Layer(asset.layer).label),
        place="" if hidden or asset.place is None else asset.place.path,
        keeper=asset.keeper.name if asset.keeper else "",
        marked=asset.marked,
        review_on=asset.review_on,
        days_left=(asset.review_on - today).days if asset.review_on else None,
        is_masked=hidden,
        is_received=asset.partner_id is not None,
        partner="" if hidden or asset.partner is None else asset.partner.name,
        stage=asset.stage,
        revision=asset.revision,
        proposed_at=asset.proposed_at,
    )
