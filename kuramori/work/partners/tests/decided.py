"""Assurances and decisions for tests, made through the verbs."""

from __future__ import annotations

import datetime
from typing import Any

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from kuramori.work.partners import assure, deciding
from kuramori.work.partners.models import Assurance, Decision


def assured(actor: Actor, partner: Partner, level: int, *, it: int | None = None, **more: Any) -> Assurance:
    """Looked at today, or on `as_of`."""
    says = {"as_of": clock.today(), "words": "訪問して確かめた", **more}
    return assure.record_assurance(actor, partner, assure.Seen(level, level if it is None else it, **says))


def asked(actor: Actor, asset: Asset | None = None, partner: Partner | None = None, **more: Any) -> Decision:
    """A decision on a usual entry for a usual partner."""
    return deciding.ask(actor, asset or making.asset(actor), partner or making.partner(actor), **more)


def later(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)
