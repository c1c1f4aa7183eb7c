"""The one way a stored file leaves over HTTP: as an attachment that no browser opens in our origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from kuramori.ground.papers.whole import FileDamaged

SENT_AT_ONCE_BYTES = 64 * 1024
# It was here and is not any more; trying again will not help.
GONE = 410


def handed_out(
    request: HttpRequest, content: Callable[[], BinaryIO], *, name: str, media_type: str, size: int
) -> HttpResponse | FileResponse:
    """The download of a page, or the page that says why the file cannot be handed out."""
    try:
        opened = content()
    except FileDamaged:
        return render(request, "papers/damaged.html", status=GONE)
    return as_attachment(opened, name=name, media_type=media_type, size=size)


def as_attachment(content: BinaryIO, *, name: str, media_type: str, size: int) -> FileResponse:
    """A download: never inline, never sniffed, never cached."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=media_type)
    response.block_size = SENT_AT_ONCE_BYTES
    response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
