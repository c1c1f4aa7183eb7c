"""Marks in .webp files."""

from __future__ import annotations

ENDINGS = ("webp",)
