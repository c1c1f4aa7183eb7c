"""A packed folder as an answer."""

from __future__ import annotations

import os
from typing import BinaryIO

from django.http import FileResponse

from kuramori.ground.papers.answer import as_attachment


def zip_answer(content: BinaryIO, name: str) -> FileResponse:
    """An open file, closed once it was sent."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return as_attachment(content, name=name, media_type="application/zip", size=size)
