"""A printed page as an answer: saved, never shown in our origin, never kept by a cache."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from kuramori.press.pdf import MEDIA_TYPE


def printed(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
        },
    )
