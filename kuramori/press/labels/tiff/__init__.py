"""Marks in TIFF pictures."""

from __future__ import annotations

ENDINGS = ("tif", "tiff")
