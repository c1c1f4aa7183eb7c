"""A document as an answer: never kept by a cache, never shown in our origin."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A download, made a moment ago."""
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
