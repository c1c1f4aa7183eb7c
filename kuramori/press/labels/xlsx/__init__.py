"""Marks in .xlsx files."""

from __future__ import annotations

ENDINGS = ("xlsx",)
