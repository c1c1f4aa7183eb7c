"""The rows of the ledger."""

from kuramori.work.ledger.models.asset import Asset, Grant, Version
from kuramori.work.ledger.models.choices import Field, Grade, Layer, Marked, Origin, Route, Stage, Unit
from kuramori.work.ledger.models.consent import Consent
from kuramori.work.ledger.models.grades import GradeName
from kuramori.work.ledger.models.importing import Heading, ImportDraft

__all__ = [
    "Asset",
    "Consent",
    "Field",
    "Grade",
    "GradeName",
    "Grant",
    "Heading",
    "ImportDraft",
    "Layer",
    "Marked",
    "Origin",
    "Route",
    "Stage",
    "Unit",
    "Version",
]
