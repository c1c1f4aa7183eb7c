"""The rows of places."""

from kuramori.work.places.models.tree import Place, PlaceKind

__all__ = ["Place", "PlaceKind"]
