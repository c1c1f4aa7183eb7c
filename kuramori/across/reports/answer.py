"""A rendered document as a download or on the screen, or a page that says why it could not be made."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kuramori.across.reports.report import Rendered
from kuramori.ground.papers.answer import as_attachment
from kuramori.press.faults import PressFault

# Read and printed in the browser; everything else is saved.
SHOWN = frozenset({"html"})
# The page brings its own style and nothing that runs. It holds what people typed, so it opens outside our origin.
ON_SCREEN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def on_screen(rendered: Rendered) -> HttpResponse:
    """An HTML report to look at and to print."""
    return HttpResponse(
        rendered.content,
        content_type=rendered.media_type,
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(rendered.filename)}",
            "Content-Security-Policy": ON_SCREEN,
            "Cache-Control": "no-store, private",
        },
    )


def document(rendered: Rendered) -> FileResponse:
    """A download, whatever it is."""
    content = rendered.content
    return as_attachment(
        io.BytesIO(content), name=rendered.filename, media_type=rendered.media_type, size=len(content)
    )


def trouble_page(request: HttpRequest, fault: PressFault) -> HttpResponse:
    """What happened, that nothing was lost, what to do."""
    reason = fault.sentence(get_language() or "ja")
    return render(request, "reports/trouble.html", {"reason": reason}, status=503)
