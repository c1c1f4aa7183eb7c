"""The rows of the ledger."""

from kuramori.work.ledger.models.asset import Asset, Grant, Version
from kuramori.work.ledger.models.choices import Field, Grade, Layer, Marked, Origin, Route, Stage, Unit
from kuramori.work.ledger.models.consent import Consent
from kuramori.work.ledger.models.grades import GradeName, GradeRules
from kuramori.work.ledger.models.importing import Heading, ImportDraft, ImportPart
from kuramori.work.ledger.models.life import (
    Copy,
    Disposal,
    PriorKind,
    PriorRecord,
    Reminder,
    Review,
    ReviewChoice,
    Use,
)
from kuramori.work.ledger.models.loosening import Loosening
from kuramori.work.ledger.models.rounds import Found, Round, RoundKind, Stop, Task
from kuramori.work.ledger.models.saved import SavedView
from kuramori.work.ledger.models.scanning import (
    Finding,
    FindingKind,
    Fingerprint,
    Judgement,
    Rhythm,
    ScanRun,
    ScanSource,
    SeenFile,
    Term,
)
from kuramori.work.ledger.models.session import FirstSession
from kuramori.work.ledger.models.tenant import LabelTenant

__all__ = [
    "Asset",
    "Consent",
    "Copy",
    "Disposal",
    "Field",
    "Finding",
    "FindingKind",
    "Fingerprint",
    "FirstSession",
    "Found",
    "Grade",
    "GradeName",
    "GradeRules",
    "Grant",
    "Heading",
    "ImportDraft",
    "ImportPart",
    "Judgement",
    "LabelTenant",
    "Layer",
    "Loosening",
    "Marked",
    "Origin",
    "PriorKind",
    "PriorRecord",
    "Reminder",
    "Review",
    "ReviewChoice",
    "Rhythm",
    "Round",
    "RoundKind",
    "Route",
    "SavedView",
    "ScanRun",
    "ScanSource",
    "SeenFile",
    "Stage",
    "Stop",
    "Task",
    "Term",
    "Unit",
    "Use",
    "Version",
]
