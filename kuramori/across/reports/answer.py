"""A rendered document as a download, or a page that says why it could not be made."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kuramori.across.reports.report import Rendered
from kuramori.ground.papers.answer import as_attachment
from kuramori.press.faults import PressFault


def document(rendered: Rendered) -> FileResponse:
    """Always an attachment: an HTML report holds what people typed, and is not opened in our origin."""
    content = rendered.content
    return as_attachment(
        io.BytesIO(content), name=rendered.filename, media_type=rendered.media_type, size=len(content)
    )


def trouble_page(request: HttpRequest, fault: PressFault) -> HttpResponse:
    """What happened, that nothing was lost, what to do."""
    reason = fault.sentence(get_language() or "ja")
    return render(request, "reports/trouble.html", {"reason": reason}, status=503)
