"""What the rooms above ask of the ledger: numbers of a day, words to find, what is known about a place or a partner."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access, grades
from kuramori.work.ledger.findable import found_by
from kuramori.work.ledger.models import Asset, Grade, Marked, Origin, Stage, Version
from kuramori.work.ledger.reading import todo_life
from kuramori.work.ledger.reading.todo_life import LifeIndicators

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of a search: a title, where it is, and the page."""

    title: str
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class Indicators:
    """The ledger of a house on a day. All are counts of entries that stood in the ledger then.

    `placed`, `kept`, `marked` of `secret` (whatever is not public): with a place, with a keeper, with its mark.
    `reviewed`: whose next review had not passed. `received`: what others entrusted.
    `life`: what reviews and rounds say.
    """

    on: datetime.date
    total: int
    secret: int
    top: int
    received: int
    placed: int
    kept: int
    marked: int
    reviewed: int
    life: LifeIndicators


def indicators(organisation: Organisation, on: datetime.date) -> Indicators:
    """Numbers of one day, as is known of it now, for the acting organisation; six queries."""
    rows = Version.objects.filter(held_on(on), organisation=organisation).values_list("values", flat=True)
    standing = [row for row in rows if row["stage"] == Stage.ADMITTED]
    secret = [row for row in standing if row["grade"] != Grade.PUBLIC]
    return Indicators(
        on=on,
        total=len(standing),
        secret=len(secret),
        top=sum(row["grade"] == Grade.TOP for row in standing),
        received=sum(row.get("origin") == Origin.RECEIVED for row in standing),
        placed=sum("place" in row for row in secret),
        kept=sum("keeper" in row for row in secret),
        marked=sum(row.get("marked") in {Marked.ALL, Marked.NOT_NEEDED} for row in secret),
        reviewed=sum(row.get("review_on", "") >= on.isoformat() for row in standing),
        life=todo_life.indicators(on),
    )


def find(actor: Actor, words: str) -> tuple[Found, ...]:
    """Entries that hold every word, as this actor may know them; 極秘 ones are told by their number alone."""
    if not actor.may(Can.ASSET_READ) or not words.strip():
        return ()
    rows = Asset.objects.filter(pk__in=[uuid.UUID(one) for one in found_by(actor, words)]).order_by("number")
    names = grades.names()
    return tuple(
        Found(_told(row), names[row.grade], url_for(actor, "ledger:asset", id=row.pk))
        for row in rows[:MOST_FOUND]
    )


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """What the ledger knows about a `place`, a `partner` or a `person` (as keeper). One query and the grades."""
    if not actor.may(Can.ASSET_READ):
        return ()
    hangs = {
        "place": Q(place_id=thing_id),
        "partner": Q(partner_id=thing_id),
        "person": Q(keeper_id=thing_id),
    }.get(kind)
    if hangs is None:
        return ()
    rows = access.assets_seen_by(actor).filter(hangs, stage=Stage.ADMITTED).order_by("number")
    # Where a masked one lies, or from whom it came, is not told.
    shown = [row for row in rows if kind == "person" or not row.is_masked]
    names = grades.names()
    return tuple(
        About(_told(row), names[row.grade], url_for(actor, "ledger:asset", id=row.pk)) for row in shown
    )


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """What somebody keeps, for whoever hands it to another when they leave; each as one line."""
    rows = Asset.objects.filter(keeper_id=person_id, stage__in=(Stage.PROPOSED, Stage.ADMITTED)).order_by(
        "number"
    )
    return tuple(_("保管する人になっている %(asset)s") % {"asset": _told(row)} for row in rows)


def _told(asset: Asset) -> str:
    return asset.number if asset.grade == Grade.TOP else f"{asset.number} {asset.name}"
