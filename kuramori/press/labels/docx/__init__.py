"""Marks in .docx files."""

from __future__ import annotations

ENDINGS = ("docx",)
