"""The one way a stored file leaves over HTTP: as an attachment that no browser opens in our origin."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse


def as_attachment(content: BinaryIO, *, name: str, media_type: str, size: int) -> FileResponse:
    """A download: never inline, never sniffed, never cached."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=media_type)
    response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
