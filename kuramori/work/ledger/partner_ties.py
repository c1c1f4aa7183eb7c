"""What hangs on a partner here, and goes along when two partners become one.

An entry tells from today whose it is; what it told of the days before stays as it was told, of the row that was
merged. A consent is tied to the row that goes on: it is the same company that gave it.
"""

from __future__ import annotations

from kuramori.ground.contacts import ties
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.work.ledger import events, laying
from kuramori.work.ledger.entry import Ref
from kuramori.work.ledger.laying import Told
from kuramori.work.ledger.models import Asset, Consent


def move(actor: Actor, gone: Partner, kept: Partner) -> int:
    """Tie to `kept` what is tied to `gone`, in the transaction of the merge; how many rows. Raises `ties.Stays`."""
    moved = int(Consent.objects.filter(partner=gone).update(partner=kept))
    rows = list(Asset.objects.select_for_update(of=("self",)).filter(partner=gone).order_by("number"))
    if rows:
        ref = Ref(kept.pk, kept.name)
        refused = laying.tell_all(actor, [(row, {"partner": ref}) for row in rows], events.CHANGED, Told())
        if refused:
            raise ties.Stays("・".join(row.number for row in rows if row.pk in refused))
    return moved + len(rows)


ties.declare("ledger", move)
