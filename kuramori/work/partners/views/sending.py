"""A printed page as an answer: never kept by a cache, never shown in our origin."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from kuramori.press import pdf


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=pdf.MEDIA_TYPE,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
        },
    )
