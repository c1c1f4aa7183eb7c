"""The rows of what is agreed, handed over and brought back."""

from kuramori.work.partners.models.agreements import Agreement, AgreementTerms, CoveredAsset
from kuramori.work.partners.models.attempts import Attempt, Tried
from kuramori.work.partners.models.channels import Channel, Told
from kuramori.work.partners.models.choices import (
    AgreementKind,
    AgreementState,
    BasisKind,
    ConcludedBy,
    HandOverState,
    ItemState,
    Medium,
    Mode,
    ShownAs,
    Side,
    TheirWay,
    Way,
)
from kuramori.work.partners.models.deciding import Assurance, Decision, OwnPolicy
from kuramori.work.partners.models.demands import Demand, DemandSide, DemandState
from kuramori.work.partners.models.hand_overs import HandedItem, HandOver, PageView, Recipient
from kuramori.work.partners.models.joint import (
    Brought,
    BroughtIn,
    JointMinutes,
    JointProject,
    KeptMould,
    MouldState,
    OnwardRequest,
    OnwardSide,
    OnwardState,
    Ownership,
    StorageTalk,
)
from kuramori.work.partners.models.occasions import Occasion
from kuramori.work.partners.models.policies import Answer, Decider, KeptPolicy
from kuramori.work.partners.models.registering import AgreementDraft
from kuramori.work.partners.models.take_back import Certificate, Reminder, StorageConfirmation, TakeBack

__all__ = [
    "Agreement",
    "AgreementDraft",
    "AgreementKind",
    "AgreementState",
    "AgreementTerms",
    "Answer",
    "Assurance",
    "Attempt",
    "BasisKind",
    "Brought",
    "BroughtIn",
    "Certificate",
    "Channel",
    "ConcludedBy",
    "CoveredAsset",
    "Decider",
    "Decision",
    "Demand",
    "DemandSide",
    "DemandState",
    "HandOver",
    "HandOverState",
    "HandedItem",
    "ItemState",
    "JointMinutes",
    "JointProject",
    "KeptMould",
    "KeptPolicy",
    "Medium",
    "Mode",
    "MouldState",
    "Occasion",
    "OnwardRequest",
    "OnwardSide",
    "OnwardState",
    "OwnPolicy",
    "Ownership",
    "PageView",
    "Recipient",
    "Reminder",
    "ShownAs",
    "Side",
    "StorageConfirmation",
    "StorageTalk",
    "TakeBack",
    "TheirWay",
    "Told",
    "Tried",
    "Way",
]
