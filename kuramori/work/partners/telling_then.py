"""The ledger's page and paper of a past day tell what partners knew of an asset then."""

from __future__ import annotations

import datetime
import uuid

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import known_then
from kuramori.work.partners.reading import held_then


def tell(actor: Actor, asset_id: uuid.UUID, on: datetime.date) -> tuple[About, ...] | None:
    """Only for those who may read what was handed over."""
    return held_then.about_then(actor, asset_id, on) if actor.may(Can.HAND_OVER_READ) else None


known_then.register(
    _("この日に取引先が知っていたこと"),
    _("渡してあった記録も、この情報を名指しした契約もありません。"),
    tell,
)
