"""The rows of what is asked, answered and still missing."""

from kuramori.work.requests.models.asking import Asked, Nudge, Request
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
from kuramori.work.requests.models.classing import ClassSheet
from kuramori.work.requests.models.consulting import (
    Consultation,
    ConsultationPaper,
    ConsultationStep,
    TalkState,
    TalkStep,
)
from kuramori.work.requests.models.dropping import Drop, DroppedSheet, SheetState, Taking
from kuramori.work.requests.models.gaps import Gap
from kuramori.work.requests.models.inquiries import Inquiry, InquiryState, InquiryWay, OwnReply
from kuramori.work.requests.models.moves import GapMove, GapNote, Step, Told
from kuramori.work.requests.models.profiles import Profile, Tiering
from kuramori.work.requests.models.promises import CameBy, Kept, Promise, PromiseCheck, PromiseFile, Word
from kuramori.work.requests.models.replying import Reply, ReplyDraft, ReplyEvidence, Standing, Tally
from kuramori.work.requests.models.saved import SavedFilter
from kuramori.work.requests.models.supporting import GoodPractice, HelpState, OfferedHelp, PartnerVisit

__all__ = [
    "Asked",
    "AskedBy",
    "AskedState",
    "Axis",
    "CameBy",
    "ClassSheet",
    "Consultation",
    "ConsultationPaper",
    "ConsultationStep",
    "Disclosure",
    "Drop",
    "DroppedSheet",
    "Gap",
    "GapMove",
    "GapNote",
    "GapState",
    "GoodPractice",
    "HelpState",
    "Inquiry",
    "InquiryState",
    "InquiryWay",
    "Kept",
    "Nudge",
    "OfferedHelp",
    "OwnReply",
    "PartnerVisit",
    "Profile",
    "Promise",
    "PromiseCheck",
    "PromiseFile",
    "Reply",
    "ReplyDraft",
    "ReplyEvidence",
    "ReplyWay",
    "Request",
    "RequestState",
    "SavedFilter",
    "SheetState",
    "Side",
    "Standing",
    "Step",
    "Taking",
    "TalkState",
    "TalkStep",
    "Tally",
    "Tiering",
    "Told",
    "Word",
]
