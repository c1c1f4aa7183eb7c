"""By what words an asset is found. Of a 極秘 one everybody finds the number only."""

from __future__ import annotations

import uuid

from django.db.models import prefetch_related_objects

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.search.find import find
from kuramori.ground.search.index import Words, index_all
from kuramori.rules.tokens import normal
from kuramori.rules.tokens import words as words_asked
from kuramori.work.ledger import access
from kuramori.work.ledger.models import Asset, Grade
from kuramori.work.places.models import Place

KIND = "asset"
MOST = 500
"""So many hits a list takes from the index; whoever has more adds a word."""


def lay_down(*assets: Asset) -> None:
    """Let the assets be found by what they say today; in the transaction of the change."""
    prefetch_related_objects(assets, "place", "keeper", "partner")
    if assets:
        index_all(assets[0].organisation_id, KIND, [words_of(asset) for asset in assets])


def words_of(asset: Asset) -> Words:
    """What one asset is found by."""
    return words(asset.pk, asset.grade, asset.number, text_of(asset))


def words(key: uuid.UUID | str, grade: str, number: str, text: str) -> Words:
    """The same for whoever enters many at once; `text` is of `text`."""
    if grade == Grade.TOP:
        return Words(key, {"": number, Can.ASSET_READ_TOP.value: text})
    return Words(key, {"": text})


def text_of(asset: Asset) -> str:
    return text(asset.number, asset.name, asset.what, asset.place, asset.keeper, asset.partner)


def text(
    number: str, name: str, what: str, place: Place | None, keeper: Person | None, partner: Partner | None
) -> str:
    """Everything that somebody may look for."""
    lies, kept, whose = (
        place.path if place else "",
        keeper.name if keeper else "",
        partner.name if partner else "",
    )
    return "\n".join((number, name, what, lies, kept, whose))


def found_by(actor: Actor, asked: str) -> set[str]:
    """The ids of assets that hold every word asked, among those whose words this actor may know."""
    found = {hit.thing_id for hit in find(actor, asked, kinds={KIND}, limit=MOST)}
    looked_for = words_asked(asked)
    if not actor.may(Can.ASSET_READ_TOP) and actor.via == "browser":
        # Those let in by a grant or as keeper: few, and the index does not know who they are.
        top = access.assets_seen_by(actor).filter(grade=Grade.TOP).exclude(access.masked(actor))
        found |= {
            str(asset.pk) for asset in top if all(word in normal(text_of(asset)) for word in looked_for)
        }
    return found
