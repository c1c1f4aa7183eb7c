"""Marks in JPEG pictures."""

from __future__ import annotations

ENDINGS = ("jpg", "jpeg")
