"""What we hold of partners', as the ledger has it, and the agreement it is tied to: by number, never guessed."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger.models import Asset, Origin, Stage, Version
from kuramori.work.partners.models import Agreement, AgreementState, Side
from kuramori.work.partners.reading.shelf import Shelf
from kuramori.work.partners.reading.standing import Where, standing
from kuramori.work.partners.reading.terms import plain_purpose, protects


class Tied(StrEnum):
    """How a received asset stands under an agreement."""

    RUNNING = "running"
    AFTER = "after"
    OVER = "over"
    NOT_CONCLUDED = "not_concluded"
    OTHER_WAY = "other_way"
    UNKNOWN_NUMBER = "unknown_number"
    NOTHING = "nothing"

    @property
    def is_known(self) -> bool:
        return self in {Tied.RUNNING, Tied.AFTER, Tied.OVER}


@dataclass(frozen=True, slots=True)
class Held:
    """One received asset. `written` is the number in the ledger, `under` the agreement it names; `asset` for looks.

    `name` is "" where this reader may not know it.
    """

    asset: Asset
    asset_id: uuid.UUID
    partner_id: uuid.UUID
    partner: str
    number: str
    name: str
    written: str
    under: str
    agreement_id: uuid.UUID | None
    tied: Tied
    due_on: datetime.date | None

    @property
    def due(self) -> str:
        return f"{self.due_on.year}/{self.due_on.month}/{self.due_on.day}" if self.due_on else ""

    @property
    def words(self) -> str:
        return {
            Tied.RUNNING: _("有効な契約のもと"),
            Tied.AFTER: _("契約は終わったが、秘密は守る"),
            Tied.OVER: _("契約も守る期間も終わった"),
            Tied.NOT_CONCLUDED: _("まだ結んでいない契約"),
            Tied.OTHER_WAY: _("預かる側の約束ではない契約"),
            Tied.UNKNOWN_NUMBER: _("その番号の契約がない"),
            Tied.NOTHING: _("不明"),
        }[self.tied]

    @property
    def step(self) -> str:
        """What to do next; "" where nothing is open."""
        return {
            Tied.RUNNING: "",
            Tied.AFTER: "",
            Tied.OVER: _("返すか、預かり続ける約束を結びます。"),
            Tied.NOT_CONCLUDED: _("締結を記録します。"),
            Tied.OTHER_WAY: _("預かる側を含む契約に結びつけます。"),
            Tied.UNKNOWN_NUMBER: _("番号を確かめ、登録した契約に結びつけます。"),
            Tied.NOTHING: _("もとになる契約を選んで結びつけます。なければ、契約を登録します。"),
        }[self.tied]


def held_of(actor: Actor, known: Shelf, partner_ids: Collection[uuid.UUID] | None = None) -> tuple[Held, ...]:
    """Everything received that stands in the ledger, by number; three queries."""
    rows = ledger.assets_seen_by(actor).filter(origin=Origin.RECEIVED, stage=Stage.ADMITTED)
    if partner_ids is not None:
        rows = rows.filter(partner__in=list(partner_ids))
    assets = list(rows.order_by("number"))
    said = dict(
        Version.objects.filter(held_on(), asset__in=[one.pk for one in assets]).values_list(
            "asset_id", "values"
        )
    )
    numbers = _numbers({one.partner_id for one in assets if one.partner_id})
    found = []
    for asset in assets:
        if asset.partner_id is None:
            continue
        values = said.get(asset.pk, {})
        written = str(values.get("agreement", ""))
        agreement = numbers[asset.partner_id].get(plain_purpose(written)) if written else None
        due = values.get("return_due_on")
        found.append(
            Held(
                asset,
                asset.pk,
                asset.partner_id,
                asset.partner.name if asset.partner else "",
                asset.number,
                "" if asset.is_masked else asset.name,
                written,
                agreement.number if agreement else "",
                agreement.pk if agreement else None,
                _tied(agreement, written, known),
                datetime.date.fromisoformat(due) if due else None,
            )
        )
    return tuple(found)


def offered_to(partner_id: uuid.UUID) -> list[Agreement]:
    """The agreements with a partner that an asset of theirs could be tied to."""
    rows = Agreement.objects.filter(partner=partner_id).exclude(state=AgreementState.DECLINED)
    return list(rows.order_by("-number"))


def _numbers(partner_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Agreement]]:
    """Agreements by our number and theirs, as numbers are compared."""
    found: dict[uuid.UUID, dict[str, Agreement]] = defaultdict(dict)
    for one in Agreement.objects.filter(partner__in=list(partner_ids)):
        for number in (one.their_number, one.number):
            if number:
                found[one.partner_id][plain_purpose(number)] = one
    return found


def _tied(agreement: Agreement | None, written: str, known: Shelf) -> Tied:
    if agreement is None:
        return Tied.UNKNOWN_NUMBER if written else Tied.NOTHING
    if agreement.state != AgreementState.CONCLUDED:
        return Tied.NOT_CONCLUDED
    built = known.of(agreement, clock.today())
    if built is None or not protects(agreement, built[1], Side.RECEIVED):
        return Tied.OTHER_WAY
    where = standing(agreement, built[0], clock.today()).where
    if where in {Where.RUNNING, Where.SOON, Where.COMING}:
        return Tied.RUNNING
    return Tied.AFTER if where is Where.AFTER else Tied.OVER
