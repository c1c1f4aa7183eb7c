"""A printed page or a workbook as an answer: never kept by a cache, never shown in our origin."""

from __future__ import annotations

import os
from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse, HttpResponse

from kuramori.ground.papers.answer import as_attachment
from kuramori.ground.people.download import workbook
from kuramori.press import pdf


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    return _attached(content, pdf.MEDIA_TYPE, name)


def zip_answer(content: BinaryIO, name: str) -> FileResponse:
    """An open file, closed once it was sent."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return as_attachment(content, name=name, media_type="application/zip", size=size)


def _attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
        },
    )


xlsx_answer = workbook
