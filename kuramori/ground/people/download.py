"""A document as an answer, made a moment ago: saved, never shown in our origin, never kept by a cache."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from kuramori.press import pdf, xlsx


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A download of any sort."""
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


def workbook(content: bytes, name: str) -> HttpResponse:
    """An Excel workbook."""
    return attached(content, xlsx.MEDIA_TYPE, name)


def printed(content: bytes, name: str) -> HttpResponse:
    """A PDF."""
    return attached(content, pdf.MEDIA_TYPE, name)
