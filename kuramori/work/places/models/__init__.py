"""The rows of places."""

from kuramori.work.places.models.clouds import (
    Agreed,
    CloudReview,
    CloudService,
    MayLie,
    ShadowDecision,
    ShadowUse,
    TermsSnapshot,
)
from kuramori.work.places.models.devices import (
    Device,
    DeviceCount,
    DeviceCountLine,
    DeviceKind,
    DeviceState,
    Seen,
)
from kuramori.work.places.models.listing import Listing, ListingDraft, ListingMapping, ListingRow
from kuramori.work.places.models.software import PatchRecord, Software
from kuramori.work.places.models.take_outs import TakeOut, TakeOutState
from kuramori.work.places.models.tree import Place, PlaceKind
from kuramori.work.places.models.trips import TakeOutRule, Trip, Verdict

__all__ = [
    "Agreed",
    "CloudReview",
    "CloudService",
    "Device",
    "DeviceCount",
    "DeviceCountLine",
    "DeviceKind",
    "DeviceState",
    "Listing",
    "ListingDraft",
    "ListingMapping",
    "ListingRow",
    "MayLie",
    "PatchRecord",
    "Place",
    "PlaceKind",
    "Seen",
    "ShadowDecision",
    "ShadowUse",
    "Software",
    "TakeOut",
    "TakeOutRule",
    "TakeOutState",
    "TermsSnapshot",
    "Trip",
    "Verdict",
]
