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
from kuramori.work.places.models.keys import (
    Key,
    KeyCopy,
    KeyCount,
    KeyCounted,
    KeyHolding,
    KeyKind,
    KeyOpening,
)
from kuramori.work.places.models.listing import Listing, ListingDraft, ListingMapping, ListingRow
from kuramori.work.places.models.software import PatchRecord, Software
from kuramori.work.places.models.take_outs import TakeOut, TakeOutState
from kuramori.work.places.models.tree import Place, PlaceKind
from kuramori.work.places.models.trips import TakeOutRule, Trip, Verdict
from kuramori.work.places.models.visits import LogCheck, Route, RouteStop, SignedOut, Visit, Visitor
from kuramori.work.places.models.zones import Drawing, DrawingTerm, Entitlement, Entry, ZoneRule, ZoneShape

__all__ = [
    "Agreed",
    "CloudReview",
    "CloudService",
    "Device",
    "DeviceCount",
    "DeviceCountLine",
    "DeviceKind",
    "DeviceState",
    "Drawing",
    "DrawingTerm",
    "Entitlement",
    "Entry",
    "Key",
    "KeyCopy",
    "KeyCount",
    "KeyCounted",
    "KeyHolding",
    "KeyKind",
    "KeyOpening",
    "Listing",
    "ListingDraft",
    "ListingMapping",
    "ListingRow",
    "LogCheck",
    "MayLie",
    "PatchRecord",
    "Place",
    "PlaceKind",
    "Route",
    "RouteStop",
    "Seen",
    "ShadowDecision",
    "ShadowUse",
    "SignedOut",
    "Software",
    "TakeOut",
    "TakeOutRule",
    "TakeOutState",
    "TermsSnapshot",
    "Trip",
    "Verdict",
    "Visit",
    "Visitor",
    "ZoneRule",
    "ZoneShape",
]
