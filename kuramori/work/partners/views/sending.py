"""A printed page or a document as an answer: never kept by a cache, never shown in our origin."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from kuramori.press import pdf


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    return attached(content, pdf.MEDIA_TYPE, name)


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A download of any sort, made a moment ago."""
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
