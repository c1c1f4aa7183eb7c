"""The rows of the ledger."""

from kuramori.work.ledger.models.asset import Asset, Grant, Version
from kuramori.work.ledger.models.choices import Field, Grade, Layer, Marked, Origin, Route, Stage, Unit

__all__ = [
    "Asset",
    "Field",
    "Grade",
    "Grant",
    "Layer",
    "Marked",
    "Origin",
    "Route",
    "Stage",
    "Unit",
    "Version",
]
