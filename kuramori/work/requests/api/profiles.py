"""求める水準 over the API: all, one with its items, a new one over a pack or an own list, its next edition, its end."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Field, Router, Schema, Status

from kuramori.ground.packs import read as packs
from kuramori.ground.packs.read import PackLost
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Telling, Text, Told, Wanted, Whole, body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.requirements import LONGEST_WHY, MOST_ITEMS, Required, read_requirements
from kuramori.work.requests import access, profiling
from kuramori.work.requests.models import Axis, Profile
from kuramori.work.requests.reading import profiles as reading

router = Router()
TELLING: Telling = {
    profiling.ProfileRefused: lambda error: Told(422, error.sentence),
    profiling.StaleProfile: lambda _error: Told(409, profiling.StaleProfile.sentence()),
    PackLost: lambda _error: Told(409, profiling.lost()),
}
MOST_EQUIVALENTS = 50


class ProfileRow(Schema):
    """The newest edition of a requirement profile that is in use."""

    id: uuid.UUID
    name: str
    klass: str
    axis: str
    pack: str
    version: str
    edition: int
    items: int


class ProfileRows(Schema):
    profiles: list[ProfileRow]


class RequiredWanted(Wanted):
    """One item that is asked: its level in the pack, and why, as the partner is told."""

    item: Annotated[Text, Field(max_length=60)]
    level: Whole
    why: Annotated[Text, Field(max_length=LONGEST_WHY)]
    is_critical: bool = False
    na_allowed: bool = False


class ProfileChange(Wanted):
    """A profile as it shall be from its next edition on. What is not named in `required` is not asked.

    `equivalents`: ids of what is accepted instead of answers; `covers`: for which items each stands, where it is not
    those that are proposed.
    """

    name: Annotated[Text, Field(max_length=profiling.LONGEST_NAME)]
    klass: Annotated[Text, Field(max_length=profiling.LONGEST_KLASS)]
    axis: Literal["information", "it"] = "information"
    required: Annotated[list[RequiredWanted], Field(max_length=MOST_ITEMS)]
    equivalents: Annotated[list[Text], Field(max_length=MOST_EQUIVALENTS)] = []
    covers: dict[str, list[str]] = {}


class NewProfileWanted(ProfileChange):
    """`pack`: the id of a list of questions that can be asked by, one of the shelf or an own one that is in use."""

    pack: Annotated[Text, Field(max_length=120)]


class RequiredForm(Schema):
    item: str
    level: int
    why: str
    is_critical: bool
    na_allowed: bool


class EquivalentForm(Schema):
    """`items`: those it stands for, none named: all. `assurance`: the level that it brings, 0–4."""

    id: str
    words: str
    items: list[str]
    assurance: int


class WholeProfile(Schema):
    """One edition. `is_newest`: it is the one that counts and is not retired."""

    id: uuid.UUID
    series: uuid.UUID
    edition: int
    is_newest: bool
    name: str
    klass: str
    axis: str
    pack: str
    version: str
    digest: str
    made_at: datetime.datetime
    retired_at: datetime.datetime | None
    required: list[RequiredForm]
    equivalents: list[EquivalentForm]


@router.get(
    "/requests/profiles",
    response={200: ProfileRows, **refusals()},
    summary="求める水準の一覧",
    operation_id="profiles",
)
def profiles(request: ActingRequest) -> Any:
    """By class and name."""
    request.actor.require(Can.REQUEST_READ)
    lines = reading.profile_lines()
    return ProfileRows(
        profiles=[
            ProfileRow(
                id=one.row.pk,
                name=one.row.name,
                klass=one.row.klass,
                axis=one.row.axis,
                pack=one.row.pack_id,
                version=one.row.version,
                edition=one.row.edition,
                items=one.items,
            )
            for one in lines
        ]
    )


@router.post(
    "/requests/profiles",
    response={201: WholeProfile, **body_refusals()},
    summary="求める水準を作る",
    operation_id="make_profile",
)
def make(request: ActingRequest, wanted: NewProfileWanted) -> Any:
    """Over a pack of today."""
    request.actor.require(Can.PROFILE_CHANGE)
    return Status(201, form_of(profiling.make(request.actor, _pack(wanted.pack), _wanted(wanted))))


@router.get(
    "/requests/profiles/{uuid:profile_id}",
    response={200: WholeProfile, **refusals()},
    summary="求める水準",
    operation_id="profile",
)
def one(request: ActingRequest, profile_id: uuid.UUID) -> Any:
    """An edition with every item that is asked."""
    return form_of(access.profile_for(request.actor, profile_id, Can.REQUEST_READ))


@router.put(
    "/requests/profiles/{uuid:profile_id}",
    response={200: WholeProfile, **body_refusals(409)},
    summary="求める水準の新しい版を作る",
    operation_id="change_profile",
)
def change(request: ActingRequest, profile_id: uuid.UUID, wanted: ProfileChange) -> Any:
    """The next edition after the newest: 409 where somebody made it meanwhile. What says the same stays as it is."""
    row = access.profile_for(request.actor, profile_id, Can.PROFILE_CHANGE)
    return form_of(profiling.change(request.actor, row, _wanted(wanted)))


@router.post(
    "/requests/profiles/{uuid:profile_id}/retire",
    response={200: WholeProfile, **refusals(409)},
    summary="求める水準を使うのをやめる",
    operation_id="retire_profile",
)
def retire(request: ActingRequest, profile_id: uuid.UUID) -> Any:
    """Not offered any more; requests that were made with it stay."""
    row = access.profile_for(request.actor, profile_id, Can.PROFILE_CHANGE)
    return form_of(row if row.retired_at is not None else profiling.retire(request.actor, row))


def form_of(row: Profile) -> WholeProfile:
    """An edition as it is told."""
    said = read_requirements(row.content)
    newer = Profile.objects.filter(series=row.series, edition__gt=row.edition)
    return WholeProfile(
        id=row.pk,
        series=row.series,
        edition=row.edition,
        is_newest=row.retired_at is None and not newer.exists(),
        name=row.name,
        klass=row.klass,
        axis=row.axis,
        pack=row.pack_id,
        version=row.version,
        digest=row.digest,
        made_at=row.made_at,
        retired_at=row.retired_at,
        required=[
            RequiredForm(
                item=one.item,
                level=one.level,
                why=one.why,
                is_critical=one.is_critical,
                na_allowed=one.na_allowed,
            )
            for one in said.required
        ],
        equivalents=[
            EquivalentForm(id=one.id, words=one.words, items=list(one.items), assurance=one.assurance)
            for one in said.equivalents
        ],
    )


def _pack(said: str) -> Pack:
    for pack in (*packs.packs(), *packs.own_packs()):
        if pack.id == said:
            return pack
    raise Http404


def _wanted(said: ProfileChange) -> profiling.ProfileWanted:
    return profiling.ProfileWanted(
        said.name,
        said.klass,
        Axis(said.axis),
        [
            Required(one.item, one.level, one.why.strip(), one.is_critical, one.na_allowed)
            for one in said.required
        ],
        said.equivalents,
        said.covers,
    )
