"""By what words an asset is found. Of a 極秘 one everybody finds the number only."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.search.find import find
from kuramori.ground.search.index import Words, index_all
from kuramori.rules.tokens import normal, words
from kuramori.work.ledger import access
from kuramori.work.ledger.models import Asset, Grade

KIND = "asset"
MOST = 500
"""So many hits a list takes from the index; whoever has more adds a word."""


def lay_down(asset: Asset) -> None:
    """Let the asset be found by what it says today; in the transaction of the change."""
    index_all(asset.organisation_id, KIND, [words_of(asset)])


def words_of(asset: Asset) -> Words:
    """What one asset is found by, for whoever indexes many at once."""
    hidden = text_of(asset)
    if asset.grade == Grade.TOP:
        return Words(asset.pk, {"": asset.number, Can.ASSET_READ_TOP.value: hidden})
    return Words(asset.pk, {"": hidden})


def text_of(asset: Asset) -> str:
    place = asset.place.path if asset.place else ""
    keeper = asset.keeper.name if asset.keeper else ""
    partner = asset.partner.name if asset.partner else ""
    return "\n".join((asset.number, asset.name, asset.what, place, keeper, partner))


def found_by(actor: Actor, asked: str) -> set[str]:
    """The ids of assets that hold every word asked, among those whose words this actor may know."""
    found = {hit.thing_id for hit in find(actor, asked, kinds={KIND}, limit=MOST)}
    looked_for = words(asked)
    if not actor.may(Can.ASSET_READ_TOP) and actor.via == "browser":
        # Those let in by a grant or as keeper: few, and the index does not know who they are.
        top = access.assets_seen_by(actor).filter(grade=Grade.TOP).exclude(access.masked(actor))
        found |= {
            str(asset.pk) for asset in top if all(word in normal(text_of(asset)) for word in looked_for)
        }
    return found
