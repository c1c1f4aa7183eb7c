"""Marks in .pptx files."""

from __future__ import annotations

ENDINGS = ("pptx",)
