"""The door from a request to an asset, and who may know what is 極秘.

A stranger gets 404, a colleague without the right 403. Of a 極秘 asset number, grade, layer and keeper are shown to
every reader of the ledger; name, contents and place only to whoever may know it: by `ASSET_READ_TOP`, as its keeper,
by a grant of today, or as the one who proposed it while it is a proposal. Over the API only `ASSET_READ_TOP` counts,
because a token is narrowed on purpose.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.http import Http404

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Department, Employment, Kind, Membership, Person, Placement
from kuramori.ground.people.roles import Can, Role
from kuramori.work.ledger.models import Asset, Grade, Grant, Loosening, Stage

KEEPER_MAY = frozenset({Can.ASSET_ADMIT, Can.ASSET_CHANGE, Can.ASSET_REVIEW, Can.ASSET_LABEL})
"""What the keeper of an asset may do with it, whatever their role."""


def asset_for(actor: Actor, asset_id: uuid.UUID, can: Can) -> Asset:
    """One asset of the actor's organisation; `asset.is_masked` tells whether its name and contents stay hidden.

    With `ASSET_READ` a masked one is returned all the same: show it through `read`, which hides what must be hidden.
    With any other right a masked one is refused. Raises `Http404`, `NotAllowed`.
    """
    asset = assets_seen_by(actor).filter(pk=asset_id).first()
    if asset is None:
        raise Http404
    require(actor, asset, can)
    if can is not Can.ASSET_READ and asset.is_masked:
        raise NotAllowed(Can.ASSET_READ_TOP)
    return asset


def asset_to_see(actor: Actor, asset_id: uuid.UUID, can: Can) -> Asset:
    """The same for the page on which something may be done that demands an elevated session."""
    asset = assets_seen_by(actor).filter(pk=asset_id).first()
    if asset is None:
        raise Http404
    if not (can in KEEPER_MAY and is_keeper(actor, asset)):
        actor.require_to_see(can)
    if can is not Can.ASSET_READ and asset.is_masked:
        raise NotAllowed(Can.ASSET_READ_TOP)
    return asset


def assets_seen_by(actor: Actor) -> QuerySet[Asset]:
    """Every asset, each with `is_masked` for this actor; with the rows that a list names. Asks no right by itself."""
    return with_mask(actor, Asset.objects.all()).select_related("place", "keeper", "partner")


def with_mask(actor: Actor, assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """The same assets, each with `is_masked`: whether this actor may not know its name and contents today."""
    return assets.annotate(is_masked=masked(actor))  # type: ignore[no-redef]


def masked(actor: Actor) -> Q:
    """The condition under which an asset is masked for this actor: for `annotate` and `filter`."""
    if actor.may(Can.ASSET_READ_TOP):
        return Q(Value(False, output_field=BooleanField()))
    if actor.via == "api" or actor.person_id is None:
        return Q(grade=Grade.TOP)
    return Q(Q(grade=Grade.TOP) & ~_let_in(actor))


def may_know_on(actor: Actor, asset: Asset, grade: str) -> bool:
    """Whether the actor, today, may read what was said when the asset had this grade.

    What was 極秘 then stays closed to whoever is not let in today, even where it is lighter now.
    """
    if actor.may(Can.ASSET_READ_TOP) or Grade.TOP not in {asset.grade, grade}:
        return True
    if actor.via == "api" or actor.person_id is None:
        return False
    return Asset.objects.filter(_let_in(actor), pk=asset.pk).exists()


def known_among(actor: Actor, assets: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of these 極秘 assets, of today or of earlier, that the actor may know today."""
    if not assets or actor.may(Can.ASSET_READ_TOP):
        return frozenset(assets)
    if actor.via == "api" or actor.person_id is None:
        return frozenset()
    return frozenset(Asset.objects.filter(_let_in(actor), pk__in=assets).values_list("pk", flat=True))


def opened(assets: Iterable[Asset]) -> list[Asset]:
    """Those that are shown with their name and contents: hand them to `looks.note` before the response leaves."""
    return [asset for asset in assets if not asset.is_masked]


def may_know(actor: Actor, asset: Asset) -> bool:
    """Whether this actor may know name and contents of an asset today; one question to the database at most."""
    known = getattr(asset, "is_masked", None)
    if known is not None:
        return not known
    if asset.grade != Grade.TOP or actor.may(Can.ASSET_READ_TOP):
        return True
    return not Asset.objects.filter(masked(actor), pk=asset.pk).exists()


def is_keeper(actor: Actor, asset: Asset) -> bool:
    """Whether the actor, in front of a page, is the one who keeps the asset."""
    return actor.via == "browser" and actor.person_id is not None and asset.keeper_id == actor.person_id


def require_open(actor: Actor, asset: Asset) -> None:
    """Raise `NotAllowed` where the asset is masked for this actor."""
    if not may_know(actor, asset):
        raise NotAllowed(Can.ASSET_READ_TOP)


def may(actor: Actor, asset: Asset, can: Can) -> bool:
    """Whether the actor may do this with the asset, as its keeper or by role."""
    return actor.may(can) or (can in KEEPER_MAY and is_keeper(actor, asset))


def require(actor: Actor, asset: Asset, can: Can) -> None:
    """Raise `NotAllowed` unless the actor may; what every verb on one asset asks first."""
    if not (can in KEEPER_MAY and is_keeper(actor, asset)):
        actor.require(can)


def grant_for(actor: Actor, grant_id: uuid.UUID, can: Can) -> Grant:
    """One grant that is believed now, with its asset."""
    found = Grant.objects.filter(pk=grant_id, superseded_at__isnull=True).select_related("person").first()
    if found is None:
        raise Http404
    found.asset = asset_for(actor, found.asset_id, can)
    return found


def loosening_for(actor: Actor, loosening_id: uuid.UUID, can: Can) -> Loosening:
    """What was asked of one asset that is not shared, with the asset."""
    found = Loosening.objects.filter(pk=loosening_id).select_related("asked_by").first()
    if found is None:
        raise Http404
    found.asset = asset_for(actor, found.asset_id, can)
    return found


def person_for(actor: Actor, person_id: uuid.UUID, can: Can = Can.ASSET_READ) -> Person:
    """Somebody on the roster, to keep an asset or to be let in on it."""
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise Http404
    actor.require(can)
    return found


def _let_in(actor: Actor) -> Q:
    """What this person may know although it is 極秘: what they keep, propose, or are let in on today."""
    return Q(
        Q(keeper_id=actor.person_id)
        | Q(stage=Stage.PROPOSED, proposed_by_id=actor.person_id)
        | Exists(Grant.objects.filter(_granted_to(actor), asset=OuterRef("pk")))
    )


def _granted_to(actor: Actor) -> Q:
    """Grants of today to this person: by name, by department, by role, or to everybody in the house."""
    today = held_on()
    mine = today & Q(person_id=actor.person_id)
    departments = Department.objects.filter(
        Q(pk__in=Placement.objects.filter(mine).values("department_id"))
        | Q(pk__in=Membership.objects.filter(mine).values("department_id"))
    ).values("pk")
    reaches = (
        Q(person_id=actor.person_id)
        | Q(department_id__in=departments)
        | Q(role__in=[role.value for role in actor.roles])
    )
    if _is_of_the_house(actor):
        reaches |= Q(person__isnull=True, department__isnull=True, role="")
    return today & reaches


def _is_of_the_house(actor: Actor) -> bool:
    """Everybody in the house does not mean those who help it from outside."""
    if actor.roles <= {Role.EXPERT}:
        return False
    outside = Employment.objects.filter(held_on() & Q(person_id=actor.person_id), kind=Kind.OUTSIDE)
    return not outside.exists()
