"""技術情報管理 自己チェック報告書: one sheet, its score, its shape, its next three actions and every answer."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
"""Where this kind's words, page and style lie."""
