"""Agreements for tests, made through the verbs."""

from __future__ import annotations

import datetime
from typing import Any

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.work.ledger.tests.making import partner as some_partner
from kuramori.work.partners import agreeing
from kuramori.work.partners.models import Agreement, AgreementKind, ConcludedBy

NDA: dict[str, Any] = {
    "from_on": datetime.date(2026, 4, 1),
    "until_on": datetime.date(2027, 3, 31),
    "secrecy_from": "end",
    "secrecy_years": 3,
    "survives": True,
    "renewal_months": 12,
    "notice_months": 3,
}
"""A usual mutual agreement that renews itself."""


def draft(
    actor: Actor,
    partner: Partner | None = None,
    kind: AgreementKind = AgreementKind.MUTUAL,
    **terms: Any,
) -> Agreement:
    wanted = agreeing.Wanted(partner or some_partner(actor), kind, "秘密保持契約")
    return agreeing.draft(actor, wanted, {**NDA, **terms})


def concluded(
    actor: Actor,
    partner: Partner | None = None,
    kind: AgreementKind = AgreementKind.MUTUAL,
    *,
    on: datetime.date = datetime.date(2026, 3, 20),
    **terms: Any,
) -> Agreement:
    row = draft(actor, partner, kind, **terms)
    how = agreeing.Conclusion(on, ConcludedBy.PAPER, original_at="総務 金庫")
    return agreeing.conclude(actor, row, how, revision=row.revision)
