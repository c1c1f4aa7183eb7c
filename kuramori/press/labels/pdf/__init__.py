"""Marks in .pdf files."""

from __future__ import annotations

ENDINGS = ("pdf",)
