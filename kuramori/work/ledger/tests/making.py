"""Places, partners and assets for tests, made through the verbs where there are some."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, cast

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger import entry
from kuramori.work.ledger.entry import Wanted, wanted
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.register import propose, register
from kuramori.work.places.models import Place, PlaceKind


def place(actor: Actor, name: str = "本社 金庫1", **more: Any) -> Place:
    """A cabinet of that name; one that is there already is taken."""
    found = Place.objects.filter(path=name).first()
    return found or Place.objects.create(
        organisation=actor.organisation, kind=PlaceKind.CABINET, name=name, path=name, **more
    )


def partner(actor: Actor, name: str = "仮想重機株式会社") -> Partner:
    found = Partner.objects.filter(name=name).first()
    return found or Partner.objects.create(organisation=actor.organisation, name=name, is_customer=True)


def eight(actor: Actor, **more: Any) -> Wanted:
    """A complete first entry of a 秘 bundle that the actor keeps; `more` says otherwise, `number=""` is given."""
    values: dict[str, Any] = {
        "name": "検査治具の図面",
        "what": "位置決めの基準と測る順番",
        "grade": "secret",
        "layer": "nda",
        "place": place(actor),
        "keeper": entry.Ref(cast(uuid.UUID, actor.person_id), actor.name),
        "review_on": clock.today() + datetime.timedelta(days=200),
    }
    return wanted(values | more)


def asset(actor: Actor, *, from_on: datetime.date | None = None, **more: Any) -> Asset:
    """An entry that stands in the ledger."""
    return register(actor, eight(actor, **more), from_on=from_on)


def top(actor: Actor, **more: Any) -> Asset:
    """A 極秘 one."""
    values = {"name": "主軸加工の送り条件", "grade": "top", "layer": "never", "unit": "item"}
    return asset(actor, **(values | more))


def proposal(actor: Actor, **more: Any) -> Asset:
    return propose(actor, eight(actor, **more))
