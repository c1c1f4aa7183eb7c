"""Marks in .png files."""

from __future__ import annotations

ENDINGS = ("png",)
