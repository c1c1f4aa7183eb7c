"""The rows of what is asked, answered and still missing."""

from kuramori.work.requests.models.asking import Asked, Request
from kuramori.work.requests.models.choices import (
    AskedBy,
    AskedState,
    Axis,
    Disclosure,
    GapState,
    ReplyWay,
    RequestState,
    Side,
)
from kuramori.work.requests.models.gaps import Gap
from kuramori.work.requests.models.profiles import Profile, Tiering
from kuramori.work.requests.models.replying import Reply, ReplyDraft, ReplyEvidence, Standing, Tally

__all__ = [
    "Asked",
    "AskedBy",
    "AskedState",
    "Axis",
    "Disclosure",
    "Gap",
    "GapState",
    "Profile",
    "Reply",
    "ReplyDraft",
    "ReplyEvidence",
    "ReplyWay",
    "Request",
    "RequestState",
    "Side",
    "Standing",
    "Tally",
    "Tiering",
]
